import type { Local } from '../body.js';
import { simd } from '../opcodes.js';
import type { Vector } from '../vector.js';

/** Adding it rounds a small number to a whole one, whose bits are then the lowest of the sum: 1.5 · 2⁵². */
const ROUND = 6755399441055744;
const LOG2_E = 1.4426950408889634;
/** ln 2 in two parts; the first has 32 zero bits at its end, so that its product with a whole number below 2¹¹ is exact. */
const LN2_HIGH = 6.93147180369123816e-1;
const LN2_LOW = 1.9082149292705877e-10;
/** r (e^r + 1)/(e^r − 1) = 2 + r² P(r²) to 2⁻⁵⁹ for |r| ≤ ½ ln 2: the minimax coefficients of fdlibm's e_exp.c (Sun Microsystems, 1993). */
const P = [1.66666666666666019e-1, -2.77777777770155934e-3, 6.61375632143793436e-5, -1.6533902205465251539e-6, 4.13813679705723846e-8];

/** e^a = 2^k (1 + p): k is whole and |p| < 0.42. */
interface Reduced {
  readonly k: Local;
  readonly p: Local;
}

/** The argument must lie between −1100 and 1100 or be NaN. */
function reduce(v: Vector, a: Local): Reduced {
  const shifted = v.add(v.mul(a, v.num(LOG2_E)), v.num(ROUND));
  const k = v.sub(shifted, v.num(ROUND));
  const high = v.sub(a, v.mul(k, v.num(LN2_HIGH)));
  const low = v.mul(k, v.num(LN2_LOW));
  const r = v.sub(high, low);
  const square = v.mul(r, r);
  const c = v.sub(r, v.mul(square, v.polynomial(square, P)));
  const quotient = v.div(v.mul(r, c), v.sub(v.num(2), c));
  return { k, p: v.sub(high, v.sub(low, quotient)) };
}

/** 2^k from k + ROUND, for −1022 ≤ k ≤ 1023. */
function powerOfTwo(v: Vector, shifted: Local): Local {
  return v.binary(simd.i64Add, v.shift(simd.i64ShiftLeft, shifted, 52), v.num(1));
}

/** a · 2^k in two steps, since 2^k itself may overflow or vanish where the product does not. */
function scale(v: Vector, a: Local, k: Local): Local {
  const half = v.add(v.mul(k, v.num(0.5)), v.num(ROUND));
  const rest = v.add(v.sub(k, v.sub(half, v.num(ROUND))), v.num(ROUND));
  return v.mul(v.mul(a, powerOfTwo(v, half)), powerOfTwo(v, rest));
}

/** A NaN stays. */
const clamp = (v: Vector, a: Local, low: number, high: number): Local =>
  v.binary(simd.pseudoMax, v.binary(simd.pseudoMin, a, v.num(high)), v.num(low));

/** e^a within 1 ulp (2 ulp below 2⁻¹⁰²²); 0 and Infinity at its ends. */
export function exp(v: Vector, a: Local): Local {
  const { k, p } = reduce(v, clamp(v, a, -746, 710));
  return scale(v, v.add(v.num(1), p), k);
}

/** e^a − 1 within 3 ulp: 2^k (p + (1 − 2^−k)); −1 below −40. */
export function expm1(v: Vector, a: Local): Local {
  const { k, p } = reduce(v, clamp(v, a, -40, 710));
  const opposite = v.sub(v.num(ROUND), k);
  // 2^−k vanishes beside 1 long before k reaches 1022.
  const inverse = powerOfTwo(v, v.binary(simd.pseudoMax, opposite, v.num(ROUND - 1000)));
  return scale(v, v.add(p, v.sub(v.num(1), inverse)), k);
}

/** e^a − 1 within 3 ulp for a ≤ 0, where no power of two leaves the range: 2^k p + (2^k − 1); −1 below −40. */
export function expm1OfNegative(v: Vector, a: Local): Local {
  const { k, p } = reduce(v, v.binary(simd.pseudoMax, a, v.num(-40)));
  const power = powerOfTwo(v, v.add(k, v.num(ROUND)));
  return v.add(v.mul(power, p), v.sub(power, v.num(1)));
}
