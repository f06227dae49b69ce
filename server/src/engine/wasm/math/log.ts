import type { Local } from '../body.js';
import { simd } from '../opcodes.js';
import type { Vector } from '../vector.js';

export const LN2_HIGH = 6.93147180369123816e-1;
export const LN2_LOW = 1.9082149292705877e-10;
/**
 * log(1 + f) = f − f²/2 + s (f²/2 + R(s²)), s = f/(2 + f), to 2⁻⁵⁸ for √½ ≤ 1 + f < √2: the minimax coefficients of R(z)/z of fdlibm's
 * e_log.c (Sun Microsystems, 1993).
 */
export const R = [
  6.66666666666673513e-1, 3.999999999940941908e-1, 2.857142874366239149e-1, 2.222219843214978396e-1, 1.818357216161805012e-1,
  1.531383769920937332e-1, 1.479819860511658591e-1,
];
const SMALLEST_NORMAL = 2.2250738585072014e-308;
/** Bits of √½, of the exponent 1023 and of the exponent field. */
const SQRT_HALF = 0x3fe6a09e667f3bcdn;
const BIAS = 0x3ff0000000000000n;
const EXPONENT = 0xfff0000000000000n;
const TWO_52 = 4503599627370496;

/** u = 2^k (1 + f) with √½ ≤ 1 + f < √2, for a normal u > 0. */
export function split(v: Vector, u: Local): { readonly k: Local; readonly f: Local } {
  const above = v.binary(simd.i64Sub, u, v.bits(SQRT_HALF));
  const mantissa = v.binary(simd.i64Sub, u, v.and(above, v.bits(EXPONENT)));
  const biased = v.shift(simd.i64ShiftRight, v.binary(simd.i64Add, above, v.bits(BIAS)), 52);
  return { k: v.sub(v.or(biased, v.num(TWO_52)), v.num(TWO_52 + 1023)), f: v.sub(mantissa, v.num(1)) };
}

/** log(u + c) for a normal u > 0 and a c far below it; `exponent` is added to the exponent of u. */
function core(v: Vector, u: Local, correction: Local | undefined, exponent: Local | undefined): Local {
  const { k: whole, f } = split(v, u);
  const k = exponent === undefined ? whole : v.add(whole, exponent);
  const s = v.div(f, v.add(v.num(2), f));
  const z = v.mul(s, s);
  const half = v.mul(v.mul(v.num(0.5), f), f);
  const inner = v.mul(s, v.add(half, v.mul(z, v.polynomial(z, R))));
  const low = v.mul(k, v.num(LN2_LOW));
  const tail = v.add(inner, correction === undefined ? low : v.add(low, correction));
  return v.sub(v.mul(k, v.num(LN2_HIGH)), v.sub(v.sub(half, tail), f));
}

/** Puts right what `core` makes of 0, negative numbers, Infinity and NaN. */
function specials(v: Vector, u: Local, result: Local): void {
  const zero = v.binary(simd.eq, u, v.num(0));
  const kept = v.or(v.binary(simd.eq, u, v.num(Infinity)), v.binary(simd.ne, u, u));
  const outside = v.choose(zero, v.num(-Infinity), v.choose(kept, u, v.num(NaN)));
  const inside = v.and(v.binary(simd.gt, u, v.num(0)), v.binary(simd.lt, u, v.num(Infinity)));
  v.assign(result, v.choose(inside, result, outside));
}

/** ln a within 1 ulp: −Infinity at 0, NaN below. */
export function log(v: Vector, a: Local): Local {
  const result = core(v, a, undefined, undefined);
  const usual = v.and(v.binary(simd.ge, a, v.num(SMALLEST_NORMAL)), v.binary(simd.lt, a, v.num(Infinity)));
  v.whenAny(v.unary(simd.not, usual), () => {
    const small = v.binary(simd.lt, a, v.num(SMALLEST_NORMAL));
    const scaled = v.choose(small, v.mul(a, v.num(2 ** 54)), a);
    v.assign(result, core(v, scaled, undefined, v.and(small, v.num(-54))));
    specials(v, a, result);
  });
  return result;
}

/** ln(1 + a) within 2 ulp: what rounding 1 + a loses is added to its logarithm (Knuth's two-sum). */
export function log1p(v: Vector, a: Local): Local {
  const u = v.add(v.num(1), a);
  const back = v.sub(u, v.num(1));
  const lost = v.add(v.sub(v.num(1), v.sub(u, back)), v.sub(a, back));
  const result = core(v, u, v.div(lost, u), undefined);
  const usual = v.and(v.binary(simd.gt, u, v.num(0)), v.binary(simd.lt, u, v.num(Infinity)));
  v.whenAny(v.unary(simd.not, usual), () => specials(v, u, result));
  return result;
}

/** ln(1 + a) for 0 ≤ a ≤ 1, within 2 ulp; NaN stays. */
export function log1pOfFraction(v: Vector, a: Local): Local {
  const u = v.add(v.num(1), a);
  return core(v, u, v.div(v.sub(a, v.sub(u, v.num(1))), u), undefined);
}
