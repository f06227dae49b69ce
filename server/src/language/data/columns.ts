import type { Column } from '../../engine/model/dataset.js';
import type { ColumnTypeSpec } from '../../engine/model/dataSpec.js';
import { at } from '../../engine/numeric/at.js';
import { type ColumnNote, badText, doubtNote, levelNotes, oddNote } from './cellNotes.js';
import { kindOf, plainReading, type Reading, type TextKind } from './kinds.js';
import { type NaValues } from './na.js';
import { isTooLarge } from './numberLike.js';
import { numberOf } from './numbers.js';
import type { RawColumn, RawNumbers, RawTexts } from './raw.js';
import { isMissing, truthOf } from './texts.js';

export interface TypedColumn {
  readonly column: Column;
  /** Notes about its cells; one with `severity: 'error'` is about a cell that does not fit its column. */
  readonly notes: readonly ColumnNote[];
  /** What keeps a text column from being numeric, for a message where a number is needed. */
  readonly odd?: ColumnNote;
}

/** A column with a value per row. */
export type ReadableColumn = RawNumbers | RawTexts;

export const isReadable = (column: RawColumn): column is ReadableColumn => column.kind === 'numbers' || column.kind === 'texts';

type Type = Pick<ColumnTypeSpec, 'type' | 'levels'>;

const alphabet = new Intl.Collator('en');

/** Alphabetical, capitals beside their small letters; a tie goes by code unit, so the order is always the same. */
function alphabetically(a: string, b: string): number {
  return alphabet.compare(a, b) || (a < b ? -1 : Number(a > b));
}

/** Makes a column from what was read: by its type where the user gives one, otherwise by its text values. */
export function typedColumn(given: ReadableColumn, type: Type | undefined, reading: Reading = plainReading): TypedColumn {
  const raw = given.kind === 'numbers' ? withoutNa(given, reading.na) : given;
  if (type?.levels || type?.type === 'category') return categorical(raw, type, reading);
  if (raw.kind === 'numbers') return mappedNumbers(raw.name, raw.values, type?.type === 'boolean' ? 'boolean' : 'numeric');
  const found = kindOf(raw, reading, type?.type !== undefined);
  if (type?.type === 'boolean' || (found.kind === 'boolean' && type === undefined)) return truthColumn(raw, found);
  if (found.kind === 'categorical' && type === undefined) return categorical(raw, undefined, reading, found);
  return numericColumn(raw, found, type !== undefined);
}

function withoutNa(raw: RawNumbers, na: NaValues): RawNumbers {
  if (!na.anyNumber) return raw;
  const values = sharedValues(raw.values.length);
  for (let row = 0; row < values.length; row++) {
    const value = raw.values[row] as number;
    values[row] = na.hasNumber(value) ? NaN : value;
  }
  return { ...raw, values };
}

function truthColumn(raw: RawTexts, { gone }: TextKind): TypedColumn {
  const numbers = Float64Array.from(raw.texts, (text, code) => (gone.has(code) ? NaN : truthOf(text)));
  const bad = raw.texts.findIndex((_, code) => Number.isNaN(numbers[code]) && !gone.has(code));
  return ofCodes(raw, 'boolean', numbers, gone, bad < 0 ? [] : [badText(raw, isBad(numbers, gone), 'is neither true nor false')]);
}

const isBad =
  (numbers: Float64Array, gone: ReadonlySet<number>) =>
  (code: number): boolean =>
    Number.isNaN(numbers[code]) && !gone.has(code);

/** Numbers; text that is not a number is bad, and so are numbers that are too large. */
function numericColumn(raw: RawTexts, found: TextKind, isTold: boolean): TypedColumn {
  const { style, gone, doubtful } = found;
  const numbers = Float64Array.from(raw.texts, (text, code) => (gone.has(code) ? NaN : numberOf(text, style)));
  const tooLarge = raw.texts.findIndex((text, code) => isTooLarge(text, at(numbers, code)));
  if (tooLarge >= 0)
    return ofCodes(raw, 'numeric', numbers, gone, [
      { ...badText(raw, (code) => code === tooLarge, 'is too large'), advice: 'Numbers go up to 1.8e308: use a larger unit' },
    ]);
  const bad = raw.texts.findIndex((_, code) => isBad(numbers, gone)(code));
  if (bad >= 0) return ofCodes(raw, 'numeric', numbers, gone, [badText(raw, isBad(numbers, gone), complaint(raw, isTold))]);
  return ofCodes(raw, 'numeric', numbers, gone, doubtful === undefined ? [] : [doubtNote(raw, doubtful, found)]);
}

function complaint({ mixed }: RawTexts, isTold: boolean): string {
  if (isTold) return 'is not a number';
  return `is not a number, although ${mixed ? 'others' : 'most others'} in the column are`;
}

/** A column with one number for each text. */
function ofCodes(
  raw: RawTexts,
  kind: 'numeric' | 'boolean',
  numbers: Float64Array,
  gone: ReadonlySet<number>,
  notes: readonly ColumnNote[],
): TypedColumn {
  const values = byCode(raw.codes, numbers);
  return { column: { name: raw.name, kind, values, missing: missingIn(values), ...writtenMissing(raw, gone) }, notes };
}

/** How missing values are written, where they are not left out. */
function writtenMissing({ texts }: RawTexts, gone: ReadonlySet<number>): Pick<Column, 'missingAs'> {
  const written = [...gone].map((code) => at(texts, code).trim()).filter((text) => text !== '');
  return written.length > 0 ? { missingAs: [...new Set(written)] } : {};
}

/** The number of each row's code, in memory that threads share; NaN where there is none. */
function byCode(codes: Int32Array, numbers: Float64Array): Float64Array {
  const values = sharedValues(codes.length);
  for (let row = 0; row < values.length; row++) {
    const code = at(codes, row);
    values[row] = code < 0 ? NaN : at(numbers, code);
  }
  return values;
}

const sharedValues = (rows: number): Float64Array => new Float64Array(new SharedArrayBuffer(rows * Float64Array.BYTES_PER_ELEMENT));

function mappedNumbers(name: string, source: Float64Array, kind: 'numeric' | 'boolean'): TypedColumn {
  const values = source.buffer instanceof SharedArrayBuffer ? source : sharedValues(source.length);
  if (values !== source) values.set(source);
  const row = kind === 'boolean' ? values.findIndex((value) => value !== 0 && value !== 1 && !Number.isNaN(value)) : -1;
  const column: Column = { name, kind, values, missing: missingIn(values) };
  if (row < 0) return { column, notes: [] };
  const text = String(values[row]);
  return { column, notes: [{ severity: 'error', row, text, message: `\`${text}\` is neither true nor false` }] };
}

function categorical(raw: ReadableColumn, type: Type | undefined, reading: Reading, known?: TextKind): TypedColumn {
  const found = raw.kind === 'texts' ? (known ?? kindOf(raw, reading)) : undefined;
  const asText = textColumn(raw, found, type, reading);
  const { gone, column: texts, isNumeric } = asText;
  const given = type?.levels?.map((level) => canonical(level.value, isNumeric));
  const levels = given ?? naturalLevels(asText);
  const positions = new Map(levels.map((level, index) => [level, index]));
  const numbers = Float64Array.from(texts.texts, (text, code) => (gone.has(code) ? NaN : (positions.get(text) ?? NaN)));
  const values = byCode(texts.codes, numbers);
  const strange = texts.texts.findIndex((_, code) => isBad(numbers, gone)(code));
  const column: Column = {
    name: raw.name,
    kind: 'categorical',
    values,
    levels,
    missing: missingIn(values),
    ...(given ? { levelsGiven: true } : {}),
    ...(raw.kind === 'texts' ? writtenMissing(raw, gone) : {}),
  };
  const shown = levels.slice(0, 20).join(', ').slice(0, 80);
  const notes = strange < 0 ? [] : [badText(texts, isBad(numbers, gone), `is not one of the levels ${shown}`)];
  if (type || raw.kind === 'numbers') return { column, notes };
  return {
    column,
    notes: [...notes, ...levelNotes(raw, found, gone)],
    ...(found?.odd === undefined ? {} : { odd: oddNote(raw, found.odd) }),
  };
}

interface TextColumn {
  readonly column: RawTexts;
  readonly gone: ReadonlySet<number>;
  readonly isNumeric: boolean;
}

/** The column as trimmed texts; numbers in their shortest form, so that `1` and `1.0` are one level. A value listed among the levels is not missing. */
function textColumn(raw: ReadableColumn, found: TextKind | undefined, type: Type | undefined, reading: Reading): TextColumn {
  if (raw.kind === 'numbers' || !found)
    return { column: fromNumbers(raw.name, raw.kind === 'numbers' ? raw.values : new Float64Array(0)), gone: new Set(), isNumeric: true };
  const isNumeric = found.kind === 'numeric';
  const listed = new Set(type?.levels?.map(({ value }) => value.trim()));
  const isGone = (text: string): boolean => !listed.has(text.trim()) && (isMissing(text) || reading.na.hasText(text));
  const gone = isNumeric && !type?.levels ? found.gone : new Set(raw.texts.flatMap((text, code) => (isGone(text) ? [code] : [])));
  const texts = raw.texts.map((text, code) => (gone.has(code) ? '' : canonical(text, isNumeric, found)));
  return { column: { ...raw, texts }, gone, isNumeric };
}

function canonical(text: string, isNumeric: boolean, found?: TextKind): string {
  const number = isNumeric ? numberOf(text, found?.style) : NaN;
  return Number.isNaN(number) ? text.trim() : String(number);
}

function fromNumbers(name: string, values: Float64Array): RawTexts {
  const codes = new Map<number, number>();
  const result = Int32Array.from(values, (value) => {
    if (Number.isNaN(value)) return -1;
    const code = codes.get(value) ?? codes.size;
    codes.set(value, code);
    return code;
  });
  return { kind: 'texts', name, codes: result, texts: [...codes.keys()].map(String) };
}

function naturalLevels({ column, gone, isNumeric }: TextColumn): string[] {
  const distinct = [...new Set(column.texts.filter((_, code) => !gone.has(code)))];
  return isNumeric ? distinct.sort((a, b) => Number(a) - Number(b)) : distinct.sort(alphabetically);
}

function missingIn(values: Float64Array): number {
  let count = 0;
  for (const value of values) if (Number.isNaN(value)) count++;
  return count;
}
