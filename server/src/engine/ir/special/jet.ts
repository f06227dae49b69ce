/** A value with its first and second derivative along one direction. */
export interface Jet {
  readonly value: number;
  readonly slope: number;
  readonly bend: number;
}

/** A number that does not move, or moves at a steady pace. */
export const linear = (value: number, slope = 0): Jet => ({ value, slope, bend: 0 });

export function quotient(p: Jet, q: Jet): Jet {
  const value = p.value / q.value;
  const slope = (p.slope - value * q.slope) / q.value;
  return { value, slope, bend: (p.bend - 2 * slope * q.slope - value * q.bend) / q.value };
}

export const product = (p: Jet, q: Jet): Jet => ({
  value: p.value * q.value,
  slope: p.slope * q.value + p.value * q.slope,
  bend: p.bend * q.value + 2 * p.slope * q.slope + p.value * q.bend,
});

export const difference = (p: Jet, q: Jet): Jet => ({ value: p.value - q.value, slope: p.slope - q.slope, bend: p.bend - q.bend });

/** log p of a positive p. */
export function logOf({ value, slope, bend }: Jet): Jet {
  const rate = slope / value;
  return { value: Math.log(value), slope: rate, bend: bend / value - rate * rate };
}

/** log(1 − share · e^l), accurate at both ends, for share · e^l in [0, 1]. */
export function logComplement({ value, slope, bend }: Jet, share = 1): Jet {
  const l = value + Math.log(share);
  if (l === -Infinity) return linear(0);
  const odds = 1 / Math.expm1(-l);
  return { value: log1mExp(l), slope: -odds * slope, bend: -odds * bend - odds * (1 + odds) * slope * slope };
}

/** log(1 − e^l) for l ≤ 0 (Mächler 2012, "Accurately computing log(1 − exp(−|a|))"). */
export const log1mExp = (l: number): number => (l > -Math.LN2 ? Math.log(-Math.expm1(l)) : Math.log1p(-Math.exp(l)));

/** log(1 + u) − u without cancellation near 0: −u r + 2 (r³/3 + r⁵/5 + …), r = u/(2 + u). */
export function log1pMinus(u: number): number {
  if (!(Math.abs(u) < 0.4)) return Math.log1p(u) - u;
  const r = u / (2 + u);
  const square = r * r;
  let power = r * square;
  let sum = 0;
  for (let k = 3; k < 40 && Math.abs(power) > 1e-18 * Math.abs(u * r); k += 2) {
    sum += power / k;
    power *= square;
  }
  return 2 * sum - u * r;
}
