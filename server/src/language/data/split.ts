import { uniformStream } from '../../engine/inference/random.js';
import type { Column, Dataset } from '../../engine/model/dataset.js';
import type { ModelSpec } from '../../engine/model/specification.js';
import { takeRows } from './filter.js';

export interface Split {
  readonly training: Dataset;
  readonly validation: Dataset;
}

/**
 * Holds a share of the rows out, drawn by a seed: the same rows wherever the same file is read, and whatever else the model says. Each class of a
 * categorical or binary outcome gives the same share, but never its last row.
 */
export function splitRows(data: Dataset, outcome: Column | undefined, fraction: number, seed: number): Split {
  const uniform = uniformStream(seed);
  const strata = strataOf(data.rows, outcome);
  const isHeld = new Uint8Array(data.rows);
  const held = counts(strata, fraction);
  strata.forEach((rows, i) => {
    for (const row of drawn(rows, held[i] ?? 0, uniform)) isHeld[row] = 1;
  });
  const rowsWith = (mark: number): Int32Array => new Int32Array(data.rows).map((_, row) => row).filter((row) => isHeld[row] === mark);
  return { training: takeRows(data, rowsWith(0)), validation: takeRows(data, rowsWith(1)) };
}

/** The column of the first outcome that has classes: categories, true and false, or 0 and 1. */
export function classOutcome({ statements }: Pick<ModelSpec, 'statements'>, { columns }: Dataset): Column | undefined {
  const names = statements
    .flatMap((each) => (each.kind === 'likelihood' ? each.targets : []))
    .flatMap((each) => (each.kind === 'name' ? [each.name] : []));
  const outcomes = names.flatMap((name) => columns.find((column) => column.name === name) ?? []);
  return outcomes.find(
    ({ kind, values }) => kind !== 'numeric' || values.every((value) => value === 0 || value === 1 || Number.isNaN(value)),
  );
}

/** The rows of each class, those with a missing one last. */
function strataOf(rows: number, outcome: Column | undefined): number[][] {
  const strata = new Map<number, number[]>();
  for (let row = 0; row < rows; row++) {
    const value = outcome?.values[row] ?? 0;
    const own = strata.get(value);
    if (own) own.push(row);
    else strata.set(value, [row]);
  }
  const order = (value: number): number => (Number.isNaN(value) ? Infinity : value);
  return [...strata].sort(([a], [b]) => order(a) - order(b)).map(([, own]) => own);
}

/** How many rows of each stratum are held out: their sum is the share of all rows, by largest remainders. */
function counts(strata: readonly (readonly number[])[], fraction: number): number[] {
  const quotas = strata.map((rows) => rows.length * fraction);
  const held = quotas.map(Math.floor);
  const total = Math.round(strata.reduce((sum, rows) => sum + rows.length, 0) * fraction);
  const left = total - held.reduce((a, b) => a + b, 0);
  const byRemainder = quotas.map((quota, i) => ({ i, rest: quota - Math.floor(quota) })).sort((a, b) => b.rest - a.rest);
  for (const { i } of byRemainder.slice(0, left)) held[i] = (held[i] ?? 0) + 1;
  return held.map((count, i) => Math.min(count, (strata[i]?.length ?? 0) - 1));
}

/** So many of the rows, each with the same chance (Fisher & Yates 1938). */
function drawn(rows: readonly number[], count: number, uniform: () => number): number[] {
  const pool = [...rows];
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(uniform() * (pool.length - i));
    [pool[i], pool[j]] = [pool[j] ?? 0, pool[i] ?? 0];
  }
  return pool.slice(0, count);
}
