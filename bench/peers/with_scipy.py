"""scipy as a peer of the bench; see harness.py."""

import numpy as np
import scipy
from scipy.optimize import curve_fit, minimize

from harness import answer, normal_log_likelihood, serve


def logistic_curve(time, top, middle, width):
    return top / (1 + np.exp((middle - time) / width))


def growth(case):
    y, time = case.columns
    estimates, covariance = curve_fit(logistic_curve, time, y, p0=[8, 5, 1])
    n, p = len(y), len(estimates)
    rss = np.sum((y - logistic_curve(time, *estimates)) ** 2)
    # curve_fit divides by n - p, maximum likelihood by n
    errors = np.sqrt(np.diag(covariance) * (n - p) / n)
    return answer([*estimates, np.sqrt(rss / n)], [*errors, None], lambda: normal_log_likelihood(rss, n))


def coin(case):
    def minus_log_likelihood(p):
        return -np.sum(case.y * np.log(p) + (1 - case.y) * np.log1p(-p))

    fit = minimize(lambda point: minus_log_likelihood(point[0]), [0.5], method="L-BFGS-B", bounds=[(1e-6, 1 - 1e-6)])
    p, step = fit.x[0], 1e-4
    # the inverse Hessian that minimize gives is a by-product of the search; a second difference gives the information itself
    information = (minus_log_likelihood(p + step) - 2 * fit.fun + minus_log_likelihood(p - step)) / step**2
    return answer([p], [1 / np.sqrt(information)], lambda: -fit.fun)


serve({"curve_fit": growth, "coin": coin}, f"scipy {scipy.__version__}, numpy {np.__version__}")
