import { at } from '../../engine/numeric/at.js';
import type { RawTexts } from './raw.js';

/** What R, pandas and Excel write where a value is missing, in any column. */
export const missingTexts: readonly string[] = [
  ...['', 'NA', 'N/A', 'n/a', '#N/A', '#N/A N/A', '#NA', '<NA>', '(NA)', 'NaN', 'nan', 'NAN', '-NaN', '-nan', '<na>', '<nan>'],
  ...['null', 'NULL', 'Null', '<null>', '<NULL>', '(null)', '(NULL)', '#NULL!', '#DIV/0!', '#VALUE!', '#REF!', '#NAME?', '#NUM!'],
  ...['1.#IND', '-1.#IND', '1.#QNAN', '-1.#QNAN'],
];
const missing: ReadonlySet<string> = new Set(missingTexts);

/** What may be a level in a text column, and is a missing value among numbers. */
const placeholders: ReadonlySet<string> = new Set([
  ...['-', '--', '---', '–', '—', '.', '..', '...', '?', '??', '*', 'None', 'none', 'NONE', 'na', 'Na', 'n.a.', 'N.A.', 'n/d', 'N/D', 'nd'],
  ...['nil', 'Nil', 'NIL', 'missing', 'Missing', 'MISSING', '#', '_'],
]);

/** Placeholders that hardly anybody means as a level. */
const signs: ReadonlySet<string> = new Set(['-', '--', '---', '–', '—', '.', '..', '...', '?', '??', '*', 'None']);

const truths: ReadonlyMap<string, number> = new Map([
  ['true', 1],
  ['True', 1],
  ['TRUE', 1],
  ['false', 0],
  ['False', 0],
  ['FALSE', 0],
]);

/** Empty, `NA`, `NaN`, `null`, or another way of R, pandas or Excel to say so. */
export const isMissing = (text: string): boolean => missing.has(text.trim());

/** A dash, a point, a question mark or the like. */
export const isPlaceholder = (text: string): boolean => placeholders.has(text.trim());

export const isSign = (text: string): boolean => signs.has(text.trim());

/** `007` is a code, not a quantity: nobody writes a measurement that way. */
export function isCode(text: string): boolean {
  return /^[-+]?0\d/.test(text.trim());
}

/** How often each distinct text occurs in the column. */
export function countsOf(column: RawTexts): Int32Array {
  const counts = new Int32Array(column.texts.length);
  for (const code of column.codes) if (code >= 0) counts[code] = at(counts, code) + 1;
  return counts;
}

/** `T` and `F` are truth values where both occur in the column, as in R; a column of `T` alone may be tails. */
export function areTruths(texts: readonly string[]): boolean {
  const distinct = new Set(texts.map((text) => text.trim()));
  if (distinct.size === 2 && distinct.has('T') && distinct.has('F')) return true;
  return distinct.size > 0 && [...distinct].every((text) => truths.has(text));
}

/** 1, 0, or NaN for a text that is neither; `yes`, `no`, `1`, `0` count where the user declares a boolean. */
export function truthOf(text: string): number {
  const trimmed = text.trim();
  const found = truths.get(trimmed);
  if (found !== undefined) return found;
  if (/^(?:T|yes|y|1)$/i.test(trimmed)) return 1;
  return /^(?:F|no|n|0)$/i.test(trimmed) ? 0 : NaN;
}
