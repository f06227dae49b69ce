import assert from 'node:assert/strict';
import { fit, type ParameterText, type TestModel } from '../../testing/models.js';
import {
  cauchy,
  grid,
  highest,
  highestOfTwo,
  leastSquares,
  noisy,
  normalAt,
  normalMixture,
  poissonStep,
  student3,
} from '../../testing/globalOptimum.js';

type Column = readonly number[];

const column = (n: number, f: (i: number) => number): number[] => Array.from({ length: n }, (_, i) => f(i));
const free = (...names: string[]): Record<string, ParameterText> => Object.fromEntries(names.map((name) => [name, null]));

/** A model with several maxima, and the value of the highest. */
type Problem = TestModel & { readonly highest: () => number };

/** Normal errors around a combination of columns that one number bends, or two: of each the values to look at first. */
function bent(
  model: string,
  names: string,
  x: Column,
  y: Column,
  columns: (b: number, c: number) => Column[],
  [bs, cs]: readonly [Column, Column?],
  bounds = {},
): Problem {
  const parameters = { ...free(...names.split(' '), 's'), ...bounds };
  const at = (b: number, c: number): number => normalAt(leastSquares(y, columns(b, c)), y.length);
  const best = (): number => (cs ? highestOfTwo(at, bs, cs) : highest((b) => at(b, NaN), bs));
  return { model: `y ~ Normal(${model}, s)`, parameters, data: { x, y }, highest: best };
}

const t = column(40, (i) => i);
const uneven = column(40, (i) => i / 4 + 0.1 * Math.sin(17 * i));
const ones = (x: Column): number[] => x.map(() => 1);
const waves = (x: Column, w: number): Column[] => [x.map((v) => Math.sin(w * v)), x.map((v) => Math.cos(w * v))];
/** Frequencies of whole times: beyond π they repeat. */
const frequencies = grid(0.01, Math.PI - 0.01, 1200);

const known = noisy(t, (x) => 2 * Math.sin(1.7 * x), 0.7, 1);
const squaresAround = (y: Column, f: (x: number) => number): number => y.reduce((sum, v, i) => sum + (v - f(t[i] ?? NaN)) ** 2, 0);

const sinusoids: Readonly<Record<string, Problem>> = {
  'a sinusoid of known amplitude': {
    model: 'y ~ Normal(2 * sin(w * x), s)',
    parameters: free('w', 's'),
    data: { x: t, y: known },
    highest: () =>
      highest(
        (w) =>
          normalAt(
            squaresAround(known, (x) => 2 * Math.sin(w * x)),
            40,
          ),
        grid(0, 2 * Math.PI, 3000),
      ),
  },
  'a sinusoid in two parts': bent(
    'a * sin(w * x) + b * cos(w * x)',
    'w a b',
    t,
    noisy(t, (x) => 1.2 * Math.sin(1.3 * x) + 0.5 * Math.cos(1.3 * x), 0.6, 2),
    (w) => waves(t, w),
    [frequencies],
  ),
  'a sinusoid by its period, phase and level': bent(
    'A * sin(2 * pi * x / P + phi) + c',
    'A phi c',
    t,
    noisy(t, (x) => 3 + 1.5 * Math.sin((2 * Math.PI * x) / 7.3 + 1), 0.8, 3),
    (f) => [...waves(t, 2 * Math.PI * f), ones(t)],
    [grid(1 / 60, 1 / 2 - 1e-4, 1200)],
    { P: { lower: 2.001, upper: 60 } },
  ),
  'a sinusoid at uneven times': bent(
    'c + a * sin(w * x) + b * cos(w * x)',
    'c a b',
    uneven,
    noisy(uneven, (x) => 1 + Math.cos(4.1 * x), 0.5, 4),
    (w) => [ones(uneven), ...waves(uneven, w)],
    [grid(0.3, 9, 2000)],
    { w: { lower: 0.3, upper: 9 } },
  ),
  'a sinusoid on a line': bent(
    'c + d * x + a * sin(w * x) + b * cos(w * x)',
    'w a b c d',
    t,
    noisy(t, (x) => 1 - 0.1 * x + 1.5 * Math.sin(0.9 * x), 0.7, 5),
    (w) => [ones(t), t, ...waves(t, w)],
    [grid(0.1, Math.PI - 0.1, 1200)],
    { w: { lower: 0.1, upper: 3 } },
  ),
  'a sinusoid with its second harmonic': bent(
    'a * sin(w * x) + b * cos(w * x) + d * sin(2 * w * x) + e * cos(2 * w * x)',
    'a b d e',
    t,
    noisy(t, (x) => Math.sin(0.8 * x) + 1.4 * Math.cos(1.6 * x), 0.5, 6),
    (w) => [...waves(t, w), ...waves(t, 2 * w)],
    [grid(0.1, 1.5, 1200)],
    { w: { lower: 0.1, upper: 1.5 } },
  ),
  'a sinusoid that dies away': bent(
    'exp(-k * x) * (a * sin(w * x) + b * cos(w * x))',
    'a b',
    t,
    noisy(t, (x) => 5 * Math.exp(-0.08 * x) * Math.sin(2.1 * x), 0.5, 7),
    (w, k) => waves(t, w).map((wave) => wave.map((v, i) => v * Math.exp(-k * (t[i] ?? NaN)))),
    [grid(0.05, 3.1, 300), grid(0, 0.5, 20)],
    { w: { lower: 0.05, upper: 3.1 }, k: { lower: 0, upper: 0.5 } },
  ),
};

const positive = column(30, (i) => 0.5 + i / 5);
const hinge = (x: Column, c: number): number[] => x.map((v) => Math.max(v - c, 0));
/** Breaks before the second time, or after the last but one, would be a row of their own. */
const inside = { points: grid(1, 38, 800), bounds: { c: { lower: 1, upper: 38 } } };
const steps = (x: Column): number[] => x.slice(1).map((v, i) => (v + (x[i] ?? NaN)) / 2);
const counts = column(40, (i) => Math.round((i < 13 ? 6 : 2.5) * (1 + 0.8 * Math.sin(7 * i * i))));

const breaks: Readonly<Record<string, Problem>> = {
  'a level with a slope from a break on': bent(
    'a + d * max(x - c, 0)',
    'a c d',
    t,
    noisy(t, (x) => 1 + 0.5 * Math.max(x - 24.3, 0) + (x === 5 ? 4 : 0), 1, 11),
    (c) => [ones(t), hinge(t, c)],
    [inside.points],
    inside.bounds,
  ),
  'two slopes': bent(
    'a + b * x + d * max(x - c, 0)',
    'a b d',
    t,
    noisy(t, (x) => 2 + 0.3 * x - 0.6 * Math.max(x - 11.6, 0), 1.5, 18),
    (c) => [ones(t), t, hinge(t, c)],
    [inside.points],
    inside.bounds,
  ),
  'a step': bent(
    'if(x < c, a, b)',
    'a b c',
    t,
    noisy(t, (x) => (x < 9 ? 0 : 1.5), 1, 13),
    (c) => [t.map((v) => Number(v < c)), t.map((v) => Number(v >= c))],
    [steps(t)],
  ),
  'a step of a rate': {
    model: 'k ~ Poisson(if(x < c, a, b))',
    parameters: free('a', 'b', 'c'),
    data: { x: t, k: counts },
    highest: () => poissonStep(counts),
  },
};

const heaps = [-6.2, -5.7, -5.1, -4.9, -6.6, 4.8, 5.3, 5.9, 5.5, 6.1, 4.4];
const far = [...heaps.map((v) => 10 * v), 70, 80];
const two = [...column(18, (i) => -2 + Math.sin(3 * i)), ...column(12, (i) => 2.5 + Math.cos(5 * i)), 9];
const three = [
  ...column(15, (i) => -5 + Math.sin(3 * i)),
  ...column(12, (i) => 0.5 + Math.cos(5 * i)),
  ...column(9, (i) => 6 + Math.sin(7 * i)),
];
const sorted = (y: Column): number[] => [...y].sort((a, b) => a - b);
const every = (y: Column, k: number): number[] => sorted(y).filter((_, i) => i % k === 0);

const locations: Readonly<Record<string, Problem>> = {
  'two heaps under a Cauchy distribution': {
    model: 'y ~ Cauchy(m, 1)',
    parameters: free('m'),
    data: { y: heaps },
    highest: () => highest((m) => cauchy(heaps, m, 1), grid(-10, 10, 500)),
  },
  'two heaps far apart under a Cauchy distribution of unknown scale': {
    model: 'y ~ Cauchy(m, s)',
    parameters: free('m', 's'),
    data: { y: far },
    highest: () => highestOfTwo((m, log) => cauchy(far, m, Math.exp(log)), grid(-80, 80, 200), grid(-1, 6, 40)),
  },
  'two heaps under Student’s t': {
    model: 'y ~ StudentT(3, m, 0.5)',
    parameters: free('m'),
    data: { y: heaps },
    highest: () => highest((m) => student3(heaps, m, 0.5), grid(-10, 10, 800)),
  },
  'a mixture of two Normals': {
    model: 'y ~ Mixture([w, 1 - w], Normal(m1, s), Normal(m2, s))',
    parameters: { w: { lower: 0, upper: 1 }, ...free('m1', 'm2', 's') },
    data: { y: two },
    highest: () => normalMixture(two, 2, every(two, 2)),
  },
  'a mixture of three Normals': {
    model: 'y ~ Mixture(w, Normal(m1, s), Normal(m2, s), Normal(m3, s))',
    parameters: { w: { simplex: 3 }, ...free('m1', 'm2', 'm3', 's') },
    data: { y: three },
    highest: () => normalMixture(three, 3, every(three, 3)),
  },
};

const decays = (x: Column, k: number): number[] => x.map((v) => Math.exp(-k * v));

const curves: Readonly<Record<string, Problem>> = {
  'a power that rises': bent(
    'a * x^b + c',
    'a b c',
    positive,
    noisy(positive, (x) => 0.4 * x ** 1.9 + 3, 0.3, 21),
    (b) => [ones(positive), positive.map((v) => v ** b)],
    [grid(-6.01, 8, 900)],
  ),
  'a power that falls': bent(
    'a * x^b + c',
    'a b c',
    positive,
    noisy(positive, (x) => 4 * x ** -1.4 - 2, 0.2, 22),
    (b) => [ones(positive), positive.map((v) => v ** b)],
    [grid(-6.01, 8, 900)],
  ),
  'two decays': bent(
    'a * exp(-k * x) + b * exp(-l * x)',
    'a b',
    positive,
    noisy(positive, (x) => 5 * Math.exp(-2.5 * x) + 2 * Math.exp(-0.3 * x), 0.05, 23),
    (k, l) => [decays(positive, k), decays(positive, l)],
    [grid(0.011, 10, 60), grid(0.01, 9.9, 60)],
    { k: { lower: 0, upper: 10 }, l: { lower: 0, upper: 10 } },
  ),
  'a peak on a line': bent(
    'a + b * x + h * exp(-0.5 * ((x - m) / w)^2)',
    'a b h',
    t,
    noisy(t, (x) => 2 + 0.1 * x + 3 * Math.exp(-0.5 * ((x - 28.4) / 1.7) ** 2) + (x === 8 ? 2 : 0), 0.5, 24),
    (m, w) => [ones(t), t, t.map((v) => Math.exp(-0.5 * ((v - m) / w) ** 2))],
    [grid(0, 39, 200), grid(0.5, 8, 30)],
    { m: { lower: 0, upper: 39 }, w: { lower: 0.5, upper: 8 } },
  ),
};

describe('models with several maxima', () => {
  for (const [name, { highest: best, ...test }] of Object.entries({ ...sinusoids, ...breaks, ...locations, ...curves })) {
    it(`have the highest: ${name}`, () => {
      const [found, right] = [fit(test).logLikelihood, best()];
      assert.ok(Math.abs(found - right) <= 1e-6, `${String(found)}, where ${String(right)} is reached`);
    });
  }
});
