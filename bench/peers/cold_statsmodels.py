"""From a CSV file to printed estimates, as a script that a user runs: python3 cold_statsmodels.py FILE. The last line is for the bench."""

import json
import sys

import pandas
import statsmodels.api as sm

d = pandas.read_csv(sys.argv[1])
fit = sm.Logit(d["y"], sm.add_constant(d.drop(columns="y"))).fit(disp=0)
print(fit.summary())
print(json.dumps(list(fit.params)))
