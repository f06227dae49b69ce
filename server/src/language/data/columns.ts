import type { Column } from '../../engine/model/dataset.js';
import type { ColumnTypeSpec } from '../../engine/model/specification.js';
import type { RawColumn, RawNumbers, RawTexts } from './raw.js';
import { isMissing, kindOf, numberOf, truthOf } from './texts.js';

/** A cell that does not fit its column. */
export interface BadCell {
  /** From 0. */
  readonly row: number;
  readonly text: string;
  readonly message: string;
}

export interface TypedColumn {
  readonly column: Column;
  readonly bad?: BadCell;
}

/** A column with a value a row. */
export type ReadableColumn = RawNumbers | RawTexts;

export const isReadable = (column: RawColumn): column is ReadableColumn => column.kind === 'numbers' || column.kind === 'texts';

type Type = Pick<ColumnTypeSpec, 'type' | 'levels'>;

const alphabet = new Intl.Collator('en');

/** Alphabetical, capitals beside their small letters; a tie goes by code unit, so the order is always the same. */
function alphabetically(a: string, b: string): number {
  return alphabet.compare(a, b) || (a < b ? -1 : Number(a > b));
}

/** Makes a column of what was read: by its type where the user gives one, else by what its texts are. */
export function typedColumn(raw: ReadableColumn, type: Type | undefined, decimalComma = false): TypedColumn {
  if (type?.levels || type?.type === 'category') return categorical(raw, type, decimalComma);
  if (type?.type === 'boolean') return mapped(raw, 'boolean', truthOf, 'is neither true nor false');
  const number = (text: string): number => numberOf(text, decimalComma);
  if (raw.kind === 'numbers' || type?.type === 'number') return mapped(raw, 'numeric', number, 'is not a number');
  const found = kindOf(raw, decimalComma);
  if (found.kind === 'boolean') return mapped(raw, 'boolean', truthOf, 'is neither true nor false');
  if (found.kind === 'categorical') return categorical(raw, undefined, decimalComma);
  return mapped(
    raw,
    'numeric',
    number,
    raw.mixed ? 'is not a number, as others in the column are' : 'is not a number, as nearly all others in the column are',
  );
}

/** A column of one number a text; texts without one are missing, or bad. */
function mapped(raw: ReadableColumn, kind: 'numeric' | 'boolean', numberOfText: (text: string) => number, complaint: string): TypedColumn {
  if (raw.kind === 'numbers') return mappedNumbers(raw.name, raw.values, kind);
  const numbers = Float64Array.from(raw.texts, (text) => (isMissing(text) ? NaN : numberOfText(text)));
  const badCodes = new Set(raw.texts.flatMap((text, code) => (Number.isNaN(numbers[code]) && !isMissing(text) ? [code] : [])));
  const values = byCode(raw.codes, numbers);
  return { column: { name: raw.name, kind, values, missing: missingIn(values) }, ...badText(raw, badCodes, complaint) };
}

/** The number of each row's code, in memory that threads share; NaN where there is none. */
function byCode(codes: Int32Array, numbers: Float64Array): Float64Array {
  const values = shared(codes.length);
  for (let row = 0; row < values.length; row++) values[row] = numbers[codes[row] ?? -1] ?? NaN;
  return values;
}

const shared = (rows: number): Float64Array => new Float64Array(new SharedArrayBuffer(rows * Float64Array.BYTES_PER_ELEMENT));

function mappedNumbers(name: string, source: Float64Array, kind: 'numeric' | 'boolean'): TypedColumn {
  const values = source.buffer instanceof SharedArrayBuffer ? source : shared(source.length);
  if (values !== source) values.set(source);
  const row = kind === 'boolean' ? values.findIndex((value) => value !== 0 && value !== 1 && !Number.isNaN(value)) : -1;
  const column: Column = { name, kind, values, missing: missingIn(values) };
  if (row < 0) return { column };
  const text = String(values[row]);
  return { column, bad: { row, text, message: `\`${text}\` is neither true nor false` } };
}

function badText(raw: RawTexts, badCodes: ReadonlySet<number>, complaint: string): { bad?: BadCell } {
  if (badCodes.size === 0) return {};
  const row = raw.codes.findIndex((code) => badCodes.has(code));
  const text = raw.texts[raw.codes[row] ?? -1] ?? '';
  return { bad: { row, text, message: `\`${text.trim().slice(0, 40)}\` ${complaint}` } };
}

function categorical(raw: ReadableColumn, type: Type | undefined, decimalComma: boolean): TypedColumn {
  const asText = textColumn(raw, decimalComma);
  const given = type?.levels?.map((level) => canonical(level.value, asText.numeric));
  const levels = given ?? naturalLevels(asText);
  const positions = new Map(levels.map((level, index) => [level, index]));
  const numbers = Float64Array.from(asText.texts, (text) => (isMissing(text) ? NaN : (positions.get(text) ?? NaN)));
  const badCodes = new Set(asText.texts.flatMap((text, code) => (isMissing(text) || positions.has(text) ? [] : [code])));
  const values = byCode(asText.codes, numbers);
  const column: Column = {
    name: raw.name,
    kind: 'categorical',
    values,
    levels,
    missing: missingIn(values),
    ...(given ? { levelsGiven: true } : {}),
  };
  return { column, ...badText(asText, badCodes, `is not one of the levels ${levels.join(', ').slice(0, 80)}`) };
}

type TextColumn = RawTexts & { readonly numeric: boolean };

/** The column as trimmed texts; numbers in their shortest form, so that `1` and `1.0` are one level. */
function textColumn(raw: ReadableColumn, decimalComma: boolean): TextColumn {
  if (raw.kind === 'numbers') return { ...fromNumbers(raw.name, raw.values), numeric: true };
  const numeric = kindOf(raw, decimalComma).kind === 'numeric';
  return { ...raw, texts: raw.texts.map((text) => (isMissing(text) ? '' : canonical(text, numeric, decimalComma))), numeric };
}

function canonical(text: string, numeric: boolean, decimalComma = false): string {
  const number = numeric ? numberOf(text, decimalComma) : NaN;
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

function naturalLevels(column: TextColumn): string[] {
  const distinct = [...new Set(column.texts)].filter((text) => !isMissing(text));
  return column.numeric ? distinct.sort((a, b) => Number(a) - Number(b)) : distinct.sort(alphabetically);
}

function missingIn(values: Float64Array): number {
  let count = 0;
  for (const value of values) if (Number.isNaN(value)) count++;
  return count;
}
