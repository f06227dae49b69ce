import { exponential, LN2, logarithm, ONE, over, power, times } from './exact.js';

/** √x by Newton's method on whole numbers. */
function squareRoot(x: bigint): bigint {
  const target = x * ONE;
  let root = 1n << BigInt(Math.ceil(target.toString(2).length / 2));
  for (let next = (root + target / root) / 2n; next < root; next = (root + target / root) / 2n) root = next;
  return root;
}

/** arctan(1/n) = 1/n − 1/(3 n³) + … */
function arctanOfInverse(n: bigint): bigint {
  let [sum, power, sign] = [0n, ONE / n, 1n];
  for (let k = 1n; power !== 0n; k += 2n) {
    sum += (sign * power) / k;
    power /= n * n;
    sign = -sign;
  }
  return sum;
}

/** Machin's formula. */
const PI = 4n * (4n * arctanOfInverse(5n) - arctanOfInverse(239n));
const ROOT_PI = squareRoot(PI);
const ROOT_2 = squareRoot(2n * ONE);
const NEAR = 6n * ONE;

/** erf(x) = 2/√π e^−x² Σ 2ⁿ x²ⁿ⁺¹/(1·3·…·(2n + 1)), whose terms are all positive, for 0 ≤ x < 6. */
export function erfOf(x: bigint): bigint {
  if (x < 0n) return -erfOf(-x);
  const square = times(x, x);
  let [sum, term] = [0n, x];
  for (let k = 1n; term !== 0n; k += 2n) {
    sum += term;
    term = (2n * times(term, square)) / (k + 2n);
  }
  return over(2n * times(power(-square), sum), ROOT_PI);
}

/** e^x² erfc(x): by erf, or by the continued fraction 1/√π · 1/(x + ½/(x + 1/(x + 3/2/(x + …)))). */
function scaledComplement(x: bigint): bigint {
  if (x < NEAR) return times(ONE - erfOf(x), power(times(x, x)));
  let inner = x;
  for (let k = 600n; k > 0n; k--) inner = x + over((k * ONE) / 2n, inner);
  return over(ONE, times(ROOT_PI, inner));
}

interface Scaled {
  readonly value: bigint;
  readonly exponent?: bigint;
}

/** P(Z > a) for a ≥ 0. */
function upperTail(a: bigint): Scaled {
  const { mantissa, exponent } = exponential(-times(a, a) / 2n);
  return { value: times(mantissa, scaledComplement(over(a, ROOT_2))) / 2n, exponent };
}

const plain = ({ value, exponent = 0n }: Scaled): bigint => (exponent >= 0n ? value << exponent : value >> -exponent);

export const PhiOf = (a: bigint): Scaled => (a > 0n ? { value: ONE - plain(upperTail(a)) } : upperTail(-a));

export const logPhiOf = (a: bigint): Scaled =>
  a > 0n
    ? { value: logarithm(ONE - plain(upperTail(a))) }
    : { value: logarithm(scaledComplement(over(-a, ROOT_2))) - LN2 - times(a, a) / 2n };
