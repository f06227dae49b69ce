import assert from 'node:assert/strict';
import { neverCancelled } from '../../kernel/kernel.js';
import { bound, byName, type TestModel } from '../../testing/models.js';
import { estimate } from '../estimate.js';
import { byBatches, passWork, takesBatches } from './minibatch.js';
import { Objective } from '../objective/objective.js';
import { problemOf } from '../search/search.js';

const column = (rows: number, f: (i: number) => number): number[] => Array.from({ length: rows }, (_, i) => f(i));
const rows = 4096;
const x = column(rows, (i) => Math.sin(3 * i));
const y = column(rows, (i) => 0.2 * Math.sin(3 * i) + Math.cos(5 * i * i));
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** A line as a network, with a prior that takes most of its slope away. */
const line = bound({
  model: 'y ~ Normal(f(x), 1)',
  data: { x, y },
  networks: { f: { layers: 'dense(1)', weights: 'Normal(0, 0.02)', biases: 'Normal(0, 1)' } },
});
const objective = new Objective(line, 'map', new Map());
const problemFor = (part: Objective) => problemOf(part, Infinity, 'exact', 1);

describe('steps by parts of the rows', () => {
  it('lead to the MAP, prior and all', () => {
    const { point, steps } = byBatches(objective, Float64Array.of(0.3, 0.1), 1, problemFor);
    // Bayesian linear regression: (X'X + diag(1/β²))⁻¹ X'y.
    const [xx, xy, sx, sy] = [sum(x.map((v) => v * v)) + 1 / 0.02 ** 2, sum(x.map((v, i) => v * (y[i] ?? NaN))), sum(x), sum(y)];
    const slope = (xy - (sx * sy) / (rows + 1)) / (xx - (sx * sx) / (rows + 1));
    assert.ok(steps >= 100);
    assert.ok(Math.abs((point[0] ?? NaN) - slope) < 0.01, `${String(point[0])}, exactly ${String(slope)}`);
    // Least squares alone lies elsewhere.
    assert.ok(Math.abs(slope - xy / (xx - 1 / 0.02 ** 2)) > 0.05);
  });

  it('are the same for the same seed', () => {
    const start = Float64Array.of(0.3, 0.1);
    assert.deepEqual(byBatches(objective, start, 3, problemFor), byBatches(objective, start, 3, problemFor));
    assert.notDeepEqual(byBatches(objective, start, 3, problemFor).point, byBatches(objective, start, 4, problemFor).point);
  });

  it('end at once when they are cancelled', () => {
    const cancelled = new Objective(line, 'map', new Map(), { ...neverCancelled, cancelled: true });
    const { status, steps } = byBatches(cancelled, Float64Array.of(0.3, 0.1), 1, (part) => problemOf(part, Infinity, 'exact', 1));
    assert.deepEqual([status, steps], ['cancelled', 0]);
  });

  const ringed: TestModel = {
    model: 'k ~ Bernoulli(logit = f(u, v))',
    data: {
      u: column(rows, (i) => 2 * Math.sin(7 * i)),
      v: column(rows, (i) => 2 * Math.cos(11 * i)),
      k: column(rows, (i) => (Math.hypot(Math.sin(7 * i), Math.cos(11 * i)) + 0.2 * Math.sin(13 * i) > 1 ? 1 : 0)),
    },
    networks: { f: { layers: 'dense(64) -> tanh -> dense(64) -> tanh -> dense(1)', weights: 'Normal(0, 1)' } },
  };

  it('are taken where a pass through all rows is long, and leave a good model when time runs out', () => {
    const model = bound({
      ...ringed,
      networks: { f: { layers: 'dense(96) -> tanh -> dense(96) -> tanh -> dense(1)', weights: 'Normal(0, 1)' } },
    });
    const whole = new Objective(model, 'map', new Map());
    assert.ok(takesBatches(whole), String(passWork(whole)));
    // A clock that counts looks at it: time runs out soon after the 320 steps by parts of the rows.
    let looks = 0;
    const counting = { ...neverCancelled, now: () => ++looks };
    const found = estimate(model, 'map', { starts: 8, seed: 1, deadline: 340 }, counting);
    assert.equal(found.status, 'time-limit');
    assert.match(found.solution.method, /^Adam/);
    assert.equal(found.tried, 1);
    assert.ok(found.logLikelihood / rows > -0.35, String(found.logLikelihood / rows));
  });

  it('are not taken for small data, nor beside a formula', () => {
    const small = bound({ ...ringed, networks: { f: { layers: 'dense(4) -> tanh -> dense(1)' } } });
    const beside = bound({
      ...ringed,
      model: 'k ~ Bernoulli(logit = linear(b, u) + f(u, v))',
      parameters: { b: null },
      networks: { f: { layers: 'dense(96) -> tanh -> dense(96) -> tanh -> dense(1)' } },
    });
    for (const each of [small, beside]) assert.equal(takesBatches(new Objective(each, 'mle', new Map())), false);
  });
});

describe('a search of weights that is watched', () => {
  it('is the same search, and tells of the steps of each start', () => {
    const model = bound({
      model: 'y ~ Normal(f(x), sigma)',
      data: { x: x.slice(0, 60), y: y.slice(0, 60) },
      parameters: { sigma: null },
      networks: { f: { layers: 'dense(2) -> tanh -> dense(1)', weights: 'Normal(0, 1)' } },
    });
    const options = { starts: 3, seed: 1, deadline: Infinity };
    const heard = new Map<number, number[]>();
    const watch = (target: string, natural: () => Float64Array, start = -1): void => {
      assert.equal(target, 'map');
      heard.set(start, [...(heard.get(start) ?? []), natural()[0] ?? NaN]);
    };
    const [plain, watched] = [
      estimate(model, 'map', options, neverCancelled),
      estimate(model, 'map', { ...options, watch }, neverCancelled),
    ];
    assert.deepEqual(byName(plain, plain.natural), byName(watched, watched.natural));
    assert.deepEqual([...heard.keys()].sort(), [0, 1, 2]);
    assert.ok([...heard.values()].every((points) => points.length > 5 && points.every(Number.isFinite)));
  });
});
