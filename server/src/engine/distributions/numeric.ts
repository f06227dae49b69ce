import betaincinv from '@stdlib/math-base-special-kernel-betaincinv';
import erfcinv from '@stdlib/math-base-special-erfcinv';
import gammaincinv from '@stdlib/math-base-special-gammaincinv';

export const HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);

/** Quantile of the standard Normal distribution, p in (0, 1). */
export const normalQuantile = (p: number): number => -Math.SQRT2 * erfcinv(2 * p);

/** Quantile of Gamma(shape, rate). */
export const gammaQuantile = (p: number, shape: number, rate: number): number => gammaincinv(p, shape, false) / rate;

/** Quantile of Beta(a, b). */
export const betaQuantile = (p: number, a: number, b: number): number => betaincinv(a, b, p, 1 - p)[0] ?? NaN;

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
