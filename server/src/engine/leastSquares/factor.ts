/**
 * The reduced form of a least-squares problem with the weighted rows (xᵢ, yᵢ): Σ w (y − x'b)² = residual + ‖R (b − solution)‖² for every b.
 * The sum over the rows then no longer needs the rows (Lawson & Hanson, Solving Least Squares Problems, 1974, ch. 5).
 */
export interface Factor {
  /** R, upper triangular, row-major q × q; a row of zeros for a column that is a combination of the earlier ones. */
  readonly r: Float64Array;
  /** R⁻¹; undefined where there is none. */
  readonly inverse: Float64Array | undefined;
  /** A minimiser: the one that gives combinations of earlier columns the coefficient 0. */
  readonly solution: Float64Array;
  /** Least sum of squares. */
  readonly residual: number;
}

/** Share of a column's norm that may be lost to the earlier columns before it counts as a combination of them. */
export const DEPENDENT = 1e-13;
