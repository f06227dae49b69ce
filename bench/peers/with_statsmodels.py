"""statsmodels as a peer of the bench; see harness.py."""

import warnings

import numpy as np
import statsmodels
import statsmodels.api as sm
from statsmodels.miscmodels.tmodel import TLinearModel

from harness import answer, serve

warnings.simplefilter("ignore")


def ols(case):
    fit = sm.OLS(case.y, case.x).fit()
    n, p = case.x.shape
    # OLS divides by n - p, maximum likelihood by n
    errors = fit.bse * np.sqrt((n - p) / n)
    return answer([*fit.params, np.sqrt(fit.ssr / n)], [*errors, None], lambda: fit.llf)


def fitted(fit):
    return answer(fit.params, fit.bse, lambda: fit.llf)


def logit(case):
    return fitted(sm.Logit(case.y, case.x).fit(disp=0))


def poisson(case):
    return fitted(sm.Poisson(case.y, case.x).fit(method="newton", disp=0))


def glm(family):
    return lambda case: fitted(sm.GLM(case.y, case.x, family=family()).fit())


def negative_binomial(case):
    fit = sm.NegativeBinomial(case.y, case.x).fit(method="newton", disp=0, maxiter=200)
    *coefficients, alpha = fit.params
    *errors, alpha_error = fit.bse
    # our dispersion is 1 / alpha
    return answer([*coefficients, 1 / alpha], [*errors, alpha_error / alpha**2], lambda: fit.llf)


def mnlogit(case):
    fit = sm.MNLogit(case.y, case.x).fit(method="newton", disp=0, maxiter=200)
    return answer(fit.params.T.ravel(), fit.bse.T.ravel(), lambda: fit.llf)


def student_t(case):
    fit = TLinearModel(case.y, case.x).fit(method="bfgs", disp=0, maxiter=1000)
    *coefficients, df, scale = fit.params
    *errors, df_error, scale_error = fit.bse
    return answer([df, *coefficients, scale], [df_error, *errors, scale_error], lambda: fit.llf)


methods = {
    "ols": ols,
    "logit": logit,
    "glm": glm(sm.families.Binomial),
    "poisson": poisson,
    "glm-poisson": glm(sm.families.Poisson),
    "negative-binomial": negative_binomial,
    "mnlogit": mnlogit,
    "student-t": student_t,
}

serve(methods, f"statsmodels {statsmodels.__version__}, numpy {np.__version__}")
