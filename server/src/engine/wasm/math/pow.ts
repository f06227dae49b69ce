import type { Local } from '../body.js';
import { simd } from '../opcodes.js';
import type { Vector } from '../vector.js';
import { exp } from './exp.js';
import { LN2_HIGH, LN2_LOW, R, split } from './log.js';

/** Keeps the first 26 bits of a number's fraction. */
const HALF_FRACTION = 0xffff_ffff_f800_0000n;

/** A number as the sum of two, the second far below the first. */
interface Pair {
  readonly high: Local;
  readonly low: Local;
}

/** a · b without a rounding error, but for what is below 2⁻¹⁰⁶ (Dekker 1971). */
function product(v: Vector, a: Local, b: Local): Pair {
  const high = v.mul(a, b);
  const [ah, bh] = [v.and(a, v.bits(HALF_FRACTION)), v.and(b, v.bits(HALF_FRACTION))];
  const [al, bl] = [v.sub(a, ah), v.sub(b, bh)];
  const cross = v.add(v.mul(ah, bl), v.mul(al, bh));
  return { high, low: v.add(v.add(v.sub(v.mul(ah, bh), high), cross), v.mul(al, bl)) };
}

/** a + b without a rounding error (Knuth). */
function sum(v: Vector, a: Local, b: Local): Pair {
  const high = v.add(a, b);
  const back = v.sub(high, a);
  return { high, low: v.add(v.sub(a, v.sub(high, back)), v.sub(b, back)) };
}

/** ln a to about 2⁻⁵⁹ of its size, for a normal a > 0: k ln 2 + 2s + s R(s²), s = f/(2 + f) in two parts. */
function logarithm(v: Vector, a: Local): Pair {
  const { k, f } = split(v, a);
  const d = sum(v, v.num(2), f);
  const s = v.div(f, d.high);
  const whole = product(v, s, d.high);
  const rest = v.sub(v.sub(v.sub(f, whole.high), whole.low), v.mul(s, d.low));
  const sLow = v.div(rest, d.high);
  const z = v.mul(s, s);
  const tail = v.mul(s, v.mul(z, v.polynomial(z, R)));
  const main = sum(v, v.mul(k, v.num(LN2_HIGH)), v.add(s, s));
  const low = v.add(v.add(main.low, v.mul(k, v.num(LN2_LOW))), v.add(v.add(sLow, sLow), tail));
  return sum(v, main.high, low);
}

/** a^b = e^(b ln a) within 8 ulp, and where that holds: a between 1e-300 and 1e300, the result far from the ends of the range. */
export function pow(v: Vector, a: Local, b: Local): { readonly value: Local; readonly inside: Local } {
  const log = logarithm(v, a);
  const exponent = product(v, b, log.high);
  const correction = v.add(exponent.low, v.mul(b, log.low));
  const rough = exp(v, exponent.high);
  const isBase = v.and(v.binary(simd.ge, a, v.num(1e-300)), v.binary(simd.le, a, v.num(1e300)));
  return { value: v.add(rough, v.mul(rough, correction)), inside: v.and(isBase, v.binary(simd.le, v.abs(exponent.high), v.num(700))) };
}
