import { type Cancellation, neverCancelled } from '../../engine/kernel/kernel.js';
import type { Column, Dataset } from '../../engine/model/dataset.js';
import { sizeOf } from '../../engine/network/layers/shape.js';

/** A dataset of which some rows were left out. */
export interface FilteredDataset extends Dataset {
  /** Number (from 1) of each row among those that were read. */
  readonly rowNumbers?: Float64Array;
}

/** The dataset with only these rows, from 0; unusable where it is cancelled. */
export function takeRows(data: Dataset, rows: Int32Array, cancellation: Cancellation = neverCancelled): FilteredDataset {
  if (rows.length === data.rows) return data;
  const columns = data.columns.map((column) => (cancellation.cancelled ? column : withoutEmptyLevels(takeColumn(column, rows))));
  const rowNumbers = sharedValues(rows.length);
  for (let i = 0; i < rows.length; i++) rowNumbers[i] = data.rowNumbers?.[rows[i] as number] ?? (rows[i] as number) + 1;
  return { ...data, rows: rows.length, columns, rowNumbers };
}

function takeColumn(column: Column, rows: Int32Array): Column {
  if (column.shape) return takeImages(column, sizeOf(column.shape), rows);
  const values = sharedValues(rows.length);
  let missing = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = column.values[rows[i] as number] as number;
    values[i] = value;
    if (Number.isNaN(value)) missing++;
  }
  return { ...column, values, missing };
}

function takeImages(column: Column, width: number, rows: Int32Array): Column {
  const values = sharedValues(rows.length * width);
  rows.forEach((row, i) => values.set(column.values.subarray(row * width, (row + 1) * width), i * width));
  return { ...column, values };
}

/** Levels that no longer occur in any row are dropped, as in R's model frames, unless the user listed them. */
function withoutEmptyLevels(column: Column): Column {
  const { levels, values } = column;
  if (!levels || column.levelsGiven) return column;
  const present = new Set(values);
  const kept = levels.flatMap((level, code) => (present.has(code) ? [{ level, code }] : []));
  if (kept.length === levels.length) return column;
  const codes = new Map(kept.map(({ code }, index) => [code, index]));
  values.forEach((value, row) => (values[row] = codes.get(value) ?? NaN));
  return { ...column, levels: kept.map(({ level }) => level) };
}

const sharedValues = (rows: number): Float64Array => new Float64Array(new SharedArrayBuffer(rows * Float64Array.BYTES_PER_ELEMENT));
