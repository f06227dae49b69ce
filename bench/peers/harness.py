"""What the Python peers of the bench share. A peer is started as `python3 SCRIPT FOLDER`; for each line "CASE METHOD REPEATS" on standard input it fits the case and
answers with one line of JSON: seconds of one fit, estimates and standard errors in the order of our parameters (null where the library gives none), and the
log-likelihood reached. Neither reading nor the log-likelihood is timed."""

import json
import pathlib
import sys
import time
import types

import numpy as np


def read_case(folder, name):
    rows, *heads = (folder / f"{name}.columns").read_text().splitlines()
    columns = np.fromfile(folder / f"{name}.f64", "<f8").reshape(len(heads), int(rows))
    y, predictors = columns[0].copy(), columns[1:]
    x = np.ascontiguousarray(np.vstack([np.ones(int(rows)), predictors]).T)
    return types.SimpleNamespace(name=name, y=y, x=x, columns=columns, classes=len(heads[0].split()) - 1)


def answer(estimates, errors, log_likelihood):
    """`log_likelihood` is a function, called after the clock has stopped."""
    return types.SimpleNamespace(estimates=estimates, errors=errors, log_likelihood=log_likelihood)


def normal_log_likelihood(rss, n):
    return -n / 2 * (np.log(2 * np.pi * rss / n) + 1)


def _numbers(values):
    return [None if value is None or np.isnan(value) else float(value) for value in values]


def _fit(method, case, repeats):
    began = time.perf_counter()
    for _ in range(repeats):
        found = method(case)
    seconds = (time.perf_counter() - began) / repeats
    estimates, errors = _numbers(found.estimates), _numbers(found.errors)
    return {"seconds": seconds, "estimates": estimates, "errors": errors, "logLikelihood": float(found.log_likelihood())}


def serve(methods, versions, prepare=lambda case: case):
    """Answers until standard input ends; `prepare` turns a case into what the library computes with, before the clock starts."""
    folder = pathlib.Path(sys.argv[1])
    output, sys.stdout = sys.stdout, sys.stderr
    name, case = None, None
    for line in sys.stdin:
        words = line.split()
        try:
            if words[0] == "versions":
                found = {"versions": versions}
            else:
                if name != words[0]:
                    case = None
                    name, case = words[0], prepare(read_case(folder, words[0]))
                found = _fit(methods[words[1]], case, int(words[2]))
        except Exception as error:  # the bench prints it beside the case
            found = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(found), file=output, flush=True)
