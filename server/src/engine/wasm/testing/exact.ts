/**
 * Elementary functions in fixed-point arithmetic of 320 bits after the point, as the reference for those of 53 bits. A real number is x · 2⁻³²⁰.
 */
const BITS = 320n;
export const ONE = 1n << BITS;

/** A number of 53 bits as fixed point; what is below 2⁻³²⁰ is lost. */
export function fixed(x: number): bigint {
  let [whole, exponent] = [x, 0];
  for (; !Number.isInteger(whole); exponent++) whole *= 2;
  const shift = BITS - BigInt(exponent);
  return shift >= 0n ? BigInt(whole) << shift : BigInt(whole) >> -shift;
}

export const times = (a: bigint, b: bigint): bigint => (a * b) >> BITS;
export const over = (a: bigint, b: bigint): bigint => (a << BITS) / b;

/** 2 artanh(z) = 2 (z + z³/3 + z⁵/5 + …). */
function doubleArtanh(z: bigint): bigint {
  const square = times(z, z);
  let [sum, power] = [0n, z];
  for (let k = 1n; power !== 0n && power !== -1n; k += 2n) {
    sum += power / k;
    power = times(power, square);
  }
  return 2n * sum;
}

export const LN2 = doubleArtanh(ONE / 3n);

/** log of a positive number: of its mantissa between ¾ and 1½, and of its power of two. */
export function logarithm(x: bigint): bigint {
  let [mantissa, exponent] = [x, 0n];
  for (; 2n * mantissa > 3n * ONE; exponent++) mantissa >>= 1n;
  for (; 4n * mantissa < 3n * ONE; exponent--) mantissa <<= 1n;
  return doubleArtanh(over(mantissa - ONE, mantissa + ONE)) + exponent * LN2;
}

/** e^x = 2^exponent · mantissa with a mantissa between 0.7 and 1.5. */
export function exponential(x: bigint): { readonly mantissa: bigint; readonly exponent: bigint } {
  const exponent = (2n * x + LN2) / (2n * LN2) - (2n * x + LN2 < 0n ? 1n : 0n);
  const rest = x - exponent * LN2;
  let [sum, term] = [0n, ONE];
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    sum += term;
    term = times(term, rest) / k;
  }
  return { mantissa: sum, exponent };
}

/** e^x where it neither overflows nor vanishes in fixed point. */
export function power(x: bigint): bigint {
  const { mantissa, exponent } = exponential(x);
  return exponent >= 0n ? mantissa << exponent : mantissa >> -exponent;
}

/** How far `actual` is from 2^exponent · exact, in units of the last place of `actual` (of subnormal numbers too). */
export function ulps(actual: number, exact: bigint, exponent = 0n): number {
  const unit = Math.max(Math.floor(Math.log2(Math.abs(actual))), -1022) - 52;
  // Both as multiples of that unit · 2⁻¹⁰; the actual number is a whole multiple of the unit.
  const shift = BITS - exponent + BigInt(unit) - 10n;
  const scaled = shift >= 0n ? exact >> shift : exact << -shift;
  const whole = BigInt(Math.round(actual / 2 ** Math.max(unit, -1022) / 2 ** (unit - Math.max(unit, -1022)))) << 10n;
  return Math.abs(Number(whole - scaled)) / 1024;
}
