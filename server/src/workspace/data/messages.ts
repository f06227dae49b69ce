import type { ProblemCode } from '../../engine/problem.js';
import type { RawTable, RawTexts } from '../../language/data/raw.js';

/** A file to read; `content` in its place where an editor holds unsaved text of it. */
export interface ReadRequest {
  readonly path: string;
  readonly content?: string;
}

/** Why a file gave no table, in the user's words. `line` (of the file) and `column` (the field, from 1) where known. */
export interface ReadFailure {
  readonly ok: false;
  readonly code: Extract<ProblemCode, 'data-missing' | 'data-unreadable' | 'data-malformed' | 'not-supported'> | 'cancelled';
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

/** A column as the reader process tells of it: the numbers of a `sent` one go over a pipe of their own. */
export type SentColumn = RawTexts | { readonly kind: 'sent'; readonly name: string };

export type SentTable = Omit<RawTable, 'columns'> & { readonly columns: readonly SentColumn[] };

export type SentResult = { readonly ok: true; readonly table: SentTable } | ReadFailure;

export type ReadResult = { readonly ok: true; readonly table: RawTable } | ReadFailure;

/** Parent → reader process. */
export type ToReader =
  { readonly type: 'read'; readonly id: number; readonly request: ReadRequest } | { readonly type: 'cancel'; readonly id: number };

/** Where the reader process writes numbers: blocks of rows, each with its number of rows (32 bits) and then its numbers, column after column. */
export const NUMBERS_PIPE = 3;

/** Reader process → parent. Before the numbers of a table come how many there are, and after them all the rest. */
export type FromReader =
  | { readonly type: 'numbers'; readonly id: number; readonly rows: number; readonly columns: number }
  | { readonly type: 'result'; readonly id: number; readonly result: SentResult };

export function failure(code: ReadFailure['code'], message: string, at: { line?: number; column?: number } = {}): ReadFailure {
  return { ok: false, code, message, ...at };
}
