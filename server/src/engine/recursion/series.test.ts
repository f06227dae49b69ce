import assert from 'node:assert/strict';
import { normalStream } from '../numeric/random.js';
import { thin } from '../bind/thin.js';
import { close, kernelOf, type Values } from '../testing/derivatives.js';
import { bound, byName, type Columns, fit, type ParameterText } from '../testing/models.js';

const free = (...names: string[]): Record<string, ParameterText> => Object.fromEntries(names.map((name) => [name, null]));

describe('long series', () => {
  it('are sampled by their beginning: further starts look at rows that follow each other', () => {
    const [all, beginning] = [300, 100].map((rows) => bound({ ...seriesOf(rows), parameters: free('a') }));
    assert.ok(all && beginning);
    const [few, first] = [thin(all, 100), beginning].map((each) => kernelOf(each).evaluate(Float64Array.of(0.3), 1));
    close(few?.value, 3 * (first?.value ?? NaN), 1e-12);
    close(few?.gradient[0], 3 * (first?.gradient[0] ?? NaN), 1e-12);
  });

  it('have their maximum on all rows', () => {
    const noise = normalStream(7);
    const e = Array.from({ length: 6000 }, noise);
    const long = e.map((each, i) => 1 + each + 0.5 * (e[i - 1] ?? 0));
    const found = fit({ model: 'e = y - m - t * lag(e, 1, 0)\ny ~ Normal(y - e, s)', parameters: free('m', 't', 's'), data: { y: long } });
    assert.equal(found.status, 'converged');
    const [estimates, errors] = [byName(found, found.natural), byName(found, found.standardErrors)];
    for (const [name, truth] of Object.entries({ m: 1, t: 0.5, s: 1 })) close(estimates[name], truth, 4 * (errors[name] ?? NaN), 1);
    const { gradient } = found.objective.evaluate(found.point);
    for (const slope of gradient) close(slope, 0, 1e-6);
  });
});

const seriesOf = (rows: number): { readonly model: string; readonly data: Columns } => ({
  model: 'h = a + 0.5 * lag(h, 1, 0) + x\ny ~ Normal(h, 1)',
  data: {
    x: Array.from({ length: rows }, (_, i) => Math.sin(0.9 * i)),
    y: Array.from({ length: rows }, (_, i) => Math.cos(1.7 * i) + 0.1),
  },
});

describe('time series by conditional likelihood', () => {
  // R's data set lh (Diggle 1990). Expected: mpmath at 60 digits; R's arima(lh, method = "CSS") gives the same estimates to its digits.
  const lh = [
    2.4, 2.4, 2.4, 2.2, 2.1, 1.5, 2.3, 2.3, 2.5, 2, 1.9, 1.7, 2.2, 1.8, 3.2, 3.2, 2.7, 2.2, 2.2, 1.9, 1.9, 1.8, 2.7, 3, 2.3, 2,
  ].concat([2, 2.9, 2.9, 2.7, 2.7, 2.3, 2.6, 2.4, 1.8, 1.7, 1.5, 1.4, 2.1, 3.3, 3.5, 3.5, 3.1, 2.6, 2.1, 3.4, 3, 2.9]);
  const cases: readonly { name: string; model: string; estimates: Values; errors: Values; logLikelihood: number }[] = [
    {
      name: 'AR(1) given the first value',
      model: 'd = y - mu\ny ~ Normal(mu + phi * lag(d), sigma)',
      estimates: { mu: 2.4150572651761864, phi: 0.5859869716709589, sigma: 0.4490492846748326 },
      errors: { mu: 0.15838364690544668, phi: 0.11982241583437303, sigma: 0.04631589728309356 },
      logLikelihood: -29.060847364098443,
    },
    {
      name: 'MA(1)',
      model: 'e = y - mu - theta * lag(e, 1, 0)\ny ~ Normal(y - e, sigma)',
      estimates: { mu: 2.4053844083868694, theta: 0.48649670262285566, sigma: 0.4608008610259848 },
      errors: { mu: 0.09791356298324304, theta: 0.09408881205597372, sigma: 0.0470302909395336 },
      logLikelihood: -30.919163143125374,
    },
  ];
  for (const { name, model, estimates, errors, logLikelihood } of cases) {
    it(`${name} has the estimates and standard errors of its written likelihood`, () => {
      const names = Object.keys(estimates);
      const found = fit({ model, parameters: free(...names), data: { y: lh } });
      assert.equal(found.status, 'converged');
      close(found.logLikelihood, logLikelihood, 1e-12);
      for (const each of names) {
        close(byName(found, found.natural)[each], estimates[each] ?? NaN, 1e-10);
        close(byName(found, found.standardErrors)[each], errors[each] ?? NaN, 1e-9);
      }
    });
  }
});
