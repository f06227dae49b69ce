/**
 * Numbers of twice the working precision: the unevaluated sum of two float64 numbers, |low| ≤ ulp(high)/2. Dekker, Numerische Mathematik 18 (1971);
 * Hida, Li & Bailey, ARITH-15 (2001). Each operation below has a relative error under 2⁻¹⁰⁰ where nothing overflows or underflows.
 */
export interface DoubleDouble {
  readonly high: number;
  readonly low: number;
}

/** A column of such numbers. */
export interface DoubleColumn {
  readonly high: Float64Array;
  readonly low: Float64Array;
}

const SPLITTER = 2 ** 27 + 1;

export const zero: DoubleDouble = { high: 0, low: 0 };

export const fromNumber = (high: number): DoubleDouble => ({ high, low: 0 });

/** high + low without a rounding error where |high| ≥ |low|. */
function renormalise(high: number, low: number): DoubleDouble {
  const sum = high + low;
  return { high: sum, low: low - (sum - high) };
}

/** What a · b lost to rounding, p being the rounded product. */
function productError(a: number, b: number, p: number): number {
  const [at, bt] = [SPLITTER * a, SPLITTER * b];
  const [ah, bh] = [at - (at - a), bt - (bt - b)];
  const [al, bl] = [a - ah, b - bh];
  return ah * bh - p + ah * bl + al * bh + al * bl;
}

export function add(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const sum = a.high + b.high;
  const back = sum - a.high;
  const lost = a.high - (sum - back) + (b.high - back);
  return renormalise(sum, lost + a.low + b.low);
}

export const negate = ({ high, low }: DoubleDouble): DoubleDouble => ({ high: -high, low: -low });

export function multiply(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const product = a.high * b.high;
  return renormalise(product, productError(a.high, b.high, product) + (a.high * b.low + a.low * b.high));
}

/** Two corrections of the float64 quotient. */
export function divide(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const first = a.high / b.high;
  const rest = add(a, negate(multiply(b, fromNumber(first))));
  const second = rest.high / b.high;
  const last = add(rest, negate(multiply(b, fromNumber(second))));
  return add(renormalise(first, second), fromNumber(last.high / b.high));
}

/** One Newton step from the float64 root; 0 for a number that is not positive. */
export function squareRoot(a: DoubleDouble): DoubleDouble {
  if (!(a.high > 0)) return zero;
  const root = fromNumber(Math.sqrt(a.high));
  const rest = add(a, negate(multiply(root, root)));
  return add(root, fromNumber(rest.high / (2 * root.high)));
}

/** Σ aᵢ bᵢ. */
export function inner(a: DoubleColumn, b: DoubleColumn): DoubleDouble {
  let sum = zero;
  for (let i = 0; i < a.high.length; i++) sum = add(sum, multiply(at(a, i), at(b, i)));
  return sum;
}

/** target ← target − factor · source. */
export function subtractMultiple(target: DoubleColumn, factor: DoubleDouble, source: DoubleColumn): void {
  for (let i = 0; i < target.high.length; i++) put(target, i, add(at(target, i), negate(multiply(factor, at(source, i)))));
}

export function divideBy(target: DoubleColumn, divisor: DoubleDouble): void {
  for (let i = 0; i < target.high.length; i++) put(target, i, divide(at(target, i), divisor));
}

export const at = ({ high, low }: DoubleColumn, i: number): DoubleDouble => ({ high: high[i] as number, low: low[i] as number });

export function put({ high, low }: DoubleColumn, i: number, value: DoubleDouble): void {
  high[i] = value.high;
  low[i] = value.low;
}

export const doubleColumn = (values: Float64Array): DoubleColumn => ({
  high: Float64Array.from(values),
  low: new Float64Array(values.length),
});
