import { at } from '../../engine/numeric/at.js';
import type { Severity } from '../../report/problem.js';
import type { TextKind } from './kinds.js';
import type { Marks } from './marks.js';
import { numberLike } from './numberLike.js';
import { numberOf } from './numbers.js';
import type { RawTexts } from './raw.js';
import { countsOf, isCode, isSign } from './texts.js';

/** A note about a cell. */
export interface ColumnNote {
  readonly severity: Severity;
  /** From 0. */
  readonly row: number;
  readonly text: string;
  /** Goes on after "In column `x`, row 3: ", without a full stop. */
  readonly message: string;
  /** What to do, where that is not the usual advice. */
  readonly advice?: string;
}

export const quote = (text: string): string => `\`${text.trim().replace(/\s+/g, ' ').slice(0, 40)}\``;

function firstRow(raw: RawTexts, isMeant: (code: number) => boolean): number {
  return raw.codes.findIndex((code) => code >= 0 && isMeant(code));
}

/** Nothing where no row has the text. */
const textAt = ({ texts, codes }: RawTexts, row: number): string => (row < 0 ? '' : at(texts, at(codes, row)));

/** The first cell that does not fit its column. */
export function badText(raw: RawTexts, isBad: (code: number) => boolean, complaint: string): ColumnNote {
  const row = firstRow(raw, isBad);
  const text = textAt(raw, row);
  const like = numberLike(text);
  const message = `${quote(text)} ${like && /not a number/.test(complaint) ? `${like.is}, so it is not a number` : complaint}`;
  return { severity: 'error', row, text, message, ...(like ? { advice: like.advice } : {}) };
}

/** A number that can be read in two ways. */
export function doubtNote(raw: RawTexts, text: string, { style, byOthers }: Marks): ColumnNote {
  const row = firstRow(raw, (code) => raw.texts[code] === text);
  const value = numberOf(text, style);
  const other = numberOf(text, { decimal: style.decimal === '.' ? ',' : '.' });
  const why = byOthers ? `, since other columns have \`${style.decimal}\` as the decimal mark` : '';
  const message = `${quote(text)} can be read as ${String(value)} or as ${String(other)}, and is read as ${String(value)}${why}`;
  const [decimal, thousands] = style.decimal === '.' ? ['.', ','] : [',', '.'];
  const confirm = `\`decimal: "${decimal}"\` and \`thousands: "${thousands}"\` under \`data\` confirm this reading`;
  const advice = byOthers
    ? `${confirm}; if it is wrong, write all numbers in the file the same way`
    : `${confirm}; \`decimal: "${thousands}"\` and \`thousands: "${decimal}"\` read ${String(other)}`;
  return { severity: 'warning', row, text, message, advice };
}

/** Where a number is needed, what keeps the column from being one of numbers. */
export function oddNote(raw: RawTexts, odd: number): ColumnNote {
  const row = firstRow(raw, (code) => code === odd);
  const text = textAt(raw, row);
  const like = numberLike(text);
  const isNumber = !Number.isNaN(numberOf(text));
  const message = `${quote(text)} ${isNumber ? 'is written as text' : (like?.is ?? 'is not a number')}`;
  return { severity: 'error', row, text, message, ...(like ? { advice: like.advice } : {}) };
}

/** Among categories: numbers with text among them, and signs that usually stand for a missing value. */
export function levelNotes(raw: RawTexts, found: TextKind | undefined, gone: ReadonlySet<number>): ColumnNote[] {
  const notes: ColumnNote[] = [];
  if (found?.odd !== undefined && !raw.literal) notes.push(...oddLevel(raw, found, found.odd));
  const counts = countsOf(raw);
  const sign = raw.texts.findIndex((text, code) => isSign(text) && !gone.has(code) && at(counts, code) > 0);
  if (sign < 0 || raw.literal) return notes;
  const row = firstRow(raw, (code) => code === sign);
  const [text, count] = [textAt(raw, row), at(counts, sign)];
  const message = `${quote(text)} counts as a level like the other text values (${String(count)} ${count === 1 ? 'row' : 'rows'})`;
  return [
    ...notes,
    {
      severity: 'information',
      row,
      text,
      message,
      advice: `\`na: [${JSON.stringify(text.trim())}]\` under \`data\` makes it a missing value`,
    },
  ];
}

/** Numbers with text among them, and dates. Codes such as `007` are not numbers. */
function oddLevel(raw: RawTexts, { style }: TextKind, odd: number): ColumnNote[] {
  const row = firstRow(raw, (code) => code === odd);
  const text = textAt(raw, row);
  const like = numberLike(text);
  if (like?.sort === 'date') {
    const message = `${quote(text)} ${like.is}, and each value counts as a category`;
    return [{ severity: 'information', row, text, message, advice: like.advice }];
  }
  const isMixture = !raw.texts.some(isCode) && raw.texts.some((each) => !Number.isNaN(numberOf(each, style)));
  const message = `${quote(text)} is not a number, although most others are, so each value counts as a category`;
  return isMixture ? [{ severity: 'warning', row, text, message }] : [];
}
