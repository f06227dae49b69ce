import { neverCancelled } from '../kernel/kernel.js';
import { DEPENDENT, type Factor } from './factor.js';

/** Orthogonal columns and the triangular factor of a design: X = Q R. */
export interface Orthogonal {
  /** Q; undefined for a column that is a combination of the earlier ones. */
  readonly basis: readonly (Float64Array | undefined)[];
  /** R, row-major. */
  readonly r: Float64Array;
}

/**
 * Modified Gram-Schmidt with full reorthogonalisation ("twice is enough": Giraud, Langou & Rozložník 2005), so that Q is orthonormal to machine
 * precision. `isBrief`: as many columns as there are rows span all others, whose columns of R are then left at 0.
 */
export function orthogonal(design: readonly Float64Array[], cancellation = neverCancelled, isBrief = false): Orthogonal {
  const q = design.length;
  const basis: (Float64Array | undefined)[] = [];
  const r = new Float64Array(q * q);
  let count = 0;
  design.forEach((source, j) => {
    if (cancellation.cancelled) return;
    if (isBrief && count === source.length) return void basis.push(undefined);
    const column = Float64Array.from(source);
    const before = length(column);
    for (let pass = 0; pass < 2; pass++) eliminate(column, basis, (i, share) => (r[i * q + j] = (r[i * q + j] as number) + share));
    const rest = length(column);
    const isFree = rest > DEPENDENT * before;
    if (isFree) r[j * q + j] = rest;
    if (isFree) count++;
    basis.push(isFree ? column.map((value) => value / rest) : undefined);
  });
  return { basis, r };
}

/** The factor of [X y] in float64: relative errors of about condition · 10⁻¹⁶. */
export function floatingFactor(design: readonly Float64Array[], y: Float64Array, cancellation = neverCancelled, isBrief = false): Factor {
  const { basis, r } = orthogonal(design, cancellation, isBrief);
  const residual = Float64Array.from(y);
  const shares = new Float64Array(design.length);
  for (let pass = 0; pass < 2; pass++) eliminate(residual, basis, (i, share) => (shares[i] = (shares[i] as number) + share));
  return {
    r,
    inverse: basis.every((column) => column !== undefined) ? invertUpper(r, design.length) : undefined,
    solution: backSubstitute(r, shares),
    residual: cancellation.cancelled ? NaN : inner(residual, residual),
  };
}

/** Removes the components along the basis from a column and returns them. */
function eliminate(column: Float64Array, basis: readonly (Float64Array | undefined)[], tell: (i: number, share: number) => void): void {
  basis.forEach((other, i) => {
    if (other === undefined) return;
    const share = inner(other, column);
    for (let k = 0; k < column.length; k++) column[k] = (column[k] as number) - share * (other[k] as number);
    tell(i, share);
  });
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number);
  return sum;
}

const length = (a: Float64Array): number => Math.sqrt(inner(a, a));

/** R⁻¹ b for an upper triangular R, with 0 where R has a row of zeros. */
export function backSubstitute(r: Float64Array, b: Float64Array): Float64Array {
  const q = b.length;
  const x = new Float64Array(q);
  for (let i = q - 1; i >= 0; i--) {
    const diagonal = r[i * q + i] as number;
    if (diagonal === 0) continue;
    let rest = b[i] as number;
    for (let j = i + 1; j < q; j++) rest -= (r[i * q + j] as number) * (x[j] as number);
    x[i] = rest / diagonal;
  }
  return x;
}

export function invertUpper(r: Float64Array, q: number): Float64Array {
  const inverse = new Float64Array(q * q);
  for (let j = 0; j < q; j++) {
    const unit = new Float64Array(q).fill(1, j, j + 1);
    backSubstitute(r, unit).forEach((value, i) => (inverse[i * q + j] = value));
  }
  return inverse;
}
