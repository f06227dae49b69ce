import assert from 'node:assert/strict';
import { neverCancelled } from '../../kernel/kernel.js';
import { fit, type TestModel } from '../../testing/models.js';
import type { Estimate } from '../estimate.js';
import { type LastLayer, lastLayerOf } from './lastLayer.js';
import { averagedDensities } from './predictive.js';

const rows = 40;
const x = Array.from({ length: rows }, (_, i) => Math.sin(7 * i) + i / 20);
const y = x.map((value, i) => 1 + 2 * value + Math.cos(11 * i));
const weights = (prior: string) => ({ f: { layers: 'dense(1)', weights: prior, biases: 'Normal(0, 3)' } });
/** A network that is a straight line: its last layer is all of it. */
const line: TestModel = { model: 'y ~ Normal(f(x), 0.7)', data: { x, y }, networks: weights('Normal(0, 2)') };

const layerOf = (estimate: Estimate): LastLayer => lastLayerOf(estimate) ?? assert.fail('no last layer');
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** The inverse of [[a, b], [b, c]] as a quadratic form at (u, v). */
const inverseForm = ([a, b, c]: readonly [number, number, number], u: number, v: number): number =>
  (c * u * u - 2 * b * u * v + a * v * v) / (a * c - b * b);

describe('the last layer of a network', () => {
  it('has the covariance of Bayesian linear regression where it is one', () => {
    const found = fit(line, 'map');
    const { bound } = found.objective;
    // X'X/σ² + diag(1/β²) for weight and bias: Bishop, Pattern Recognition and Machine Learning (2006), (3.54).
    const precision = [sum(x.map((v) => v * v)) / 0.49 + 1 / 4, sum(x) / 0.49, rows / 0.49 + 1 / 9] as const;
    layerOf(found)
      .covariances(bound)
      .forEach((variance, i) => assert.ok(Math.abs(variance - inverseForm(precision, x[i] ?? NaN, 1)) < 1e-10));
  });

  it('averages a Normal density to that of the predictive distribution', () => {
    const found = fit(line, 'map');
    const { bound } = found.objective;
    const layer = layerOf(found);
    const root = bound.model.likelihoods[0]?.root ?? assert.fail();
    const [densities] = averagedDensities(bound, [root], found.natural, layer, neverCancelled) ?? [];
    const [w = NaN, b = NaN] = found.natural;
    const variances = layer.covariances(bound);
    densities?.forEach((log, i) => {
      const variance = 0.49 + (variances[i] ?? NaN);
      const expected = -0.5 * Math.log(2 * Math.PI * variance) - ((y[i] ?? NaN) - w * (x[i] ?? NaN) - b) ** 2 / (2 * variance);
      assert.ok(Math.abs(log - expected) < 2e-3, `${String(log)}, exactly ${String(expected)}`);
    });
    assert.equal(densities?.length, rows);
  });

  const classes = x.map((value, i) => 'abc'.charAt(Math.min(2, Math.max(0, Math.round(1.5 * value + 0.4 * Math.sin(5 * i))))));
  const softmax: TestModel = {
    model: 'k ~ Categorical(logits = f(x))',
    data: { x, k: classes },
    networks: { f: { layers: 'dense(4) -> tanh -> dense(3)', weights: 'Normal(0, 2)' } },
  };

  it('has the Hessian of the posterior in its weights, and a variance of 1 in the direction that changes no probability', () => {
    const found = fit(softmax, 'map');
    const { network, first } = found.objective.bound.model.networks[0] ?? assert.fail();
    const last = network.layers.at(-1) ?? assert.fail();
    const { hessian } = found.objective.evaluate(found.point);
    const n = found.objective.dimension;
    const at = first + last.first;
    const size = last.weights + last.biases;
    const block = Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => hessian[(at + i) * n + at + j] ?? NaN));
    for (let a = 0; a < 3; a++)
      for (let b = 0; b < 3; b++)
        (block[last.weights + a] as number[])[last.weights + b] = (block[last.weights + a]?.[last.weights + b] ?? NaN) + 1;
    const features = featuresOf(found);
    const covariances = layerOf(found).covariances(found.objective.bound);
    for (const row of [0, 7, 23]) {
      const phi = [...features.map((column) => column[row] ?? NaN), 1];
      for (const [a, b] of [
        [0, 0],
        [1, 0],
        [2, 1],
      ] as const) {
        // prettier-ignore
        const side = solved(block, Array.from({ length: size }, (_, i) => (i % 3 === b ? (phi[Math.floor(i / 3)] ?? NaN) : 0)));
        const expected = sum(phi.map((value, j) => value * (side[3 * j + a] ?? NaN)));
        assert.ok(Math.abs((covariances[row * 9 + 3 * a + b] ?? NaN) - expected) < 1e-8);
      }
    }
  });

  it('makes a classifier less sure, never surer: the averaged probability of its first choice is lower', () => {
    const found = fit(softmax, 'map');
    const { bound } = found.objective;
    const root = bound.model.likelihoods[0]?.root ?? assert.fail();
    const [averaged] = averagedDensities(bound, [root], found.natural, layerOf(found), neverCancelled) ?? [];
    const plain = found.objective.rowValues(root, found.point);
    const sure = Array.from(plain.keys()).filter((row) => (plain[row] ?? NaN) > Math.log(0.75));
    assert.ok(sure.length >= 5, String(sure.length));
    for (const row of sure) assert.ok((averaged?.[row] ?? NaN) < (plain[row] ?? NaN));
  });

  it('is left alone where the network does not end with dense, and where there are two networks', () => {
    const bent = fit({ ...line, networks: { f: { layers: 'dense(1) -> tanh', weights: 'Normal(0, 1)' } } }, 'map');
    const two = fit(
      { ...line, model: 'y ~ Normal(f(x) + g(x), 0.7)', networks: { ...weights('Normal(0, 2)'), g: weights('Normal(0, 1)').f } },
      'map',
    );
    assert.deepEqual([lastLayerOf(bent), lastLayerOf(two)], [undefined, undefined]);
  });
});

/** tanh of what goes into each of the four hidden units. */
function featuresOf({ natural }: Estimate): number[][] {
  return Array.from({ length: 4 }, (_, unit) => x.map((value) => Math.tanh((natural[unit] ?? NaN) * value + (natural[4 + unit] ?? NaN))));
}

/** M⁻¹ b by elimination with pivots. */
function solved(matrix: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, b[i] ?? NaN]);
  const n = rows.length;
  for (let k = 0; k < n; k++) {
    const pivot = rows.slice(k).reduce((best, row, i) => (Math.abs(row[k] ?? 0) > Math.abs(rows[best]?.[k] ?? 0) ? k + i : best), k);
    [rows[k], rows[pivot]] = [rows[pivot] as number[], rows[k] as number[]];
    for (let i = k + 1; i < n; i++) {
      const factor = (rows[i]?.[k] ?? NaN) / (rows[k]?.[k] ?? NaN);
      rows[i] = (rows[i] as number[]).map((value, j) => value - factor * (rows[k]?.[j] ?? NaN));
    }
  }
  const solution = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--)
    solution[i] =
      ((rows[i]?.[n] ?? NaN) - sum(solution.map((value, j) => (j > i ? value * (rows[i]?.[j] ?? NaN) : 0)))) / (rows[i]?.[i] ?? NaN);
  return solution;
}
