import type { Shape } from '../network/layers/shape.js';

/** A column of the data. `values` has one entry a row; a missing value is NaN. A column of images has as many as `shape` says, and none is missing. */
export interface Column {
  readonly name: string;
  /** boolean: 0 or 1. categorical: index into `levels`. */
  readonly kind: 'numeric' | 'boolean' | 'categorical' | 'image';
  readonly values: Float64Array;
  /** Height, width and channels of each image: its values follow each other in this order, the channel running fastest. */
  readonly shape?: Shape;
  /** What the rows of the source are called, by their number there: the files of images. */
  readonly titles?: readonly string[];
  /** Levels of a categorical column as text: sorted, or in the user's order where `types` gives one. */
  readonly levels?: readonly string[];
  /** True where the user gave the levels' order: the last of two is then 1 as an outcome. */
  readonly levelsGiven?: boolean;
  /** How many values are missing. */
  readonly missing: number;
  /** How the missing values are written that are not left out: `NA`, `-`. */
  readonly missingAs?: readonly string[];
  /** In a column of texts that looks like one of numbers: its first cell that is none, and what to do. */
  readonly notNumber?: string;
}

/** The rows that a model reads, column by column, all of the same length. */
export interface Dataset {
  readonly rows: number;
  readonly columns: readonly Column[];
  /** Number (from 1) of each row in its source, where some of those were left out. */
  readonly rowNumbers?: Float64Array;
  /** Name of the column of frequency weights, if any. */
  readonly weights?: string;
  /** Columns that the source has besides, but that the model does not read. */
  readonly unread?: readonly string[];
}

/** What is known of a column without its values: enough to check a model. */
export type ColumnSchema = Pick<Column, 'name' | 'kind' | 'levels' | 'levelsGiven' | 'missing' | 'shape' | 'notNumber'>;

export interface Schema {
  readonly rows: number;
  readonly columns: readonly ColumnSchema[];
  readonly weights?: string;
  readonly unread?: readonly string[];
}

export function schemaOf(data: Dataset): Schema {
  const columns = data.columns.map(({ name, kind, levels, levelsGiven, missing, shape, notNumber }) => ({
    name,
    kind,
    missing,
    ...(levels ? { levels } : {}),
    ...(levelsGiven ? { levelsGiven } : {}),
    ...(shape ? { shape } : {}),
    ...(notNumber === undefined ? {} : { notNumber }),
  }));
  const { rows, weights, unread } = data;
  return { rows, columns, ...(weights === undefined ? {} : { weights }), ...(unread ? { unread } : {}) };
}
