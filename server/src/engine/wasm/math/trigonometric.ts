import type { Local } from '../body.js';
import { simd } from '../opcodes.js';
import type { Vector } from '../vector.js';

/** Up to here the reduction below loses nothing that matters; larger angles go through their JavaScript function. */
export const LARGEST_ANGLE = 1e5;
const ROUND = 6755399441055744;
const TWO_OVER_PI = 0.6366197723675814;
/** π/2 in three parts of 33 bits each, whose products with whole numbers below 2²⁰ are exact: Cody & Waite (1980), chapter 8; parts of fdlibm. */
const HALF_PI = [1.57079632673412561, 6.07710050630396598e-11, 2.02226624879595063e-21] as const;
/** (sin x − x)/x³ and (cos x − 1 + x²/2)/x⁴ as polynomials in x² for |x| ≤ π/4: the minimax coefficients of fdlibm's k_sin.c and k_cos.c. */
const SIN = [
  -1.66666666666666324e-1, 8.33333333332248946e-3, -1.98412698298579493e-4, 2.75573137070700677e-6, -2.50507602534068634e-8,
  1.5896909952115501e-10,
];
const COS = [
  4.16666666666666019e-2, -1.38888888888741096e-3, 2.48015872894767294e-5, -2.75573143513906633e-7, 2.0875723212981748e-9,
  -1.13596475577881948e-11,
];

/** sin of a + `quarters` · π/2. */
function sine(v: Vector, a: Local, quarters: number): Local {
  const shifted = v.add(v.mul(a, v.num(TWO_OVER_PI)), v.num(ROUND));
  const k = v.sub(shifted, v.num(ROUND));
  const x = HALF_PI.reduce((rest, part) => v.sub(rest, v.mul(k, v.num(part))), a);
  const square = v.mul(x, x);
  const sin = v.add(x, v.mul(v.mul(x, square), v.polynomial(square, SIN)));
  const half = v.mul(v.num(0.5), square);
  const near = v.sub(v.num(1), half);
  // What 1 − x²/2 loses to rounding is added to the small part.
  const lost = v.sub(v.sub(v.num(1), near), half);
  const cos = v.add(near, v.add(lost, v.mul(v.mul(square, square), v.polynomial(square, COS))));
  return byQuarter(v, v.binary(simd.i64Add, shifted, v.bits(BigInt(quarters))), sin, cos);
}

/** sin, cos, −sin, −cos for the last two bits 0, 1, 2, 3 of `quarter`. */
function byQuarter(v: Vector, quarter: Local, sin: Local, cos: Local): Local {
  const sign = v.and(v.shift(simd.i64ShiftLeft, quarter, 62), v.num(-0));
  const isOdd = v.binary(simd.i64Sub, v.bits(0n), v.and(quarter, v.bits(1n)));
  return v.binary(simd.xor, v.choose(isOdd, cos, sin), sign);
}

/** sin a within 1 ulp or 1e-16, for |a| up to LARGEST_ANGLE. */
export const sin = (v: Vector, a: Local): Local => sine(v, a, 0);

/** cos a within 1 ulp or 1e-16, for |a| up to LARGEST_ANGLE. */
export const cos = (v: Vector, a: Local): Local => sine(v, a, 1);
