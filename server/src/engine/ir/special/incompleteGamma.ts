import digamma from '@stdlib/math-base-special-digamma';
import gammaln from '@stdlib/math-base-special-gammaln';
import trigamma from '@stdlib/math-base-special-trigamma';
import { continuedFraction } from './continuedFraction.js';
import { type Jet, linear, log1pMinus, logComplement } from './jet.js';
import { stirlingRemainder } from './stirlingRemainder.js';

const HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);
/** From here on Stirling's formula keeps more digits than the log-gamma function. */
const LARGE = 15;
/** Terms after which a series is given up: both arguments are then above 1e8 and close. */
const MOST = 100_000;

/** a log x − x − lgamma(a), the log of the Gamma density times x: relative error of its exponential below 1e-13 also where a and x are large and close. */
export function logGammaKernel(a: number, x: number): number {
  if (a < LARGE) return a * Math.log(x) - x - gammaln(a);
  return a * log1pMinus((x - a) / a) + 0.5 * Math.log(a) - HALF_LOG_2PI - stirlingRemainder(a);
}

/**
 * log P(a, x) and log Q(a, x), the regularised incomplete gamma functions, with first and second derivative with respect to a, for a > 0 and x ≥ 0: the series of
 * P below x = a + 1 (DLMF 8.7.1), the continued fraction of Q above (8.9.2), term by term. Against mpmath, for a from 0.001 to 1e5: relative error of P, Q and
 * the derivatives of their logs below 1e-11;
 * a Q below 0.01 that stands left of a + 1 (a small a) has an absolute error of 1e-15.
 */
export function incompleteGamma(a: number, x: number): { readonly lower: Jet; readonly upper: Jet } {
  if (!(a > 0) || !(x >= 0)) return { lower: linear(NaN, NaN), upper: linear(NaN, NaN) };
  if (x === 0) return { lower: linear(-Infinity), upper: linear(0) };
  if (x === Infinity) return { lower: linear(0), upper: linear(-Infinity) };
  if (x < a + 1) {
    const lower = bySeries(a, x);
    return { lower, upper: logComplement(lower) };
  }
  const upper = byFraction(a, x);
  return { lower: logComplement(upper), upper };
}

/** P = x^a e^−x / Γ(a + 1) · Σ x^n / ((a + 1) … (a + n)). */
function bySeries(a: number, x: number): Jet {
  let [term, rate, spread] = [1, 0, 0]; // the derivatives of log term: rate, spread
  let [sum, first, second] = [1, 0, 0];
  let n = 1;
  for (; n < MOST; n++) {
    const k = 1 / (a + n);
    term *= x * k;
    rate -= k;
    spread += k * k;
    const [own, bend] = [term * rate, term * (rate * rate + spread)];
    sum += term;
    first += own;
    second += bend;
    if (term < 1e-17 * sum && Math.abs(own) <= 1e-17 * Math.abs(first) && bend <= 1e-17 * second) break;
  }
  if (n === MOST) return { value: NaN, slope: NaN, bend: NaN };
  const slope = first / sum;
  return {
    value: logGammaKernel(a, x) - Math.log(a) + Math.log(sum),
    slope: Math.log(x) - digamma(a + 1) + slope,
    bend: -trigamma(a + 1) + second / sum - slope * slope,
  };
}

/** Q = x^a e^−x / Γ(a) / (x + 1 − a − 1(1 − a)/(x + 3 − a − 2(2 − a)/(x + 5 − a − …))). */
function byFraction(a: number, x: number): Jet {
  const { value, slope, bend } = continuedFraction(linear(x + 1 - a, -1), (n) => ({
    a: linear(n * (a - n), n),
    b: linear(x + 2 * n + 1 - a, -1),
  }));
  const rate = slope / value;
  return {
    value: logGammaKernel(a, x) - Math.log(value),
    slope: Math.log(x) - digamma(a) - rate,
    bend: -trigamma(a) - (bend / value - rate * rate),
  };
}
