import { uniformStream } from '../../engine/numeric/random.js';
import { type Cancellation, neverCancelled } from '../../engine/kernel/kernel.js';
import type { Column, Dataset } from '../../engine/model/dataset.js';
import type { ModelSpec } from '../../engine/model/specification.js';
import { at } from '../../engine/numeric/at.js';
import { takeRows } from './filter.js';

export interface Split {
  readonly training: Dataset;
  readonly validation: Dataset;
}

/**
 * Holds a share of the rows out, drawn by a seed: the same rows wherever the same file is read, and whatever else the model says. Each class of a
 * categorical or binary outcome gives the same share, but never its last row. Undefined where it is cancelled.
 */
export function splitRows(
  data: Dataset,
  outcome: Column | undefined,
  fraction: number,
  seed: number,
  cancellation: Cancellation = neverCancelled,
): Split | undefined {
  const uniform = uniformStream(seed);
  const strata = strataOf(data.rows, outcome);
  const held = counts(strata, fraction);
  const isHeld = new Uint8Array(data.rows);
  strata.forEach((rows, i) => {
    if (!cancellation.cancelled) markDrawn(isHeld, rows, at(held, i), uniform);
  });
  const total = held.reduce((a, b) => a + b, 0);
  const [training, validation] = [data.rows - total, total].map((rows, mark) => {
    return cancellation.cancelled ? data : takeRows(data, rowsWith(isHeld, mark, rows), cancellation);
  });
  return cancellation.cancelled || !training || !validation ? undefined : { training, validation };
}

function rowsWith(marks: Uint8Array, mark: number, count: number): Int32Array {
  const rows = new Int32Array(count);
  for (let row = 0, i = 0; row < marks.length; row++) if (marks[row] === mark) rows[i++] = row;
  return rows;
}

/** The column of the first outcome that has classes: categories, true and false, or 0 and 1. */
export function classOutcome({ statements }: Pick<ModelSpec, 'statements'>, { columns }: Dataset): Column | undefined {
  const names = statements
    .flatMap((each) => (each.kind === 'likelihood' ? each.targets : []))
    .flatMap((each) => (each.kind === 'name' ? [each.name] : []));
  const outcomes = names.flatMap((name) => columns.find((column) => column.name === name) ?? []);
  return outcomes.find(
    ({ kind, values }) =>
      kind === 'categorical' ||
      kind === 'boolean' ||
      (kind === 'numeric' && values.every((value) => value === 0 || value === 1 || Number.isNaN(value))),
  );
}

/** The rows of each class, those with a missing one last. */
function strataOf(rows: number, outcome: Column | undefined): Int32Array[] {
  const values = outcome?.values ?? new Float64Array(rows);
  const sizes = new Map<number, number>();
  for (const value of values) sizes.set(value, (sizes.get(value) ?? 0) + 1);
  const order = (value: number): number => (Number.isNaN(value) ? Infinity : value);
  const classes = [...sizes.keys()].sort((a, b) => order(a) - order(b));
  const strata = classes.map((value) => new Int32Array(sizes.get(value) ?? 0));
  const numbers = new Map(classes.map((value, i) => [value, i]));
  const filled = new Int32Array(classes.length);
  for (let row = 0; row < rows; row++) {
    const i = numbers.get(values[row] as number) as number;
    (strata[i] as Int32Array)[(filled[i] as number)++] = row;
  }
  return strata;
}

/** How many rows of each stratum are held out: their sum is the share of all rows, by largest remainders. */
function counts(strata: readonly Int32Array[], fraction: number): number[] {
  const quotas = strata.map((rows) => rows.length * fraction);
  const held = quotas.map(Math.floor);
  const total = Math.round(strata.reduce((sum, rows) => sum + rows.length, 0) * fraction);
  const left = total - held.reduce((a, b) => a + b, 0);
  const byRemainder = quotas.map((quota, i) => ({ i, rest: quota - Math.floor(quota) })).sort((a, b) => b.rest - a.rest);
  for (const { i } of byRemainder.slice(0, left)) held[i] = at(held, i) + 1;
  return held.map((count, i) => Math.min(count, (strata[i]?.length ?? 0) - 1));
}

/** Marks this many of the rows, each with the same chance (Fisher & Yates 1938). Their order is lost. */
function markDrawn(marks: Uint8Array, rows: Int32Array, count: number, uniform: () => number): void {
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(uniform() * (rows.length - i));
    const row = rows[j] as number;
    rows[j] = rows[i] as number;
    marks[row] = 1;
  }
}
