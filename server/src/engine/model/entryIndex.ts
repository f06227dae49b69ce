/** Place of an entry in its model. Another count, such as that of working coordinates, cannot stand for it: it is made here alone. */
export type EntryIndex = number & { readonly [entry]: true };

declare const entry: unique symbol;

/** Stands for no entry where all levels have one: a reference level, or the share that the others leave. */
export const noEntry = -1 as EntryIndex;

/** The next entry of a model that has `count` of them. */
export const nextEntry = (count: number): EntryIndex => count as EntryIndex;

/** The entries of a network follow each other. */
export const entryAfter = (first: EntryIndex, offset: number): EntryIndex => (first + offset) as EntryIndex;

/** Bound variables keep entries in arrays of plain numbers: their parameters are the entries of the model. */
export const entryOf = (parameter: number): EntryIndex => parameter as EntryIndex;
