import type { Local } from '../body.js';
import { simd } from '../opcodes.js';
import type { Vector } from '../vector.js';

// Functions of float32 lanes. Errors are absolute, about those of the numbers themselves.

/** Adding it rounds a small number to a whole one, whose bits are then the lowest of the sum: 1.5 · 2²³. */
const ROUND = 12582912;
/** 2^f through 1 at 0 and its values at the five Chebyshev points of |f| ≤ ½: relative error below 2.1·10⁻⁷. */
const POWER = [1, 0.6931471805599453, 0.2402234903802036, 0.05550381013796457, 0.009666368515385448, 0.0013381302537320797];

/** 2^a for a ≤ 0; at most 2⁻¹²⁵ below −126. */
function powerOfTwo(v: Vector, given: Local): Local {
  const a = v.binary(v.lanes.pseudoMax, given, v.num(-126));
  const shifted = v.add(a, v.num(ROUND));
  const whole = v.sub(shifted, v.num(ROUND));
  const scale = v.binary(simd.i32Add, v.shift(simd.i32ShiftLeft, shifted, 23), v.num(1));
  return v.mul(scale, v.polynomial(v.sub(a, whole), POWER));
}

/** e^a for a ≤ 0. */
export const expOfNegative = (v: Vector, a: Local): Local => powerOfTwo(v, v.mul(v.num(Math.LOG2E), a));

/** tanh a = ±(1 − t) / (1 + t) with t = e^−2|a|. */
export function tanh(v: Vector, a: Local): Local {
  const t = powerOfTwo(v, v.mul(v.num(-2 * Math.LOG2E), v.abs(a)));
  return v.or(v.and(a, v.num(-0)), v.div(v.sub(v.num(1), t), v.add(v.num(1), t)));
}

/** 1 / (1 + e^−a). */
export function logistic(v: Vector, a: Local): Local {
  const t = expOfNegative(v, v.neg(v.abs(a)));
  const share = v.div(v.num(1), v.add(v.num(1), t));
  return v.choose(v.binary(v.lanes.gt, a, v.num(0)), share, v.mul(t, share));
}

/** Abramowitz & Stegun, Handbook of Mathematical Functions (1964), 7.1.26. */
const P = 0.3275911;
const TAIL = [0, 0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429];

/** The standard Normal distribution function within 1.5 · 10⁻⁷. */
export function Phi(v: Vector, a: Local): Local {
  const u = v.mul(v.num(Math.SQRT1_2), v.abs(a));
  const t = v.div(v.num(1), v.multiplyAdd(v.num(P), u, v.num(1)));
  const tail = v.mul(v.mul(v.num(0.5), v.polynomial(t, TAIL)), expOfNegative(v, v.neg(v.mul(u, u))));
  return v.choose(v.binary(v.lanes.gt, a, v.num(0)), v.sub(v.num(1), tail), tail);
}
