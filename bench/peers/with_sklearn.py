"""scikit-learn as a peer of the bench; see harness.py. It gives no standard errors."""

import warnings

import numpy as np
import sklearn
from scipy.special import gammaln
from sklearn.linear_model import LinearRegression, LogisticRegression, PoissonRegressor
from sklearn.metrics import log_loss
from sklearn.mixture import GaussianMixture

from harness import answer, normal_log_likelihood, serve

warnings.simplefilter("ignore", FutureWarning)


def without(estimates, log_likelihood):
    return answer(estimates, [None] * len(estimates), log_likelihood)


def features(case):
    """The predictors, in the order in memory that the library itself would copy them to; it adds the intercept."""
    case.features = np.ascontiguousarray(case.x[:, 1:])
    return case


def linear(case):
    fit = LinearRegression().fit(case.features, case.y)
    rss = np.sum((case.y - fit.predict(case.features)) ** 2)
    n = len(case.y)
    return without([fit.intercept_, *fit.coef_, np.sqrt(rss / n)], lambda: normal_log_likelihood(rss, n))


def logistic_fit(case, solver, tol):
    fit = LogisticRegression(penalty=None, solver=solver, tol=tol, max_iter=1000).fit(case.features, case.y)
    return fit, lambda: -log_loss(case.y, fit.predict_proba(case.features), normalize=False)


def logistic(solver, tol):
    def method(case):
        fit, log_likelihood = logistic_fit(case, solver, tol)
        return without([*fit.intercept_, *fit.coef_[0]], log_likelihood)

    return method


def softmax(case):
    fit, log_likelihood = logistic_fit(case, "lbfgs", 1e-4)
    weights = np.column_stack([fit.intercept_, fit.coef_])
    # every class has weights: only differences from the first class are determined
    return without((weights[1:] - weights[0]).ravel(), log_likelihood)


def poisson(case):
    fit = PoissonRegressor(alpha=0, solver="newton-cholesky", max_iter=1000).fit(case.features, case.y)

    def log_likelihood():
        eta = fit.intercept_ + case.features @ fit.coef_
        return np.sum(case.y * eta - np.exp(eta) - gammaln(case.y + 1))

    return without([fit.intercept_, *fit.coef_], log_likelihood)


def mixture(case):
    y = case.y[:, None]
    fit = GaussianMixture(2, tol=1e-10, max_iter=5000, means_init=[[-1], [1]], weights_init=[0.5, 0.5], precisions_init=[[[1]], [[1]]]).fit(y)
    low, high = np.argsort(fit.means_[:, 0])
    means, sds = fit.means_[:, 0], np.sqrt(fit.covariances_[:, 0, 0])
    return without([fit.weights_[low], means[low], sds[low], means[high], sds[high]], lambda: fit.score(y) * len(y))


methods = {
    "linear": linear,
    "logistic": logistic("lbfgs", 1e-4),
    "logistic-newton": logistic("newton-cholesky", 1e-4),
    "softmax": softmax,
    "poisson": poisson,
    "mixture": mixture,
}

serve(methods, f"scikit-learn {sklearn.__version__}", features)
