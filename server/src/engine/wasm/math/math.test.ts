import assert from 'node:assert/strict';
import { primitives } from '../../ir/ops.js';
import { exponential, fixed, logarithm, ONE, over, power, ulps } from '../testing/exact.js';
import { erfOf, logPhiOf, PhiOf } from '../testing/normal.js';
import { generatedValues } from '../../kernel/wasm/testing/rowwise.js';
import { at } from '../../numeric/at.js';

type Name = 'erf' | 'Phi' | 'logPhi' | 'exp' | 'expm1' | 'log' | 'log1p' | 'logistic' | 'softplus' | 'tanh';

interface Exact {
  readonly value: bigint;
  readonly exponent?: bigint;
}

interface Case {
  readonly name: Name;
  /** The largest error in units of the last place. */
  readonly bound: number;
  /** Intervals that numbers are taken from, evenly. */
  readonly intervals: readonly (readonly [number, number])[];
  readonly exact: (x: bigint) => Exact;
}

const ofExponential = ({ mantissa, exponent }: ReturnType<typeof exponential>): Exact => ({ value: mantissa, exponent });
/** e^x beside 1: the smaller of the two is lost where it does not matter to 53 bits. */
const logisticOf = (x: bigint): Exact => {
  if (x >= 0n) return { value: over(ONE, ONE + power(-x)) };
  const { mantissa, exponent } = exponential(x);
  return { value: over(mantissa, ONE + power(x)), exponent };
};
const softplusOf = (x: bigint): Exact => {
  if (x > 0n) return { value: x + logarithm(ONE + power(-x)) };
  // log(1 + e) = e − e²/2 to 53 bits where e is below 2⁻⁷².
  return x < fixed(-50) ? ofExponential(exponential(x)) : { value: logarithm(ONE + power(x)) };
};
const tanhOf = (x: bigint): Exact => {
  const e = power(-2n * (x < 0n ? -x : x));
  const value = over(ONE - e, ONE + e);
  return { value: x < 0n ? -value : value };
};

const cases: readonly Case[] = [
  { name: 'exp', bound: 1, intervals: [[-708, 709.78], [-1, 1]], exact: (x) => ofExponential(exponential(x)) }, // prettier-ignore
  { name: 'exp', bound: 2, intervals: [[-745, -708]], exact: (x) => ofExponential(exponential(x)) },
  { name: 'expm1', bound: 3, intervals: [[-50, 50], [-2, 2], [-1e-3, 1e-3]], exact: (x) => ({ value: power(x) - ONE }) }, // prettier-ignore
  { name: 'expm1', bound: 3, intervals: [[60, 709.78]], exact: (x) => ofExponential(exponential(x)) },
  { name: 'log', bound: 1, intervals: [[1e-60, 1e-50], [0, 3], [0.5, 1.5], [0.99, 1.01], [1, 1e6], [1e200, 1e300]], exact: (x) => ({ value: logarithm(x) }) }, // prettier-ignore
  { name: 'log1p', bound: 2, intervals: [[-0.999, 3], [-0.3, 0.3], [-1e-3, 1e-3], [-1e-9, 1e-9], [1, 1e9], [1e15, 1e17]], exact: (x) => ({ value: logarithm(ONE + x) }) }, // prettier-ignore
  {
    name: 'logistic',
    bound: 3,
    intervals: [
      [-700, 100],
      [-5, 5],
    ],
    exact: logisticOf,
  },
  {
    name: 'softplus',
    bound: 3,
    intervals: [
      [-700, 700],
      [-40, 40],
      [-2, 2],
    ],
    exact: softplusOf,
  },
  {
    name: 'tanh',
    bound: 4,
    intervals: [
      [-30, 30],
      [-1, 1],
      [-1e-3, 1e-3],
    ],
    exact: tanhOf,
  },
  { name: 'erf', bound: 4, intervals: [[-5.9, 5.9], [-0.6, 0.6], [-1e-8, 1e-8]], exact: (x) => ({ value: erfOf(x) }) }, // prettier-ignore
  { name: 'Phi', bound: 8, intervals: [[-37.5, 8], [-2, 2]], exact: PhiOf }, // prettier-ignore
  { name: 'logPhi', bound: 8, intervals: [[-1e4, -40], [-40, 12], [-2, 2]], exact: logPhiOf }, // prettier-ignore
];

const DRAWS = 1500;

/** An even grid over the intervals, with fractions of many digits. */
function numbers({ intervals }: Pick<Case, 'intervals'>): number[] {
  return intervals.flatMap(([low, high]) => Array.from({ length: DRAWS }, (_, i) => low + ((high - low) * (i + Math.SQRT1_2)) / DRAWS));
}

function worst({ name, exact }: Case, xs: readonly number[]): { readonly error: number; readonly at: number } {
  const values = generatedValues((o, args) => o[name](at(args, 0)), xs.map((x) => [x])); // prettier-ignore
  return xs
    .map((at, i) => {
      const { value, exponent } = exact(fixed(at));
      return { error: ulps(values[i] ?? NaN, value, exponent), at };
    })
    .reduce((a, b) => (b.error > a.error || Number.isNaN(b.error) ? b : a));
}

interface Approximate {
  readonly name: 'lgamma' | 'digamma' | 'trigamma' | 'stirling' | 'stirlingSlope' | 'stirlingCurvature' | 'sin' | 'cos';
  readonly intervals: Case['intervals'];
  readonly bound: number;
}

const positive = [[1e-6, 1e-3], [1e-3, 3], [3, 20], [20, 1e4], [1e8, 1e9]] as const; // prettier-ignore
const angles = [[-4, 4], [-1000, 1000], [9e4, 2e5]] as const; // prettier-ignore
const approximate: readonly Approximate[] = [
  { name: 'lgamma', intervals: positive, bound: 2e-14 },
  { name: 'digamma', intervals: positive, bound: 1e-14 },
  { name: 'trigamma', intervals: positive, bound: 1e-14 },
  { name: 'stirling', intervals: positive, bound: 2e-14 },
  { name: 'stirlingSlope', intervals: positive, bound: 1e-14 },
  { name: 'stirlingCurvature', intervals: positive, bound: 1e-14 },
  { name: 'sin', intervals: angles, bound: 2e-16 },
  { name: 'cos', intervals: angles, bound: 2e-16 },
];

describe('generated functions against those of JavaScript', () => {
  for (const { name, intervals, bound } of approximate) {
    it(`${name} within ${String(bound)} of 1 or of its size`, () => {
      const xs = numbers({ intervals });
      const values = generatedValues((o, args) => o[name](at(args, 0)), xs.map((x) => [x])); // prettier-ignore
      xs.forEach((x, i) => {
        const expected = primitives[name].evaluate(x, 0, 0);
        const error = Math.abs((values[i] ?? NaN) - expected) / Math.max(1, Math.abs(expected));
        assert.ok(error <= bound, `${name}(${String(x)}) is ${String(values[i])} and should be ${String(expected)}`);
      });
    });
  }

  it('keeps the digits of what Stirling’s formula leaves for large arguments', () => {
    const xs = numbers({ intervals: [[15, 100], [1e3, 1e6]] }); // prettier-ignore
    for (const name of ['stirling', 'stirlingSlope', 'stirlingCurvature'] as const) {
      const values = generatedValues((o, args) => o[name](at(args, 0)), xs.map((x) => [x])); // prettier-ignore
      xs.forEach((x, i) => {
        const expected = primitives[name].evaluate(x, 0, 0);
        assert.ok(Math.abs((values[i] ?? NaN) - expected) <= 2e-13 * Math.abs(expected), `${name}(${String(x)})`);
      });
    }
  });
});

describe('generated functions against 320-bit arithmetic', () => {
  for (const each of cases) {
    const domain = each.intervals.map((ends) => `[${ends.join(', ')}]`).join(' ');
    it(`${each.name} within ${String(each.bound)} ulp on ${domain}`, () => {
      const { error, at } = worst(each, numbers(each));
      assert.ok(error <= each.bound, `${each.name}(${String(at)}) is ${String(error)} ulp off`);
    });
  }
});

describe('a generated power against 320-bit arithmetic', () => {
  const bases = [[0.5, 2], [1e-5, 1e-3], [1, 50], [1e100, 1e101]] as const; // prettier-ignore
  for (const exponent of [-7.3, -2.5, -1 / 3, 0.1, 0.75, 1.5, 3, 6.02]) {
    it(`x^${String(exponent)} within 8 ulp`, () => {
      const xs = numbers({ intervals: bases }).filter((x) => Math.abs(Math.log(x) * exponent) < 700);
      const values = generatedValues((o, args) => o.pow(at(args, 0), at(args, 1)), xs.map((x) => [x, exponent])); // prettier-ignore
      xs.forEach((x, i) => {
        const { mantissa, exponent: two } = exponential((logarithm(fixed(x)) * fixed(exponent)) >> 320n);
        const error = ulps(values[i] ?? NaN, mantissa, two);
        assert.ok(error <= 8, `${String(x)}^${String(exponent)} is ${String(error)} ulp off`);
      });
    });
  }

  it('has the values of JavaScript at special arguments', () => {
    const tuples = [0, -0, 1, -2, 3, Infinity, -Infinity, NaN, 5e-324, 1e308].flatMap((a) =>
      [0.5, 3, -1, -2.5, 400, Infinity, NaN].map((b) => [a, b]),
    );
    const values = generatedValues((o, args) => o.pow(at(args, 0), at(args, 1)), tuples); // prettier-ignore
    tuples.forEach(([a = 0, b = 0], i) => {
      const expected = primitives.pow.evaluate(a, b, 0);
      const isClose =
        Object.is(values[i], expected) || Math.abs((values[i] ?? NaN) - expected) <= 1e-15 * Math.abs(expected) || values[i] === expected;
      assert.ok(isClose, `${String(a)}^${String(b)} is ${String(values[i])} and should be ${String(expected)}`);
    });
  });
});
