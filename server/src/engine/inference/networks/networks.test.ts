import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bound, byName, fit, type TestModel } from '../../testing/models.js';
import { neverCancelled } from '../../kernel/kernel.js';
import { estimate } from '../estimate.js';
import { logEvidence } from '../posterior/evidence.js';
import { InputScales } from '../start/inputScales.js';
import { Objective } from '../objective/objective.js';
import { inSinglePrecision } from './singlePrecision.js';

const sineX = Array.from({ length: 21 }, (_, i) => (i - 10) / 5);
const noise = [3, -2, 1, 4, -5, 2, 0, -3, 5, -1, 2, -4, 3, 1, -2, 4, -3, 0, 2, -1, -4];
const sineY = sineX.map((x, i) => Math.sin(1.3 * x) + (noise[i] ?? 0) / 100);
const sine: TestModel = {
  model: 'y ~ Normal(f(x), sigma)',
  data: { x: sineX, y: sineY },
  parameters: { sigma: null },
  networks: { f: { layers: 'dense(3) -> tanh -> dense(1)', weights: 'Normal(0, 1)' } },
};

/** The case of test/reference: trusted values by scipy and R's nnet. */
const folder = join(import.meta.dirname, '../../../../../test/reference/cases/mlp_iris');
const { expected } = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as {
  readonly expected: { readonly loglik_at_best: number; readonly logprior_at_best: number; readonly weights_at_best: readonly number[] };
};

function iris(): TestModel {
  const [head = '', ...lines] = readFileSync(join(folder, 'data.csv'), 'utf8').trim().split('\n');
  const names = head.split(',');
  const cells = lines.map((line) => line.split(','));
  const column = (name: string): string[] => cells.map((row) => row[names.indexOf(name)] ?? '');
  const inputs = names.slice(0, 4);
  return {
    model: `species ~ Categorical(logits = f(${inputs.join()}))`,
    data: { species: column('species'), ...Object.fromEntries(inputs.map((name) => [name, column(name).map(Number)])) },
    networks: { f: { layers: 'dense(3) -> sigmoid -> dense(3)', weights: 'Normal(0, 1)', biases: 'Normal(0, 1)' } },
  };
}

/** A matrix whose first row is the biases, as weights and then biases. */
const reordered = (values: readonly number[], columns: number): number[] => [...values.slice(columns), ...values.slice(0, columns)];

describe('the fit of a network', () => {
  it('has the log-likelihood and log-prior at given weights that scipy has', () => {
    const objective = new Objective(bound(iris()), 'map', new Map());
    const { weights_at_best: given } = expected;
    const point = Float64Array.from([...reordered(given.slice(0, 15), 3), ...reordered(given.slice(15), 3)]);
    assert.ok(Math.abs(objective.logLikelihood(point) - expected.loglik_at_best) < 1e-8);
    assert.ok(Math.abs(objective.logPrior(point) - expected.logprior_at_best) < 1e-8);
  });

  it('ends at a maximum: the gradient is 0, the Hessian has no rising direction, and neighbours are lower', () => {
    const { status, objective, point, solution, information, tried, agreeing } = fit(sine, 'map');
    assert.equal(status, 'converged');
    assert.ok(Math.sqrt(solution.decrement) < 1e-6);
    assert.equal(information.flat.length, 0);
    const here = objective.logDensity(point);
    for (let k = 0; k < 50; k++) assert.ok(objective.logDensity(point.map((w, i) => w + 0.01 * Math.sin(5 * k + i * i))) < here);
    assert.ok(tried === 8 && agreeing >= 1 && agreeing <= 8);
  });

  it('gives the same numbers each time', () => {
    assert.deepEqual(fit(sine, 'map').natural, fit(sine, 'map').natural);
  });

  it('has no standard errors of weights, and those of parameters beside it as the whole information gives them', () => {
    const found = fit(sine, 'map');
    const { network, first } = found.objective.bound.model.networks[0] ?? assert.fail();
    assert.ok(found.standardErrors.slice(first, first + network.parameters).every(Number.isNaN));
    const se = byName(found, found.standardErrors)['sigma'] ?? NaN;
    // For Normal residuals the error of a standard deviation is about sd / √(2n), more where weights are estimated with it.
    const sigma = byName(found, found.natural)['sigma'] ?? NaN;
    assert.ok(se > sigma / Math.sqrt(2 * 21) && se < (2 * sigma) / Math.sqrt(2 * 21), String(se));
  });

  it('has an evidence where all priors are proper, and none where biases are flat', () => {
    assert.equal(logEvidence(fit({ ...sine, parameters: { sigma: 'HalfNormal(1)' } }, 'map')), undefined);
    const proper = { f: { layers: 'dense(3) -> tanh -> dense(1)', weights: 'Normal(0, 1)', biases: 'Normal(0, 1)' } };
    assert.equal(logEvidence(fit({ ...sine, parameters: { sigma: 'HalfNormal(1)' }, networks: proper }, 'map'))?.method, 'laplace');
  });

  it('says that a network that tells classes apart without fault has no maximum, and ends quickly', () => {
    const classes = sineX.map((x) => (Math.abs(x) < 1 ? 'inner' : 'outer'));
    const found = fit({
      model: 'k ~ Bernoulli(logit = f(x))',
      data: { x: sineX, k: classes },
      networks: { f: { layers: 'dense(4) -> tanh -> dense(1)' } },
    });
    assert.equal(found.status, 'infinite');
    const { network, first } = found.objective.bound.model.networks[0] ?? assert.fail();
    assert.ok(found.running.every((entry) => entry >= first + (network.last?.first ?? NaN)));
    assert.ok(found.logLikelihood > -1e-6);
  });

  it('has a MAP of such a network', () => {
    const classes = sineX.map((x) => (Math.abs(x) < 1 ? 'inner' : 'outer'));
    const networks = { f: { layers: 'dense(4) -> tanh -> dense(1)', weights: 'Normal(0, 1)' } };
    assert.equal(fit({ model: 'k ~ Bernoulli(logit = f(x))', data: { x: sineX, k: classes }, networks }, 'map').status, 'converged');
  });

  it('reaches the line that least squares gives where the network is one', () => {
    const linear = fit({ ...sine, networks: { f: { layers: 'dense(1)' } } });
    const expectedFit = fit({ ...sine, model: 'y ~ Normal(linear(b, x), sigma)', parameters: { sigma: null, b: null }, networks: {} });
    assert.equal(linear.status, 'converged');
    assert.ok(Math.abs(linear.logLikelihood - expectedFit.logLikelihood) < 1e-9);
    const se = (of: typeof linear): number => byName(of, of.standardErrors)['sigma'] ?? NaN;
    assert.ok(Math.abs(se(linear) - se(expectedFit)) < 1e-8);
  });

  it('is as exact as without the single precision that its search begins in', () => {
    const found = fit(sine, 'map');
    const single = inSinglePrecision(found.objective) ?? assert.fail('the host has no vectors');
    const [near, exact] = [single, found.objective].map((objective) => objective.evaluate(found.point, 'exact', 1));
    assert.ok(near && exact && near.value !== exact.value && Math.abs(near.value - exact.value) < 1e-4);
    for (const slope of exact.gradient) assert.ok(Math.abs(slope) < 1e-7, `${String(slope)} is left of the gradient`);
  });

  it('is searched in single precision only where there is a network', () => {
    const line = fit({ ...sine, model: 'y ~ Normal(linear(b, x), sigma)', parameters: { sigma: null, b: null }, networks: {} });
    assert.equal(inSinglePrecision(line.objective), undefined);
  });

  it('is the same whatever the units of the inputs, as far as the likelihood goes', () => {
    const step = sineX.map((x, i) => Math.tanh(2 * x - 0.5) + (noise[i] ?? 0) / 20);
    const networks = { f: { layers: 'dense(1) -> tanh -> dense(1)' } };
    const inUnits = (scale: number, shift: number) => fit({ ...sine, data: { y: step, x: sineX.map((x) => shift + scale * x) }, networks });
    const [plain, other] = [inUnits(1, 0), inUnits(5000, 300_000)];
    assert.deepEqual([plain.status, other.status], ['converged', 'converged']);
    assert.ok(Math.abs(plain.logLikelihood - other.logLikelihood) < 1e-8);
  });

  it('stops when it is cancelled', () => {
    const model = bound(sine);
    const found = estimate(model, 'mle', { starts: 8, seed: 1, deadline: Infinity }, { ...neverCancelled, cancelled: true });
    assert.equal(found.status, 'cancelled');
  });

  it('takes thousands of weights, without second derivatives', () => {
    const networks = { f: { layers: 'dense(3000) -> tanh -> dense(1)', weights: 'Normal(0, 0.02)' } };
    const found = fit({ ...sine, networks }, 'map');
    assert.equal(found.status, 'converged');
    assert.equal(found.solution.local.hessian.length, 0);
    assert.ok(found.standardErrors.every(Number.isNaN));
  });
});

describe('standardised inputs', () => {
  const model = bound({ ...sine, data: { x: sineX.map((x) => 40 + 7 * x), y: sineY } });
  const scales = InputScales.of(model, 0) ?? assert.fail();
  const count = model.model.networks[0]?.network.parameters ?? 0;
  const some = Float64Array.from({ length: count }, (_, i) => Math.sin(i + 1));

  it('go there and back', () => {
    const there = some.slice();
    scales.toWeights(there);
    scales.fromWeights(there);
    there.forEach((value, i) => assert.ok(Math.abs(value - (some[i] ?? NaN)) < 1e-12));
  });

  it('pull gradients back as differences do', () => {
    const objective = new Objective(model, 'map', new Map());
    const { first } = model.model.networks[0] ?? assert.fail();
    const at = (u: Float64Array): Float64Array => {
      const weights = u.slice();
      scales.toWeights(weights);
      const natural = new Float64Array(objective.dimension).fill(0.5);
      natural.set(weights, first);
      return objective.working(natural);
    };
    const pulled = objective.evaluate(at(some)).gradient.slice(first, first + count);
    scales.pullBack(pulled);
    pulled.forEach((slope, i) => {
      const step = (by: number): number => objective.evaluate(at(some.map((value, j) => value + (i === j ? by : 0)))).value;
      assert.ok(Math.abs((step(1e-5) - step(-1e-5)) / 2e-5 - slope) < 1e-4 * (1 + Math.abs(slope)));
    });
  });
});
