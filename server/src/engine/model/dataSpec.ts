import type { Expr } from '../expr/ast.js';
import type { Span } from '../../report/problem.js';

/** A value with the place where the user wrote it. */
export interface Located<T> extends Span {
  readonly value: T;
}

/** What `data` says: where the rows come from. */
export type DataSpec = InlineData | TableData;

/** Rows of a table outside the estimation file. */
export type TableData = PathData | PatternData | QueryData | ImagesData;

/** `data: { heads: 7, n: 10 }`. */
export interface InlineData extends Span {
  readonly kind: 'inline';
  readonly columns: readonly InlineColumn[];
  readonly weights?: Located<string>;
}

export type InlineValue = number | boolean | string | null;
export interface InlineColumn extends Span {
  readonly name: Located<string>;
  readonly values: readonly Located<InlineValue>[];
}

/** What every table has beside its source. */
interface TableBase extends Span {
  /** A path, a pattern of paths, the text of a query, or a folder. */
  readonly source: Located<string>;
  readonly weights?: Located<string>;
  readonly types: readonly ColumnTypeSpec[];
  /** Rows for which this is not true leave the data. */
  readonly where?: Expr;
  readonly format?: DataFormat;
}

/** How rows and cells of a table are to be read, as far as a file says it: its keys are absent where it does not. */
export type Reading = Pick<TableBase, 'weights' | 'where' | 'format'>;

export const readingOf = ({ weights, where, format }: { [K in keyof Reading]: Reading[K] | undefined }): Reading => ({
  ...(weights ? { weights } : {}),
  ...(where ? { where } : {}),
  ...(format ? { format } : {}),
});

/** `data: houses.csv` and `data: { source: … }`. */
export interface PathData extends TableBase {
  readonly kind: 'path';
}

/** A path with `*`, `?` or `[`: it may stand for several files. */
export interface PatternData extends TableBase {
  readonly kind: 'pattern';
}

/** `data: { query: SELECT … }`. */
export interface QueryData extends TableBase {
  readonly kind: 'query';
  /** Where the text of the query stands, without quotes; its length differs from the text's where there are escapes. */
  readonly text: Span;
}

/** `data: { images: pets/ }`: a folder with a folder in it for each class. */
export interface ImagesData extends TableBase {
  readonly kind: 'images';
  readonly form: ImageForm;
}

/** How images become numbers: height and width, and 1 (grey) or 3 (red, green, blue) numbers a point. */
export interface ImageForm {
  /** The size of the files, which then have one, where it is absent. */
  readonly size?: readonly [number, number];
  /** 1 where all images are grey, and 3 otherwise, where it is absent. */
  readonly channels?: 1 | 3;
}

/** Whether a path may stand for several files: `*`, `?`, `[a-z]` within a name, `**` for any folders. */
export const isPattern = (path: string): boolean => /[*?[]/.test(path);

/** The kind of a source that is written as a path. */
export const kindOfPath = (path: string): 'path' | 'pattern' => (isPattern(path) ? 'pattern' : 'path');

/** How numbers are written. */
export type Mark = '.' | ',';

export interface NumberStyle {
  readonly decimal: Mark;
  /** What parts thousands; without it any usual mark other than the decimal one. */
  readonly thousands?: string;
}

/** How a file writes numbers and missing values: `decimal`, `thousands` and `na` under `data`. */
export interface DataFormat {
  readonly style?: NumberStyle;
  readonly na: readonly Located<string | number>[];
}

/** `types: { year: category, flip: { levels: [T, H] } }`. */
export interface ColumnTypeSpec extends Span {
  readonly column: Located<string>;
  readonly type?: 'category' | 'number' | 'boolean';
  readonly levels?: readonly Located<string>[];
}
