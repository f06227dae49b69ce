import { at } from '../../engine/numeric/at.js';
import { type MarkContext, type Marks, marksOf } from './marks.js';
import { type NaValues, noNa } from './na.js';
import { numberLike } from './numberLike.js';
import { numberOf, pointStyle } from './numbers.js';
import type { RawTexts } from './raw.js';
import { areTruths, countsOf, isCode, isMissing, isPlaceholder } from './texts.js';

/** How a column's texts are read. */
export interface Reading extends MarkContext {
  readonly na: NaValues;
}

export const plainReading: Reading = { marks: new Set(), semicolons: false, na: noNa };

/** What the texts of a column are. */
export interface TextKind extends Marks {
  /** mostly-numeric: a cell that is not a number is likely a slip. */
  readonly kind: 'numeric' | 'boolean' | 'categorical' | 'mostly-numeric';
  /** Codes of texts that stand for a missing value. */
  readonly gone: ReadonlySet<number>;
  /** Code of the first text that is not a number, where half of the cells or more are numbers or look like some. */
  readonly odd?: number;
}

const nearlyAll = 0.95;
/** A column with more different numbers than this holds quantities rather than codes of categories. */
const mostCodes = 10;

export function kindOf(column: RawTexts, reading: Reading = plainReading, wantsNumbers = false): TextKind {
  const { texts } = column;
  const present = [...texts.keys()].filter((code) => !isMissing(at(texts, code)) && !reading.na.hasText(at(texts, code)));
  const firm = present.filter((code) => !isPlaceholder(at(texts, code)));
  const firmTexts = firm.map((code) => at(texts, code));
  const goneBut = (kept: readonly number[]): ReadonlySet<number> => allBut(texts.length, kept);
  if (areTruths(firmTexts)) return { kind: 'boolean', style: pointStyle, gone: goneBut(firm) };
  const isText = (column.literal ?? false) || firmTexts.some(isCode);
  if (isText && !wantsNumbers) return { kind: 'categorical', style: pointStyle, gone: goneBut(present), ...oddOf(column, firm) };
  const counts = countsOf(column);
  const marks = marksOf(
    firmTexts,
    firm.map((code) => at(counts, code)),
    reading,
  );
  const isNumber = (code: number): boolean => !Number.isNaN(numberOf(at(texts, code), marks.style));
  const odd = firm.find((code) => !isNumber(code));
  if (odd === undefined) return { ...marks, kind: 'numeric', gone: goneBut(firm) };
  const seen = shares(column, firm, counts, isNumber);
  if (wantsNumbers || isSlip(column, firm, seen, isNumber)) return { ...marks, kind: 'mostly-numeric', gone: goneBut(firm), odd };
  return { ...marks, kind: 'categorical', gone: goneBut(present), ...(seen.all >= 0.5 ? { odd } : {}) };
}

function allBut(size: number, kept: readonly number[]): Set<number> {
  const rest = new Set(Array.from({ length: size }, (_, code) => code));
  for (const code of kept) rest.delete(code);
  return rest;
}

/** Text on purpose, `"1"` in quotes or `007`: not a slip, but worth mentioning where a number is needed. */
function oddOf(column: RawTexts, firm: readonly number[]): { odd?: number } {
  const looks = firm.filter((code) => !Number.isNaN(numberOf(at(column.texts, code))) || numberLike(at(column.texts, code)));
  const [odd] = firm;
  return odd !== undefined && looks.length * 2 >= firm.length ? { odd } : {};
}

interface Shares {
  /** Of numbers. */
  readonly numbers: number;
  /** Numbers, and text that can hardly be a category. */
  readonly quantities: number;
  /** Of the latter, dates and numbers with units. */
  readonly all: number;
}

function shares({ texts }: RawTexts, firm: readonly number[], counts: Int32Array, isNumber: (code: number) => boolean): Shares {
  let [total, numbers, quantities, all] = [0, 0, 0, 0];
  for (const code of firm) {
    const count = at(counts, code);
    const like = isNumber(code) ? undefined : numberLike(at(texts, code));
    total += count;
    if (isNumber(code)) numbers += count;
    if (isNumber(code) || like?.sort === 'quantity') quantities += count;
    if (isNumber(code) || like) all += count;
  }
  return { numbers: numbers / total, quantities: quantities / total, all: all / total };
}

/** Whether a cell that is not a number is a slip, and not the name of a category beside others that are numbers. */
function isSlip({ texts, mixed }: RawTexts, firm: readonly number[], seen: Shares, isNumber: (code: number) => boolean): boolean {
  if (mixed) return seen.numbers > 0;
  if (seen.quantities > nearlyAll) return true;
  if (seen.quantities < 0.5) return false;
  const numbers = firm.filter(isNumber).map((code) => at(texts, code));
  return numbers.length > mostCodes || numbers.some((text) => !/^[-+]?\d+$/.test(text.trim())) || seen.quantities > seen.numbers;
}
