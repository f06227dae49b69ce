import type { Local } from '../body.js';
import { simd } from '../opcodes.js';
import type { Vector } from '../vector.js';
import { exp } from './exp.js';
import { log, log1p } from './log.js';

/**
 * Chebyshev coefficients of (1 + 2x) e^x² erfc(x) in t = (x − 3.75)/(x + 3.75), which takes 0 ≤ x < ∞ to −1 ≤ t < 1 (the form of Shepherd &
 * Laframboise, Mathematics of Computation 36, 1981), worked out in 60 digits; what is left out is below 4e-18.
 */
const CHEBYSHEV = [
  1.1775789345674017541, -0.0045900545806464773309, -0.084249133366517915584, 0.059209939998191890498, -0.026658668435305752277,
  0.0090749976707052650939, -0.0024131635404176081909, 0.00049077583652580863229, -0.000069169733025012063671, 4.1390279860730101675e-6,
  7.7403830661984906686e-7, -2.1886401049234395661e-7, 1.0764999465670910377e-8, 4.5219598112182868979e-9, -7.7544002088313511065e-10,
  -6.3180883408866844944e-11, 2.8687950109306698981e-11, 1.945586854577734723e-13, -9.6546967484334389059e-13, 3.2525481481487398415e-14,
  3.3478119482868053878e-14, -1.8645628804193131015e-15, -1.2507950530688647085e-15, 7.418235256624043463e-17, 5.0681489047961113168e-17,
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
  const sum = v.add(v.sub(v.mul(t, next), last), v.num(CHEBYSHEV[0] ?? 0));
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
