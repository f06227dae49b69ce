import { at } from '../../numeric/at.js';
import type { Local } from '../body.js';
import { simd } from '../opcodes.js';
import type { Vector } from '../vector.js';
import { exp } from './exp.js';
import { log, log1p } from './log.js';

/**
 * Chebyshev coefficients of (1 + 2x) e^x² erfc(x) in t = (x − 3.75)/(x + 3.75), which takes 0 ≤ x < ∞ to −1 ≤ t < 1 (the form of Shepherd &
 * Laframboise, Mathematics of Computation 36, 1981), computed in 60 digits; what is left out is below 4e-18.
 */
const CHEBYSHEV = [
  1.1775789345674017, -0.004590054580646478, -0.08424913336651792, 0.05920993999819189, -0.026658668435305753, 0.009074997670705265,
  -0.002413163540417608, 0.0004907758365258086, -6.916973302501207e-5, 4.13902798607301e-6, 7.74038306619849e-7, -2.1886401049234397e-7,
  1.076499946567091e-8, 4.521959811218287e-9, -7.754400208831351e-10, -6.318088340886684e-11, 2.86879501093067e-11, 1.9455868545777347e-13,
  -9.65469674843344e-13, 3.25254814814874e-14, 3.3478119482868056e-14, -1.864562880419313e-15, -1.2507950530688648e-15,
  7.418235256624044e-17, 5.068148904796111e-17,
];
const CENTRE = 3.75;
/** √2 as the sum of two numbers would be needed beyond; the error of a rounded a/√2 alone moves e^x² erfc(x) by less than an ulp. */
const SQRT_HALF = Math.SQRT1_2;
/** Keeps the first 26 bits of a number's fraction, so that its square is exact. */
const HALF_FRACTION = 0xffff_ffff_f800_0000n;
/** Beyond it e^−a² is 0. */
const FAR = 1000;
/** (−1)ⁿ 2/(√π n! (2n + 1)): the series of erf(x)/x in x², which at x = ½ is complete to 2⁻⁶⁰. */
const SERIES = Array.from({ length: 13 }, (_, n) => (n % 2 === 0 ? 2 : -2) / Math.sqrt(Math.PI) / factorial(n) / (2 * n + 1));

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

/** e^x² erfc(x) for x ≥ 0, by Clenshaw's recurrence. */
function scaledComplement(v: Vector, given: Local): Local {
  const x = v.binary(simd.pseudoMin, given, v.num(1e300));
  const t = v.div(v.sub(x, v.num(CENTRE)), v.add(x, v.num(CENTRE)));
  const double = v.add(t, t);
  let [next, last] = [v.num(0), v.num(0)];
  for (const c of CHEBYSHEV.slice(1).reverse()) [next, last] = [v.add(v.sub(v.mul(double, next), last), v.num(c)), next];
  const sum = v.add(v.sub(v.mul(t, next), last), v.num(at(CHEBYSHEV, 0)));
  return v.div(sum, v.add(v.num(1), v.add(x, x)));
}

/** e^(−scale · a²): a is split so that its square's rounding does not grow in the exponent. */
function gaussian(v: Vector, given: Local, scale: number): Local {
  const a = v.binary(simd.pseudoMin, v.abs(given), v.num(FAR));
  const high = v.and(a, v.bits(HALF_FRACTION));
  const rest = v.mul(v.sub(a, high), v.add(a, high));
  return v.mul(exp(v, v.mul(v.num(-scale), v.mul(high, high))), exp(v, v.mul(v.num(-scale), rest)));
}

/** P(Z > |a|) for a standard Normal Z. */
const tail = (v: Vector, a: Local): Local =>
  v.mul(v.mul(v.num(0.5), scaledComplement(v, v.mul(v.abs(a), v.num(SQRT_HALF)))), gaussian(v, a, 0.5));

/** Standard Normal distribution function within 8 ulp, both tails included, down to 2⁻¹⁰²². */
export function Phi(v: Vector, a: Local): Local {
  const beyond = tail(v, a);
  return v.choose(v.binary(simd.gt, a, v.num(0)), v.sub(v.num(1), beyond), beyond);
}

/** log Phi(a) within 8 ulp: by the scaled complement on the left, where Phi itself vanishes. */
export function logPhi(v: Vector, a: Local): Local {
  const scaled = v.mul(v.num(0.5), scaledComplement(v, v.mul(v.abs(a), v.num(SQRT_HALF))));
  const left = v.sub(log(v, scaled), v.mul(v.mul(a, v.num(0.5)), a));
  const right = log1p(v, v.neg(v.mul(scaled, gaussian(v, a, 0.5))));
  return v.choose(v.binary(simd.gt, a, v.num(0)), right, left);
}

/** Error function within 4 ulp. */
export function erf(v: Vector, a: Local): Local {
  const x = v.abs(a);
  const near = v.mul(a, v.polynomial(v.mul(a, a), SERIES));
  const far = v.sub(v.num(1), v.mul(scaledComplement(v, x), gaussian(v, x, 1)));
  const signed = v.or(far, v.and(a, v.num(-0)));
  return v.choose(v.binary(simd.lt, x, v.num(0.5)), near, signed);
}
