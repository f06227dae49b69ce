import type { Shape } from '../../engine/network/layers/shape.js';
import type { Mark } from '../../engine/model/dataSpec.js';

/** A table as a reader delivers it, before anything is known of types. */
export interface RawTable {
  readonly rows: number;
  readonly columns: readonly RawColumn[];
  /** The line of the file (from 1) on which each row starts, or that rows have no line; without it row i (from 0) is on line i + 2. */
  readonly lines?: Int32Array | 'none';
  /** The files that the rows come from one after the other, where these are several: each as messages call it. */
  readonly parts?: readonly { readonly title: string; readonly rows: number }[];
  /** The file separates fields by semicolons, as where the comma is the decimal mark. */
  readonly semicolons?: boolean;
  /** Decimal marks that columns of the file use beyond doubt, those that are not read included. */
  readonly marks?: readonly Mark[];
}

export type RawColumn = RawNumbers | RawTexts | RawImages | RawUnreadable | RawUnread;

/** A column of numbers; NaN where one is missing. */
export interface RawNumbers {
  readonly kind: 'numbers';
  readonly name: string;
  readonly values: Float64Array;
}

/** A column of images, in shared memory: those of a row follow each other as height, width and channels. */
export interface RawImages {
  readonly kind: 'images';
  readonly name: string;
  readonly shape: Shape;
  readonly values: Float64Array;
  /** Class and name of each file. */
  readonly titles: readonly string[];
}

/** A column of texts: each row's index into the distinct texts, in order of appearance. */
export interface RawTexts {
  readonly kind: 'texts';
  readonly name: string;
  readonly codes: Int32Array;
  readonly texts: readonly string[];
  /** The user wrote texts on purpose, as `"1"` in quotes: they are not read as numbers. */
  readonly literal?: boolean;
  /** Some of the texts were written as numbers: what is none beside them is a slip. */
  readonly mixed?: boolean;
}

/** A column without single values. */
export interface RawUnreadable {
  readonly kind: 'unreadable';
  readonly name: string;
  /** As "holds lists". */
  readonly reason: string;
  /** What to do, where it is not the usual. */
  readonly advice?: string;
  /** The line of the file and the field that show it. */
  readonly at?: { readonly line: number; readonly field: number };
}

/** A column that nobody has asked for. */
export interface RawUnread {
  readonly kind: 'unread';
  readonly name: string;
}
