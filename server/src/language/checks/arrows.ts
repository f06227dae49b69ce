import type { Estimate } from '../../engine/inference/estimate.js';
import type { EntryIndex } from '../../engine/model/entryIndex.js';
import { at } from '../../engine/numeric/at.js';
import { type Fitted, nameOf } from './check.js';

/** Steps of less than this share of the way gone so far are rounding: where the search has converged, the way itself shows the direction. */
const STRIDE = 1e-6;

/** `b[x] → ∞` for each entry that runs away. */
export function arrows(fitted: Fitted, { objective, point, solution, running, separation: found }: Estimate): string[] {
  const before = objective.natural(point);
  const after = objective.natural(point.map((w, i) => w + at(solution.lastStep, i)));
  const arrow = (entry: EntryIndex, sign: number): string => `${nameOf(fitted, entry)} → ${sign < 0 ? '−∞' : '∞'}`;
  if (found) return found.towards.map(({ entry, sign }) => arrow(entry, sign));
  return running.map((entry) => {
    const [from, to] = [at(before, entry), at(after, entry)];
    return arrow(entry, Math.abs(to - from) > STRIDE * Math.abs(from) ? to - from : from);
  });
}
