"""torch and scikit-learn training the networks of bench/networks.ts: `python3 networks.py FOLDER`. For each line "CASE METHOD REPEATS" it answers the seconds until
the target loss is reached (for scikit-learn: of the whole fit), and minus the loss as logLikelihood. The loss is the summed cross-entropy plus half the
sum of the squared weights."""

import json
import pathlib
import sys
import time
import warnings

import numpy as np

folder = pathlib.Path(sys.argv[1])
output, sys.stdout = sys.stdout, sys.stderr
warnings.simplefilter("ignore")


class Reached(Exception):
    pass


def read(name):
    case = json.loads((folder / f"{name}.json").read_text())
    case["inputs"] = np.array(case["inputs"]).reshape([len(case["labels"]), *case["shape"]])
    return case


def torch_network(case, dtype):
    import torch

    parts = [np.array(part) for part in case["start"]]
    tensors = [torch.tensor(part, dtype=dtype, requires_grad=True) for part in parts]
    x = torch.tensor(case["inputs"], dtype=dtype)
    if case["name"] == "mlp":
        w1, b1, w2, b2 = tensors
        return tensors, [w1, w2], lambda: torch.tanh(x @ w1 + b1) @ w2 + b2
    x = x.permute(0, 3, 1, 2).contiguous()
    with torch.no_grad():
        # height x width x channel x filter to filter x channel x height x width; what goes into the dense layer comes by channel first
        kernel = tensors[0].permute(3, 2, 0, 1).contiguous()
        dense = tensors[2].reshape(6, 6, 8, 2).permute(2, 0, 1, 3).reshape(288, 2).contiguous()
    tensors = [kernel.requires_grad_(), tensors[1], dense.requires_grad_(), tensors[3]]
    kernel, b1, dense, b2 = tensors

    def outputs():
        hidden = torch.nn.functional.avg_pool2d(torch.tanh(torch.nn.functional.conv2d(x, kernel, b1)), 2)
        return hidden.flatten(1) @ dense + b2

    return tensors, [kernel, dense], outputs


def with_torch(threads, bits):
    def method(case):
        import torch

        torch.set_num_threads(threads)
        dtype = torch.float64 if bits == 64 else torch.float32
        tensors, weights, outputs = torch_network(case, dtype)
        labels = torch.tensor(case["labels"]).long()
        target = case["target"]
        best = [float("inf")]
        search = torch.optim.LBFGS(tensors, max_iter=5000, max_eval=10000, tolerance_grad=1e-12, tolerance_change=1e-16, history_size=40, line_search_fn="strong_wolfe")

        def closure():
            search.zero_grad()
            loss = torch.nn.functional.cross_entropy(outputs(), labels, reduction="sum") + sum((w * w).sum() for w in weights) / 2
            best[0] = min(best[0], loss.item())
            if best[0] <= target:
                raise Reached
            loss.backward()
            return loss

        began = time.perf_counter()
        try:
            search.step(closure)
        except Reached:
            pass
        return time.perf_counter() - began, best[0]

    return method


def with_sklearn(case):
    from sklearn.neural_network import MLPClassifier

    x, y = case["inputs"], np.array(case["labels"])
    began = time.perf_counter()
    fit = MLPClassifier((5,), activation="tanh", solver="lbfgs", alpha=1, tol=1e-9, max_iter=5000, random_state=1).fit(x, y)
    seconds = time.perf_counter() - began
    log_p = np.log(fit.predict_proba(x))[np.arange(len(y)), y.astype(int)]
    return seconds, -log_p.sum() + sum((w * w).sum() for w in fit.coefs_) / 2


methods = {f"torch-{threads}-{bits}": with_torch(threads, bits) for threads in (1, 2) for bits in (32, 64)}
methods["sklearn"] = with_sklearn

for line in sys.stdin:
    words = line.split()
    try:
        if words[0] == "versions":
            import sklearn
            import torch

            found = {"versions": f"torch {torch.__version__}, scikit-learn {sklearn.__version__}"}
        else:
            case = read(words[0])
            seconds, loss = methods[words[1]](case)
            found = {"seconds": seconds, "estimates": [], "errors": [], "logLikelihood": -loss}
    except Exception as error:  # the bench prints it beside the case
        found = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(found), file=output, flush=True)
