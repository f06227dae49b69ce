import type { BoundVariable } from '../kernel/kernel.js';

/** Coordinates in which the columns of a design matrix are orthogonal: natural = inverse · working. */
export interface Basis {
  /** Column j of the new design, with root mean square 1. */
  readonly design: readonly Float64Array[];
  /** R⁻¹ (row-major, q × q, upper triangular) with the columns' scales: natural coefficients from working ones. */
  readonly inverse: Float64Array;
}

/** Share of a column's norm that may be lost to the earlier columns before it counts as a combination of them. */
const DEPENDENT = 1e-13;

/**
 * Thin QR factorisation by modified Gram-Schmidt with full reorthogonalisation ("twice is enough": Giraud, Langou & Rozložník 2005), so that
 * Q is orthogonal to machine precision. Undefined where a column is a combination of the others, or there are more columns than rows.
 */
export function orthogonalise({ design }: Extract<BoundVariable, { kind: 'linear' }>): Basis | undefined {
  const rows = design[0]?.length ?? 0;
  const q = design.length;
  if (q > rows || q === 0) return undefined;
  const columns: Float64Array[] = [];
  const r = new Float64Array(q * q);
  for (const [j, source] of design.entries()) {
    const column = Float64Array.from(source);
    const norm = length(column);
    for (let pass = 0; pass < 2; pass++) {
      columns.forEach((other, i) => {
        const share = inner(other, column) / rows;
        r[i * q + j] = (r[i * q + j] ?? 0) + share;
        for (let k = 0; k < rows; k++) column[k] = (column[k] as number) - share * (other[k] as number);
      });
    }
    const rest = length(column);
    if (!(rest > DEPENDENT * norm)) return undefined;
    const scale = rest / Math.sqrt(rows);
    r[j * q + j] = scale;
    columns.push(column.map((value) => value / scale));
  }
  return { design: columns, inverse: invertUpper(r, q) };
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number);
  return sum;
}

const length = (a: Float64Array): number => Math.sqrt(inner(a, a));

function invertUpper(r: Float64Array, q: number): Float64Array {
  const inverse = new Float64Array(q * q);
  for (let j = 0; j < q; j++) {
    inverse[j * q + j] = 1 / (r[j * q + j] as number);
    for (let i = j - 1; i >= 0; i--) {
      let sum = 0;
      for (let k = i + 1; k <= j; k++) sum += (r[i * q + k] as number) * (inverse[k * q + j] as number);
      inverse[i * q + j] = -sum / (r[i * q + i] as number);
    }
  }
  return inverse;
}
