import betaincinv from '@stdlib/math-base-special-kernel-betaincinv';
import erfc from '@stdlib/math-base-special-erfc';
import erfcinv from '@stdlib/math-base-special-erfcinv';
import gammaincinv from '@stdlib/math-base-special-gammaincinv';
import { at } from './at.js';

export const HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);

/** Quantile of the standard Normal distribution, p in (0, 1). */
export const normalQuantile = (p: number): number => -Math.SQRT2 * erfcinv(2 * p);

/** Quantile of Gamma(shape, rate). */
export const gammaQuantile = (p: number, shape: number, rate: number): number => gammaincinv(p, shape, false) / rate;

/** Quantile of Beta(a, b). */
export const betaQuantile = (p: number, a: number, b: number): number => at(betaincinv(a, b, p, 1 - p), 0);

/** Quantile of Student's t with df degrees of freedom, through the Beta distribution of df / (df + t²). */
export function studentQuantile(p: number, df: number): number {
  if (p === 0.5) return 0;
  const tail = 2 * Math.min(p, 1 - p);
  const z = betaQuantile(tail, df / 2, 0.5);
  return Math.sign(p - 0.5) * Math.sqrt((df * (1 - z)) / z);
}

/** Smallest whole k ≥ 0 with cdf(k) ≥ p, for a mass function given by its log. */
export function countQuantile(p: number, mass: (k: number) => number, limit: number): number {
  let sum = 0;
  for (let k = 0; k < limit; k++) {
    sum += mass(k);
    if (sum >= p) return k;
  }
  return limit;
}

/** Where an increasing distribution function reaches p, between two ends that may be infinite, by halving outwards from a guess and then inwards. */
export function quantileOf(
  p: number,
  cdf: (x: number) => number,
  guess: number,
  spread: number,
  lower = -Infinity,
  upper = Infinity,
): number {
  let [low, high] = [Math.max(guess - spread, lower), Math.min(guess + spread, upper)];
  for (let step = spread; cdf(low) > p && low > lower; step *= 2) low = Math.max(low - step, lower);
  for (let step = spread; cdf(high) < p && high < upper; step *= 2) high = Math.min(high + step, upper);
  for (let i = 0; i < 200 && high - low > 4e-16 * Math.max(Math.abs(low), Math.abs(high)); i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (cdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const NODES = 400;

/** Owen's T function ∫₀^a exp(−h²(1 + x²)/2)/(1 + x²) dx / 2π, by Simpson's rule: within 1e-10 for |a| ≤ 10 (Owen 1956). */
export function owenT(h: number, a: number): number {
  const f = (x: number): number => Math.exp(-0.5 * h * h * (1 + x * x)) / (1 + x * x);
  const step = a / NODES;
  let sum = f(0) + f(a);
  for (let k = 1; k < NODES; k++) sum += f(k * step) * (k % 2 === 1 ? 4 : 2);
  return (sum * step) / 3 / (2 * Math.PI);
}

/** Standard Normal distribution function. */
export const normalCdf = (x: number): number => 0.5 * erfc(-x * Math.SQRT1_2);
