import type { RawTexts } from './raw.js';

const missingTexts: ReadonlySet<string> = new Set(['', 'NA', 'NaN', 'nan', 'NAN', 'null', 'NULL', 'Null']);
const numberForm = /^[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|inf|infinity)$/i;
const decimalCommaForm = /^[-+]?\d*,\d+(?:[eE][-+]?\d+)?$/;
const truths: ReadonlyMap<string, number> = new Map([
  ['true', 1],
  ['True', 1],
  ['TRUE', 1],
  ['false', 0],
  ['False', 0],
  ['FALSE', 0],
]);

/** Empty, `NA`, `NaN` or `null`. */
export function isMissing(text: string): boolean {
  return missingTexts.has(text.trim());
}

/** The number that a text is, NaN where it is none. */
export function numberOf(text: string, decimalComma = false): number {
  const trimmed = text.trim();
  if (decimalComma && decimalCommaForm.test(trimmed)) return Number(trimmed.replace(',', '.'));
  if (!numberForm.test(trimmed)) return NaN;
  const value = Number(trimmed);
  return Number.isNaN(value) ? (trimmed.startsWith('-') ? -Infinity : Infinity) : value;
}

/** `007` is a code, not a quantity: nobody writes a measurement so. */
function isCode(text: string): boolean {
  return /^[-+]?0\d/.test(text.trim());
}

/** How often each distinct text stands in the column. */
export function countsOf(column: RawTexts): Int32Array {
  const counts = new Int32Array(column.texts.length);
  for (const code of column.codes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

export type TextKind =
  | { readonly kind: 'numeric' | 'boolean' | 'categorical' }
  /** Nearly all numbers, or some that were written as such: what is not is likely a slip. */
  | { readonly kind: 'mostly-numeric'; readonly odd: number };

const nearlyAll = 0.95;

/** What the texts of a column are, missing ones left out. */
export function kindOf(column: RawTexts, decimalComma = false): TextKind {
  const present = [...column.texts.keys()].filter((code) => !isMissing(column.texts[code] ?? ''));
  const texts = present.map((code) => column.texts[code] ?? '');
  if (texts.length > 0 && areTruths(texts)) return { kind: 'boolean' };
  if (column.literal || texts.some(isCode)) return { kind: 'categorical' };
  const odd = present.find((code) => Number.isNaN(numberOf(column.texts[code] ?? '', decimalComma)));
  if (odd === undefined) return { kind: 'numeric' };
  return numericShare(column, present, decimalComma) > (column.mixed ? 0 : nearlyAll)
    ? { kind: 'mostly-numeric', odd }
    : { kind: 'categorical' };
}

/** `T` and `F` are truth values where both stand in the column, as in R; a column of `T` alone may be tails. */
function areTruths(texts: readonly string[]): boolean {
  const distinct = new Set(texts.map((text) => text.trim()));
  if (distinct.size === 2 && distinct.has('T') && distinct.has('F')) return true;
  return [...distinct].every((text) => truths.has(text));
}

function numericShare(column: RawTexts, present: readonly number[], decimalComma: boolean): number {
  const counts = countsOf(column);
  let all = 0;
  let numeric = 0;
  for (const code of present) {
    all += counts[code] ?? 0;
    if (!Number.isNaN(numberOf(column.texts[code] ?? '', decimalComma))) numeric += counts[code] ?? 0;
  }
  return numeric / all;
}

/** 1, 0, or NaN for a text that is neither; `yes`, `no`, `1`, `0` count where the user asks for a boolean. */
export function truthOf(text: string): number {
  const trimmed = text.trim();
  const found = truths.get(trimmed);
  if (found !== undefined) return found;
  if (/^(?:T|yes|y|1)$/i.test(trimmed)) return 1;
  return /^(?:F|no|n|0)$/i.test(trimmed) ? 0 : NaN;
}
