import type { Mark } from '../../../engine/model/dataSpec.js';
import type { ReadFailure } from './messages.js';

/**
 * What the cells of a column are: numbers; texts that a type calls texts; texts that may stand for numbers and truth values, as in CSV; numbers and
 * texts side by side.
 */
export type Form = 'number' | 'words' | 'text' | 'mixed';

export interface SourceColumn {
  readonly name: string;
  readonly form: Form;
  /** Why the column has no single values, as "holds lists". */
  readonly unreadable?: string;
  /** What to do about that, where it is not the usual, and where the file shows it. */
  readonly advice?: string;
  readonly at?: { readonly line: number; readonly field: number };
  /** Numbers of a text table: whether points in them may be marks of thousands. */
  readonly isDoubtful?: boolean;
}

/** A column of a source by its place there, and whether its cells are wanted as numbers. */
export interface Wanted {
  readonly index: number;
  readonly asNumber: boolean;
}

/** One file, or the rows of a query: something that DuckDB reads as a table. */
export interface TableSource {
  /** As messages call it: "`trips.csv`". */
  readonly title: string;
  readonly columns: readonly SourceColumn[];
  /** Of a text table. */
  readonly semicolons?: boolean;
  /** Decimal marks that its columns use beyond doubt, as far as its beginning shows. */
  readonly marks?: readonly Mark[];
  /** SQL for columns in this order: DOUBLE without NULL for numbers, else VARCHAR. */
  select(wanted: readonly Wanted[]): string;
  /** Looks into the source before its columns are asked for. */
  prepare?(run: Run): Promise<void>;
  /** True where the source can be read in another way after this error of DuckDB. */
  learn?(message: string): boolean | Promise<boolean>;
  /** Columns of numbers with these names are to be read as texts; false where none is one that was read so. */
  distrust?(names: readonly string[]): boolean;
  /** What an error of DuckDB means, in the user's words. */
  explain(message: string): ReadFailure | Promise<ReadFailure>;
  /** Why there is no table where there is no row. */
  noRows(): ReadFailure;
  /** The line of each row where it is not row + 2 (rows from 0); `none` where it is not known. */
  lines(rows: number): Promise<Int32Array | 'none' | undefined>;
}

/** Some consecutive rows of a result. */
export interface RowBlock {
  readonly rowCount: number;
  /** The values of a column of numbers: doubles as bytes, a copy. */
  numbers(column: number): Uint8Array;
  /** The value in a row (from 0) of a column of texts; undefined where there is none. */
  texts(column: number): (row: number) => string | undefined;
}

/** What a statement gave: rows, to be taken all at once or block by block. */
export interface Result {
  readonly rowCount: number;
  rows(): Promise<readonly (readonly unknown[])[]>;
  /** Undefined after the last one. */
  nextBlock(): Promise<RowBlock | undefined>;
}

/** Runs one statement to its end; rejects where it is cancelled. */
export type Run = (sql: string) => Promise<Result>;

/** A column, as SQL names it, in the form that `select` has to give. */
export function cell(column: string, asNumber: boolean): string {
  return asNumber ? `coalesce(CAST(${column} AS DOUBLE), 'NaN'::DOUBLE)` : `CAST(${column} AS VARCHAR)`;
}

/** A statement that gives these cells; one of nothing where there are none, so that rows are counted all the same. */
export const selection = (cells: readonly string[], relation: string): string =>
  `SELECT ${cells.length > 0 ? cells.join(', ') : 'NULL'} FROM ${relation}`;

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The first line of an error of DuckDB, without its kind, the path of the file and what cannot be shown. */
export function plain(message: string): string {
  const [line = ''] = message.replace(/^[\w ]*Error: /, '').split('\n');
  const text = line.replace(/^Failed to read file "[^"]*": | in file "[^"]*"/g, '').replace(/[^\P{C}\t]/gu, '?');
  return text.replace(/[.\s]+$/, '');
}
