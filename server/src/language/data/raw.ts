/** A table as a reader delivers it, before anything is known of types. */
export interface RawTable {
  readonly rows: number;
  readonly columns: readonly RawColumn[];
  /** The line of the file (from 1) on which each row starts; without it row i (from 0) is on line i + 2. */
  readonly lines?: Int32Array;
  /** The file separates fields by semicolons, so that `1,5` may be a number. */
  readonly decimalComma?: boolean;
}

export type RawColumn = RawNumbers | RawTexts;

/** A column of numbers; NaN where one is missing. */
export interface RawNumbers {
  readonly kind: 'numbers';
  readonly name: string;
  readonly values: Float64Array;
}

/** A column of texts: each row's index into the distinct texts, in order of appearance. */
export interface RawTexts {
  readonly kind: 'texts';
  readonly name: string;
  readonly codes: Int32Array;
  readonly texts: readonly string[];
  /** The user wrote texts on purpose, as `"1"` in quotes: they are not read as numbers. */
  readonly literal?: boolean;
}
