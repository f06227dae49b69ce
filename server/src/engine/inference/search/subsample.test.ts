import assert from 'node:assert/strict';
import { neverCancelled } from '../../kernel/kernel.js';
import { minimise } from '../../optimise/minimise.js';
import { bound, fit, type TestModel } from '../../testing/models.js';
import { Objective } from '../objective/objective.js';
import { normalStream, uniformStream } from '../../numeric/random.js';
import { problemOf } from './search.js';
import { sampleRows } from './subsample.js';

const ROWS = 60_000;
const column = (f: (i: number) => number): number[] => Array.from({ length: ROWS }, (_, i) => f(i));

const [normal, uniform] = [normalStream(3), uniformStream(4)];
const x = column(() => normal());
const z = column(() => normal());
const eta = column((i) => 0.4 + 0.7 * (x[i] ?? 0) - 0.3 * (z[i] ?? 0));
const group = column((i) => (i === 17 || i === 59_000 ? 9 : Math.floor((3 * i) / ROWS))).map((k) => `g${String(k)}`);
const flip = eta.map((each) => (uniform() < 1 / (1 + Math.exp(-each)) ? 1 : 0));
const count = eta.map((each) => Math.floor(Math.exp(each) + uniform()));
const spread = eta.map((each) => Math.floor(Math.exp(each + 0.7 * normal()) + uniform()));
const data = {
  spread,
  x,
  z,
  group,
  flip,
  count,
  species: eta.map((each) => (each + normal() < 0 ? 'a' : uniform() < 0.5 ? 'b' : 'c')),
  w: column((i) => i % 3),
};

const cases: Readonly<Record<string, TestModel>> = {
  'a logistic regression': { model: 'flip ~ Bernoulli(logit = linear(b, x + z))', data, parameters: { b: null } },
  'rows in the order of a factor, and a level that only two rows have': {
    model: 'count ~ Poisson(log = linear(b, x + group))',
    data,
    parameters: { b: null },
  },
  'counts with weights': {
    model: 'spread ~ NegativeBinomial(log = linear(b, x + z), dispersion = d)',
    data,
    weights: 'w',
    parameters: { b: null, d: null },
  },
  classes: { model: 'species ~ Categorical(logits = linear(B, x + z))', data, parameters: { B: { reference: 'a' } } },
  'indexed parameters and a start far away': {
    model: 'flip ~ Bernoulli(logit = a[group] + s * x)',
    data,
    parameters: { a: null, s: { start: 30 } },
  },
};

describe('a fit of many rows that starts from a sample', () => {
  for (const [name, test] of Object.entries(cases)) {
    it(`ends where the fit of all rows ends: ${name}`, () => {
      const model = bound(test);
      assert.notEqual(sampleRows(model, neverCancelled), undefined);
      const found = fit(test);
      const objective = new Objective(model, 'mle', new Map());
      const start = objective.working(Float64Array.from(found.natural, (value, i) => value + 0.3 * (found.standardErrors[i] ?? 0)));
      const all = minimise(problemOf(objective, Infinity), start);
      const natural = objective.natural(all.point);
      assert.equal(found.status, 'converged');
      natural.forEach((value, i) => {
        const error = Math.abs(value - (found.natural[i] ?? NaN)) / (found.standardErrors[i] ?? NaN);
        assert.ok(error < 1e-6, `${model.model.entries[i]?.name ?? ''} is ${String(error)} standard errors off`);
      });
      assert.ok(Math.abs(found.logLikelihood + all.value) < 1e-7, `${String(found.logLikelihood)} should be ${String(-all.value)}`);
    });
  }

  it('is not made where the rows of a sample would be few for its parameters, nor for sums of squares', () => {
    const few = { model: 'x ~ Normal(linear(b, z), s)', data, parameters: { b: null, s: null } };
    assert.equal(sampleRows(bound(few), neverCancelled), undefined);
    const levels = column((i) => i % 2000).map((k) => `l${String(k)}`);
    const many = { model: 'flip ~ Bernoulli(logit = a[level])', data: { flip, level: levels }, parameters: { a: null } };
    assert.equal(sampleRows(bound(many), neverCancelled), undefined);
  });
});
