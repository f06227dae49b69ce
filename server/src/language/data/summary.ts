import type { Column } from '../../engine/model/dataset.js';
import { sizeOf } from '../../engine/network/layers/shape.js';

/** What a column holds, as far as a reader wants to know in passing. */
export interface ColumnSummary {
  readonly rows: number;
  readonly missing: number;
  /** Of numbers; absent where there is none. */
  readonly range?: { readonly least: number; readonly most: number; readonly mean: number; readonly sd: number; readonly isWhole: boolean };
  /** Levels with their counts, in the order of the codes. */
  readonly levels?: readonly { readonly level: string; readonly count: number }[];
}

const summaries = new WeakMap<Column, ColumnSummary>();

/** Worked out once for each column: large ones are asked for at every key stroke. */
export function summaryOf(column: Column): ColumnSummary {
  const known = summaries.get(column) ?? summarise(column);
  summaries.set(column, known);
  return known;
}

function summarise({ values, levels, missing, shape, kind }: Column): ColumnSummary {
  const rows = values.length / sizeOf(shape ?? []);
  if (kind === 'image') return { rows, missing };
  if (levels) return { rows, missing, levels: countLevels(values, levels) };
  const range = rangeOf(values);
  return range ? { rows, missing, range } : { rows, missing };
}

function countLevels(codes: Float64Array, levels: readonly string[]): { level: string; count: number }[] {
  const counts = levels.map((level) => ({ level, count: 0 }));
  for (const code of codes) {
    const entry = counts[code];
    if (entry) entry.count++;
  }
  return counts;
}

/** Mean and standard deviation by Welford's recurrence (Technometrics 4, 1962). */
function rangeOf(values: Float64Array): ColumnSummary['range'] {
  let [least, most, mean, squares, count] = [Infinity, -Infinity, 0, 0, 0];
  let isWhole = true;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    count++;
    const before = value - mean;
    mean += before / count;
    squares += before * (value - mean);
    if (value < least) least = value;
    if (value > most) most = value;
    isWhole &&= Number.isInteger(value);
  }
  return count === 0 ? undefined : { least, most, mean, sd: count > 1 ? Math.sqrt(squares / (count - 1)) : 0, isWhole };
}
