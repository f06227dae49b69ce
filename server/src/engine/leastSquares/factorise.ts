import type { Cancellation } from '../kernel/kernel.js';
import { exactFactor } from './exact.js';
import type { Factor } from './factor.js';
import { floatingFactor } from './floating.js';
import { gramFactor } from './gram.js';

/** Rows times squared columns up to which twice the working precision costs a few milliseconds, and up to which it is used where nothing else will do. */
const SMALL = 5e4;
const BEARABLE = 2e6;
/** From this many columns on, those beyond the number of rows are left out. */
const MANY = 300;

/**
 * The factor of Σ w (y − x'b)² over the rows of the columns: in twice the working precision for small or badly conditioned data, by normal
 * equations with refinement for many well-conditioned rows, by Gram-Schmidt otherwise. `weights` are not negative. Where it is cancelled its
 * numbers are meaningless.
 */
export function factorise(
  design: readonly Float64Array[],
  y: Float64Array,
  weights: Float64Array | undefined,
  cancellation: Cancellation,
): Factor {
  const work = y.length * (design.length + 1) ** 2;
  const hasMore = design.length > Math.max(y.length, MANY);
  const easy = work > SMALL && !hasMore ? gramFactor(design, y, weights, cancellation) : undefined;
  if (easy) return easy;
  if (cancellation.cancelled) return nothing(design.length);
  const roots = weights?.map(Math.sqrt);
  const scaled = (column: Float64Array): Float64Array => (roots ? column.map((value, i) => value * (roots[i] as number)) : column);
  const factor = work > BEARABLE || hasMore ? floatingFactor : exactFactor;
  return factor(design.map(scaled), scaled(y), cancellation, hasMore);
}

const nothing = (q: number): Factor => ({ r: new Float64Array(q * q), inverse: undefined, solution: new Float64Array(q), residual: NaN });
