"""torch as a peer of the bench; see harness.py. L-BFGS in double precision on the mean loss, then the exact Hessian by automatic differentiation."""

import math

import torch
from torch.autograd.functional import hessian
from torch.distributions import NegativeBinomial, Normal, StudentT
from torch.nn.functional import cross_entropy, softplus

from harness import answer, serve

torch.set_default_dtype(torch.float64)


def tensors(case):
    case.x, case.y = torch.from_numpy(case.x), torch.from_numpy(case.y)
    case.labels = case.y.long()
    return case


def maximise(log_likelihood, start, n):
    """The maximum and the covariance there: the inverse of the negative Hessian."""
    at = torch.tensor(start, requires_grad=True)
    search = torch.optim.LBFGS([at], max_iter=1000, max_eval=2000, tolerance_grad=1e-8, tolerance_change=1e-14, history_size=20, line_search_fn="strong_wolfe")

    def closure():
        search.zero_grad()
        loss = -log_likelihood(at) / n
        loss.backward()
        return loss

    search.step(closure)
    point = at.detach()
    information = hessian(lambda value: -log_likelihood(value), point)
    return point, torch.linalg.inv(information)


def method(log_likelihood, start, natural=lambda point: point):
    """`natural` maps the searched coordinates to our parameters; at a maximum the delta method gives their standard errors exactly."""

    def fit(case):
        point, covariance = maximise(lambda value: log_likelihood(case, value), start(case), len(case.y))
        jacobian = torch.autograd.functional.jacobian(natural, point)
        errors = (jacobian @ covariance @ jacobian.T).diagonal().sqrt()
        return answer(natural(point).numpy(), errors.numpy(), lambda: log_likelihood(case, point))

    return fit


def zeros(extra=0):
    return lambda case: [0.0] * (case.x.shape[1] + extra)


def logistic(case, b):
    eta = case.x @ b
    return torch.dot(case.y, eta) - softplus(eta).sum()


def poisson(case, b):
    eta = case.x @ b
    return (case.y * eta - eta.exp() - torch.lgamma(case.y + 1)).sum()


def negative_binomial(case, point):
    eta, log_dispersion = case.x @ point[:-1], point[-1]
    return NegativeBinomial(log_dispersion.exp(), logits=eta - log_dispersion).log_prob(case.y).sum()


def softmax(case, point):
    weights = point.reshape(case.classes - 1, -1)
    scores = torch.nn.functional.pad(case.x @ weights.T, (1, 0))
    return -cross_entropy(scores, case.labels, reduction="sum")


def student_t(case, point):
    return StudentT(point[0].exp(), case.x @ point[1:-1], point[-1].exp()).log_prob(case.y).sum()


def mixture(case, point):
    w, m1, s1, m2, s2 = point.unbind()
    first = torch.nn.functional.logsigmoid(w) + Normal(m1, s1.exp()).log_prob(case.y)
    second = torch.nn.functional.logsigmoid(-w) + Normal(m2, s2.exp()).log_prob(case.y)
    return torch.logaddexp(first, second).sum()


def positive(*places):
    """The coordinates at `places` are logarithms."""

    def natural(point):
        values = list(point.unbind())
        for place in places:
            values[place] = values[place].exp()
        return torch.stack(values)

    return natural


methods = {
    "logistic": method(logistic, zeros()),
    "poisson": method(poisson, zeros()),
    "negative-binomial": method(negative_binomial, zeros(1), positive(-1)),
    "softmax": method(softmax, lambda case: [0.0] * (case.x.shape[1] * (case.classes - 1))),
    "student-t": method(student_t, lambda case: [math.log(5), *zeros(1)(case)], positive(0, -1)),
    "mixture": method(mixture, lambda case: [0.0, -1.0, 0.0, 1.0, 0.0], lambda point: torch.stack([point[0].sigmoid(), point[1], point[2].exp(), point[3], point[4].exp()])),
}

serve(methods, f"torch {torch.__version__}, threads: {torch.get_num_threads()}", tensors)
