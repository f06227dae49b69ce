import assert from 'node:assert/strict';
import { byName, fit, type ParameterText } from '../../testing/models.js';
import { normalStream } from '../../numeric/random.js';

interface Curve {
  readonly mean: string;
  readonly x: readonly number[];
  readonly truth: Readonly<Record<string, number>>;
  readonly at: (x: number) => number;
  readonly parameters?: Readonly<Record<string, ParameterText>>;
}

const grid = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

const curves: Readonly<Record<string, Curve>> = {
  'a saturation whose rate is far from 1': {
    mean: 'top * (1 - exp(-rate * x))',
    x: grid(50, 800, 20),
    truth: { top: 240, rate: 0.0006 },
    at: (x) => 240 * (1 - Math.exp(-0.0006 * x)),
  },
  'two exponentials, the slower one first': {
    mean: 'a * exp(-p * x) + b * exp(-q * x)',
    x: grid(0, 4, 60),
    truth: { a: 3, p: 0.8, b: 5, q: 4 },
    at: (x) => 3 * Math.exp(-0.8 * x) + 5 * Math.exp(-4 * x),
  },
  'a peak in the middle of nowhere': {
    mean: 'base + height * exp(-((x - centre) / width)^2)',
    x: grid(300, 700, 80),
    truth: { base: 2, height: 9, centre: 451, width: 30 },
    at: (x) => 2 + 9 * Math.exp(-(((x - 451) / 30) ** 2)),
  },
  'a logistic growth curve': {
    mean: 'top / (1 + exp((middle - x) / width))',
    x: grid(1900, 1990, 40),
    truth: { top: 60, middle: 1948, width: 9 },
    at: (x) => 60 / (1 + Math.exp((1948 - x) / 9)),
  },
  'a bound that the mirror image of the curve does not keep': {
    mean: 'a * exp(-((x - m) / s)^2)',
    x: grid(-3, 3, 40),
    truth: { a: 4, m: 0.5, s: -0.8 },
    at: (x) => 4 * Math.exp(-(((x - 0.5) / 0.8) ** 2)),
    parameters: { a: null, m: null, s: { upper: 0 } },
  },
};

describe('starting values of a curve without any of the user’s', () => {
  for (const [name, { mean, x, truth, at, parameters }] of Object.entries(curves)) {
    it(`lead to ${name}`, () => {
      const normal = normalStream(2);
      const y = x.map((value) => at(value) + 0.01 * normal());
      const free = Object.fromEntries(Object.keys(truth).map((key) => [key, null]));
      const found = fit({ model: `y ~ Normal(${mean}, sigma)`, data: { x, y }, parameters: { ...(parameters ?? free), sigma: null } });
      assert.equal(found.status, 'converged');
      const [values, errors] = [byName(found, found.natural), byName(found, found.standardErrors)];
      for (const [key, value] of Object.entries(truth)) {
        assert.ok(
          Math.abs((values[key] ?? NaN) - value) < 5 * (errors[key] ?? NaN),
          `${key} is ${String(values[key])} ± ${String(errors[key])}`,
        );
      }
    });
  }
});
