import type { ProblemCode } from '../../engine/problem.js';
import type { RawTable } from '../../language/data/raw.js';

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

export type ReadResult = { readonly ok: true; readonly table: RawTable } | ReadFailure;

/** Parent → reader process. */
export type ToReader =
  { readonly type: 'read'; readonly id: number; readonly request: ReadRequest } | { readonly type: 'cancel'; readonly id: number };

/** Reader process → parent. */
export interface FromReader {
  readonly id: number;
  readonly result: ReadResult;
}

export function failure(code: ReadFailure['code'], message: string, at: { line?: number; column?: number } = {}): ReadFailure {
  return { ok: false, code, message, ...at };
}
