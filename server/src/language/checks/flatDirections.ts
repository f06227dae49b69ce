import type { Estimate } from '../../engine/inference/estimate.js';
import { naturalDirection } from '../../engine/inference/standardErrors.js';
import type { EntryIndex } from '../../engine/model/entryIndex.js';
import { at } from '../../engine/numeric/at.js';

/** Shares of a direction below this are rounding. */
export const NOTICEABLE = 1e-6;

/** A combination of entries that can change without changing the fit: entry and weight, without zeros. */
export type Direction = readonly { readonly entry: EntryIndex; readonly weight: number }[];

/**
 * The directions along which the objective is flat, each as short as it can be: reduced to echelon form from the last entry on, so that each
 * relates one later entry to earlier ones, as R's `alias` does. The largest weight of each is 1.
 */
export function flatDirections({ objective, point, information }: Estimate): Direction[] {
  const jacobian = objective.jacobian(point);
  const rows = information.flat.map((flat) => naturalDirection(jacobian, flat));
  return reduce(rows).map((row) => {
    const largest = row.reduce((most, each) => (Math.abs(each) > Math.abs(most) ? each : most), 0);
    return [...row.keys()].flatMap((a) => {
      const weight = clean(at(row, a) / largest);
      return weight === 0 ? [] : [{ entry: at(objective.free, a), weight }];
    });
  });
}

/** Removes rounding: 0.3333333331 stays, 0.9999999998 becomes 1. */
function clean(weight: number): number {
  if (Math.abs(weight) < NOTICEABLE) return 0;
  const rounded = Number(weight.toPrecision(6));
  return Math.abs(rounded - Math.round(rounded)) < NOTICEABLE ? Math.round(rounded) : rounded;
}

/** Gauss-Jordan elimination from the last column on; of the remaining rows, the one with the largest entry there is the pivot. */
function reduce(given: readonly Float64Array[]): Float64Array[] {
  let open = given.map((row) => Float64Array.from(row));
  const done: Float64Array[] = [];
  for (let column = (given[0]?.length ?? 0) - 1; column >= 0 && open.length > 0; column--) {
    const pivot = open.reduce((a, b) => (Math.abs(at(b, column)) > Math.abs(at(a, column)) ? b : a));
    if (Math.abs(at(pivot, column)) < NOTICEABLE * Math.max(...pivot.map(Math.abs))) continue;
    open = open.filter((row) => row !== pivot);
    for (const row of [...open, ...done]) {
      const factor = at(row, column) / at(pivot, column);
      pivot.forEach((each, i) => (row[i] = at(row, i) - factor * each));
    }
    done.push(pivot);
  }
  return done.reverse();
}

/** "a − b", "2 a + b": the direction in given names, its first sign positive. */
export function combinationText(direction: Direction, name: (entry: EntryIndex) => string): string {
  const sign = Math.sign(direction[0]?.weight ?? 1);
  return direction
    .map(({ entry, weight }, i) => {
      const size = Number(Math.abs(weight).toPrecision(3));
      const factor = size === 1 ? '' : `${String(size)} `;
      const plus = weight * sign > 0 ? '+' : '−';
      return i === 0 ? `${factor}${name(entry)}` : ` ${plus} ${factor}${name(entry)}`;
    })
    .join('');
}
