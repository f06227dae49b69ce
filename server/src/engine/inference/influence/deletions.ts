import type { BoundModel } from '../../model/bound.js';
import { type EntryIndex, noEntry } from '../../model/entryIndex.js';
import { at } from '../../numeric/at.js';
import type { Estimate } from '../estimate.js';

/** What leaving out each of the used rows would change. NaN where the rest of the rows would not determine the estimates. */
export interface RowDeletions {
  /** Cook's distance. */
  readonly distances: Float64Array;
  /** The entry that moves most, and by how many of its standard errors. */
  readonly entries: Int32Array;
  readonly changes: Float64Array;
  /** They are what a fit without the row gives; otherwise what one Newton step gives. */
  readonly isExact: boolean;
}

/** The estimate with the covariance of its free entries, for models whose rows are independent. */
export interface Deletable {
  readonly bound: BoundModel;
  readonly mle: Estimate;
  /** The position of each entry among the free ones; −1 where it is held. */
  readonly positions: Int32Array;
  readonly covariance: Float64Array;
  readonly errors: Float64Array;
}

export const emptyDeletions = (rows: number, isExact: boolean): RowDeletions => ({
  distances: new Float64Array(new SharedArrayBuffer(8 * rows)).fill(NaN),
  entries: new Int32Array(new SharedArrayBuffer(4 * rows)).fill(-1),
  changes: new Float64Array(new SharedArrayBuffer(8 * rows)).fill(NaN),
  isExact,
});

/** Enters a row: `change` is that of the free entries. */
export function record(
  found: RowDeletions,
  row: number,
  distance: number,
  change: Float64Array,
  { errors, free }: { readonly errors: Float64Array; readonly free: readonly EntryIndex[] },
): void {
  const most = furthest(change, errors);
  if (!Number.isFinite(distance)) return;
  found.distances[row] = distance;
  found.entries[row] = free[most.index] ?? noEntry;
  found.changes[row] = most.change;
}

/** The change that is the most of its standard error. */
function furthest(change: Float64Array, errors: Float64Array): { readonly index: number; readonly change: number } {
  let best = { index: -1, change: 0 };
  for (let a = 0; a < change.length; a++) {
    const size = Math.abs(at(change, a)) / at(errors, a);
    if (size > best.change) best = { index: a, change: size };
  }
  return best;
}
