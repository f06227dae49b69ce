import type { Shape } from '../../../engine/network/layers/shape.js';
import type { ProblemCode } from '../../../report/problem.js';
import type { ImageForm } from '../../../engine/model/dataSpec.js';
import type { RawTable, RawTexts, RawUnread, RawUnreadable } from '../../../language/data/raw.js';

/** A file to read; `content` in its place where an editor holds unsaved text of it. */
export interface FileRequest {
  readonly path: string;
  readonly content?: string;
}

/** The columns that are asked for: a table of many gives the values of these alone. All of them where absent. `asTexts`: numbers of a
 * text table are read by whoever asks. */
export interface ColumnsAsked {
  readonly columns?: { readonly names: readonly string[]; readonly patterns: readonly string[]; readonly asTexts?: boolean };
}

/** Files to read one after the other. */
export interface FilesRequest extends ColumnsAsked {
  readonly files: readonly FileRequest[];
}

/** SQL over files; their paths are relative to `folder`. */
export interface QueryRequest extends ColumnsAsked {
  readonly query: string;
  readonly folder: string;
  /** Files outside these folders are not read. */
  readonly within?: readonly string[];
}

/** An image file and the class that it belongs to. */
export interface LabelledFile {
  readonly path: string;
  readonly label: string;
}

/** Images to read in this order, as columns `image` and `label`. */
export interface ImagesRequest {
  readonly images: readonly LabelledFile[];
  readonly form: ImageForm;
}

export type ReadRequest = (FileRequest & ColumnsAsked) | FilesRequest | QueryRequest | ImagesRequest;

/** Why a file gave no table, in the user's words. `line` (of the file) and `column` (the field, from 1) where known. */
export interface ReadFailure {
  readonly ok: false;
  readonly code: Extract<ProblemCode, 'data-missing' | 'data-unreadable' | 'data-malformed'> | 'cancelled';
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
  /** Where in the text of a query, from 0. */
  readonly offset?: number;
}

/** What a query reads: paths and patterns, and what changes with the files that these are. */
export interface QueryInputs {
  readonly sources: readonly string[];
  readonly stamp: string;
}

/** A column as the reader process tells of it: the numbers of a `sent` one go over a pipe of their own. */
export type SentColumn =
  | RawTexts
  | RawUnreadable
  | RawUnread
  | { readonly kind: 'sent'; readonly name: string }
  | { readonly kind: 'sent-images'; readonly name: string; readonly shape: Shape; readonly titles: readonly string[] };

export type SentTable = Omit<RawTable, 'columns'> & { readonly columns: readonly SentColumn[] };

/** With `inputs` where it is that of a query that could be understood. */
export type SentResult = ({ readonly ok: true; readonly table: SentTable } | ReadFailure) & { readonly inputs?: QueryInputs };

export type ReadResult = ({ readonly ok: true; readonly table: RawTable } | ReadFailure) & { readonly inputs?: QueryInputs };

/** Parent → reader process. */
export type ToReader =
  { readonly type: 'read'; readonly id: number; readonly request: ReadRequest } | { readonly type: 'cancel'; readonly id: number };

/** Where the reader process writes numbers: blocks of rows, each with its number of rows (32 bits) and then its numbers, column after column. */
export const NUMBERS_PIPE = 3;

/** Reader process → parent. Before the numbers of a table come how many there are, and after them all the rest. */
export type FromReader =
  | { readonly type: 'numbers'; readonly id: number; readonly rows: number; readonly columns: number }
  | { readonly type: 'result'; readonly id: number; readonly result: SentResult };

export function failure(code: ReadFailure['code'], message: string, at: Pick<ReadFailure, 'line' | 'column' | 'offset'> = {}): ReadFailure {
  return { ok: false, code, message, ...at };
}
