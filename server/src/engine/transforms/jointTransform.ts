import type { Transform } from './transform.js';

/** A bijection from the space of real vectors to vectors whose entries bind each other, with its derivatives. */
export interface JointTransform {
  /** The entry that is a function of its own coordinate alone, and that function. */
  readonly anchor: number;
  readonly alone: Transform;
  /** Of ordered entries, the coordinates of increments, each with the entry at its upper end. */
  readonly steps?: readonly { readonly coordinate: number; readonly entry: number }[];
  /** Entries that have a working coordinate of their own, in the order of the coordinates; another one follows from these. */
  readonly independent: readonly number[];
  /** All entries from working coordinates. */
  natural(v: Float64Array): Float64Array;
  /** Working coordinates from entries; what lies outside or on the edge is first moved inside. */
  unconstrained(x: Float64Array): Float64Array;
  /** ∂x/∂v, row-major: a row an entry, a column a coordinate. */
  jacobian(v: Float64Array): Float64Array;
  /** Σ gradient[i] ∂²x[i]/∂v∂v', row-major. */
  curvature(v: Float64Array, gradient: Float64Array): Float64Array;
  /** log |∂x/∂v| over the independent entries. */
  logJacobian(v: Float64Array): number;
  /** First and second derivative of `logJacobian` along each coordinate. */
  jacobianSlopes(v: Float64Array): (readonly [number, number])[];
}
