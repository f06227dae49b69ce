import { type BoundVariable, neverCancelled } from '../kernel/kernel.js';
import { invertUpper, orthogonal } from './floating.js';

/** Coordinates in which the columns of a design matrix are orthogonal: natural = origin + inverse · working. */
export interface Basis {
  /** R⁻¹ (row-major, q × q, upper triangular) with the columns' scales: natural coefficients from working ones. */
  readonly inverse: Float64Array;
  /** The natural coefficients at working 0; left out where they are 0. */
  readonly origin?: Float64Array;
}

/** A basis with its columns, each with root mean square 1. */
export interface OrthogonalDesign extends Basis {
  readonly design: readonly Float64Array[];
}

/** Undefined where a column is a combination of the others, or there are more columns than rows. */
export function orthogonalise(
  { design }: Extract<BoundVariable, { kind: 'linear' }>,
  cancellation = neverCancelled,
): OrthogonalDesign | undefined {
  const rows = design[0]?.length ?? 0;
  const q = design.length;
  if (q > rows || q === 0) return undefined;
  const { basis, r } = orthogonal(design, cancellation);
  const columns = basis.filter((column) => column !== undefined);
  if (columns.length < q) return undefined;
  const root = Math.sqrt(rows);
  return { design: columns.map((column) => column.map((value) => value * root)), inverse: invertUpper(r, q).map((value) => value * root) };
}
