import gammaln from '@stdlib/math-base-special-gammaln';

const HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);
/** From here on the asymptotic series (Abramowitz & Stegun 6.1.41) is exact to rounding. */
const LARGE = 15;

/** lgamma(a) − (a − ½) log a + a − ½ log 2π, for a > 0. */
export function stirlingRemainder(a: number): number {
  if (a < LARGE) return gammaln(a) - (a - 0.5) * Math.log(a) + a - HALF_LOG_2PI;
  const u = 1 / (a * a);
  return (1 / 12 - u * (1 / 360 - u * (1 / 1260 - u * (1 / 1680 - u * (1 / 1188 - u * (691 / 360360)))))) / a;
}
