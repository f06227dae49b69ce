import { at } from '../numeric/at.js';
import { normalStream } from '../numeric/random.js';

/** Highest points of log-likelihoods, found without the product: by grids over what is not linear, with closed forms for the rest. */

type Column = readonly number[];

/** Values with Normal noise that a seed draws. */
export function noisy(x: Column, f: (x: number) => number, sd: number, seed: number): number[] {
  const normal = normalStream(seed);
  return x.map((value) => f(value) + sd * normal());
}

/** The least sum of squares of y over combinations of the columns: what is left once each, made orthogonal to those before, is taken out. */
export function leastSquares(y: Column, columns: readonly Column[]): number {
  const basis: number[][] = [];
  const without = (values: Column): number[] => {
    const rest = [...values];
    // Twice: once leaves rounding of the size of what was taken out.
    for (const unit of [...basis, ...basis]) {
      const along = unit.reduce((sum, u, i) => sum + u * at(rest, i), 0);
      unit.forEach((u, i) => (rest[i] = at(rest, i) - along * u));
    }
    return rest;
  };
  for (const column of columns) {
    const rest = without(column);
    const length = Math.hypot(...rest);
    if (length > 1e-9 * Math.hypot(...column)) basis.push(rest.map((value) => value / length));
  }
  return without(y).reduce((sum, value) => sum + value * value, 0);
}

/** The log-likelihood of Normal errors at the best standard deviation. */
export const normalAt = (rss: number, n: number): number => (-n / 2) * (Math.log((2 * Math.PI * rss) / n) + 1);

/** So many points, evenly spread from one end to the other. */
export const grid = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

const GOLDEN = (Math.sqrt(5) - 1) / 2;
const MOST_PEAKS = 4;

/** The highest value of a function of one number: on a grid first, then by golden sections around its highest points there. */
export function highest(f: (x: number) => number, points: readonly number[]): number {
  const values = points.map(f);
  const isPeak = (i: number): boolean => !((values[i - 1] ?? -Infinity) > at(values, i)) && !((values[i + 1] ?? -Infinity) > at(values, i));
  const peaks = [...values.keys()].filter(isPeak).sort((a, b) => at(values, b) - at(values, a));
  const near = (i: number): number => at(points, Math.min(Math.max(i, 0), points.length - 1));
  return Math.max(...peaks.slice(0, MOST_PEAKS).map((i) => Math.max(at(values, i), between(f, near(i - 1), near(i + 1)))));
}

function between(f: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  let [a, b] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [atA, atB] = [f(a), f(b)];
  for (let i = 0; i < 40; i++) {
    if (atA > atB) {
      [high, b, atB] = [b, a, atA];
      a = high - GOLDEN * (high - low);
      atA = f(a);
    } else {
      [low, a, atA] = [a, b, atB];
      b = low + GOLDEN * (high - low);
      atB = f(b);
    }
  }
  return Math.max(atA, atB);
}

/** The same for a function of two numbers. */
export const highestOfTwo = (f: (x: number, y: number) => number, xs: readonly number[], ys: readonly number[]): number =>
  highest((x) => highest((y) => f(x, y), ys), xs);

interface Mixed {
  readonly weights: readonly number[];
  readonly means: readonly number[];
  readonly sd: number;
}

/** The highest log-likelihood of a mixture of Normals with one standard deviation: by EM from every choice of means out of some, the best to their ends. */
export function normalMixture(y: Column, components: number, candidates: readonly number[]): number {
  const choices = (count: number, from: number): number[][] =>
    count === 0 ? [[]] : candidates.slice(from).flatMap((mean, i) => choices(count - 1, from + i + 1).map((others) => [mean, ...others]));
  const spread = Math.max(...y) - Math.min(...y);
  const begun = choices(components, 0).flatMap((means) =>
    [0.05, 0.2].map((share) => expected(y, { weights: means.map(() => 1 / components), means, sd: share * spread }, 50)),
  );
  const best = begun.sort((a, b) => mixtureAt(y, b) - mixtureAt(y, a)).slice(0, 6);
  return Math.max(...best.map((each) => mixtureAt(y, expected(y, each, 5000))));
}

const density = (value: number, mean: number, sd: number): number =>
  Math.exp(-0.5 * ((value - mean) / sd) ** 2) / (sd * Math.sqrt(2 * Math.PI));

const mixtureAt = (y: Column, { weights, means, sd }: Mixed): number =>
  y.reduce((sum, value) => sum + Math.log(means.reduce((total, mean, k) => total + at(weights, k) * density(value, mean, sd), 0)), 0);

/** Steps of expectation and maximisation (Dempster, Laird & Rubin 1977): none lowers the likelihood. */
function expected(y: Column, from: Mixed, steps: number): Mixed {
  let { weights, means, sd } = from;
  for (let step = 0; step < steps; step++) {
    const shares = y.map((value) => {
      const each = means.map((mean, k) => at(weights, k) * density(value, mean, sd));
      const total = each.reduce((a, b) => a + b, 0);
      return each.map((part) => part / total);
    });
    const sums = means.map((_, k) => shares.reduce((sum, share) => sum + at(share, k), 0));
    means = sums.map((sum, k) => y.reduce((total, value, i) => total + (shares[i]?.[k] ?? NaN) * value, 0) / sum);
    weights = sums.map((sum) => sum / y.length);
    const squares = y.reduce(
      (total, value, i) => total + means.reduce((sum, mean, k) => sum + (shares[i]?.[k] ?? NaN) * (value - mean) ** 2, 0),
      0,
    );
    sd = Math.sqrt(squares / y.length);
  }
  return { weights, means, sd };
}

/** The highest log-likelihood of counts in their order with one Poisson rate before a break and one after it. */
export function poissonStep(k: Column): number {
  const logFactorial = (n: number): number => Array.from({ length: n }, (_, i) => Math.log(i + 1)).reduce((a, b) => a + b, 0);
  const part = (own: Column): number => {
    const rate = own.reduce((a, b) => a + b, 0) / own.length;
    return own.reduce((sum, n) => sum + n * Math.log(rate) - rate - logFactorial(n), 0);
  };
  return Math.max(...k.slice(1).map((_, i) => part(k.slice(0, i + 1)) + part(k.slice(i + 1))));
}

const summed = (y: Column, f: (v: number) => number): number => y.reduce((sum, v) => sum + f(v), 0);
export const cauchy = (y: Column, m: number, s: number): number => summed(y, (v) => -Math.log(Math.PI * s * (1 + ((v - m) / s) ** 2)));
/** Γ(2) / (Γ(3/2) √(3π)) is the constant of three degrees of freedom. */
export const student3 = (y: Column, m: number, s: number): number =>
  summed(y, (v) => Math.log(2 / (Math.PI * Math.sqrt(3) * s)) - 2 * Math.log1p(((v - m) / s) ** 2 / 3));
