import { certainMark } from '../../../language/data/marks.js';
import { numberOf } from '../../../language/data/numbers.js';
import type { Mark } from '../../../engine/model/dataSpec.js';
import { isMissing, isPlaceholder } from '../../../language/data/texts.js';
import { fieldsOf, type Record, recordsOf } from './records.js';

/** Where the names of a text table are, and how its fields are separated. */
export interface Layout {
  /** One for each field; without a name where each row ends in a separator. */
  readonly names: readonly string[];
  /** A space where any number of spaces separate fields. */
  readonly separator: string;
  /** Lines up to the names, theirs included. */
  readonly skip: number;
  /** Line of the names. */
  readonly header: number;
  /** Decimal marks that columns use beyond doubt. */
  readonly marks: readonly Mark[];
}

const SAMPLE = 200;
const MOST_TITLES = 20;
const separators = [',', ';', '\t', '|'];

/** The layout of a text table from its beginning; undefined where there is nothing in it. */
export function layoutOf(text: string, isTsv: boolean): Layout | undefined {
  const all = recordsOf(text.replace(/^\ufeff/, ''), SAMPLE);
  // Excel's own way to declare the separator.
  const said = /^"?sep=(.)"?[,;\t]*$/i.exec(all[0]?.text ?? '')?.[1];
  const records = said === undefined ? all : all.slice(1);
  const [first] = records;
  if (!first) return undefined;
  const usual = usualSeparator(first.text, isTsv);
  const tried = said === undefined ? [usual, ...separators.filter((each) => each !== usual), ' '] : [said];
  const tables = tried.flatMap((separator) => tableOf(records, separator) ?? []);
  const best = tables.find((table) => table.at === 0 && table.separator === usual && !isRagged(table, tables)) ?? bestOf(tables);
  return finish(
    best ?? { at: 0, separator: said ?? usual, fields: 0, share: 0, rows: records.map(({ text: line }) => fieldsOf(line, said ?? usual)) },
    records,
  );
}

/** Tabs here and spaces there. */
const isRagged = ({ separator, share }: Table, tables: readonly Table[]): boolean =>
  separator === '\t' && share < 1 && tables.some((other) => other.separator === ' ' && other.share === 1);

/** The separator that occurs most often outside quotes; a comma where there is none. */
function usualSeparator(line: string, isTsv: boolean): string {
  const bare = line.replace(/"(?:[^"]|"")*"/g, '');
  const counts = separators.map((mark) => ({ mark, count: bare.split(mark).length - 1 }));
  const best = counts.reduce((a, b) => (b.count > a.count ? b : a));
  if (best.count > 0) return best.mark;
  return isTsv ? '\t' : ',';
}

interface Table {
  /** The record with the names. */
  readonly at: number;
  readonly separator: string;
  /** In most rows. */
  readonly fields: number;
  /** Among the rows that have this many fields. */
  readonly share: number;
  readonly rows: readonly (readonly string[])[];
}

/** The records as a table with this separator; undefined where they are not one. */
function tableOf(records: readonly Record[], separator: string): Table | undefined {
  const rows = records.map(({ text }) => fieldsOf(text, separator));
  const fields = mostCommon(rows.slice(1).map(({ length }) => length)) ?? rows[0]?.length ?? 0;
  if (fields < 2) return undefined;
  const at = belowGap(records, rows, fields) ?? headerOf(rows, fields);
  const body = rows.slice((at ?? 0) + 1);
  const share = body.filter(({ length }) => length === fields).length / Math.max(body.length, 1);
  if (at === undefined || (separator === ' ' && !areWords(body, share))) return undefined;
  return { at, separator, fields, share, rows };
}

/** Words of a text are not a table: some column between spaces must hold numbers. */
const areWords = (body: readonly (readonly string[])[], share: number): boolean =>
  share > 0.9 && (body[0] ?? []).some((_, i) => body.every((row) => isNumber(fieldAt(row, i))));

/** A short row ends in empty fields. */
const fieldAt = (row: readonly string[], i: number): string => row[i] ?? '';

const isNumber = (text: string): boolean => isMissing(text) || isPlaceholder(text) || !Number.isNaN(numberOf(text));

/** The record with the names: the first, unless it is a title above them. */
function headerOf(rows: readonly (readonly string[])[], fields: number): number | undefined {
  const [first = []] = rows;
  if (fits(rows, 0, fields)) return (first.length === fields ? belowTitles(rows, fields) : undefined) ?? 0;
  const found = rows.slice(0, MOST_TITLES).findIndex((row, i) => i > 0 && fits(rows, i, fields) && !row.every((name) => name === ''));
  const below = rows.slice(found + 1);
  const isTable = found > 0 && below.length > 1 && below.filter(({ length }) => length === fields).length >= 0.9 * below.length;
  if (isTable && !(rows[found] ?? []).every(isNumber)) return found;
  return first.length > 1 ? 0 : undefined;
}

/** Names below a blank line: text above it without a number is a title, whatever its separators. */
function belowGap(records: readonly Record[], rows: readonly (readonly string[])[], fields: number): number | undefined {
  const isWords = (row: readonly string[] | undefined): boolean => row?.every((field) => !isQuantity(field)) ?? false;
  const found = records
    .slice(0, MOST_TITLES)
    .findLastIndex(({ line }, i) => i > 0 && line > (records[i - 1]?.last ?? 0) + 1 && isWords(rows[i]));
  const below = rows.slice(found + 1);
  const isHeader = found > 0 && fits(rows, found, fields) && rows.slice(0, found).every(isWords) && below.length > 1;
  return isHeader && below.some((row) => row.some(isQuantity)) ? found : undefined;
}

const isQuantity = (text: string): boolean => !Number.isNaN(numberOf(text));

const fits = (rows: readonly (readonly string[])[], at: number, fields: number): boolean => {
  const count = rows[at]?.length ?? 0;
  return count === fields || (count === fields - 1 && (areRowNames(rows.slice(at + 1), fields) || endsEmpty(rows.slice(at + 1), fields)));
};

const countFilled = (row: readonly string[]): number => row.filter((field) => field !== '').length;

/** The names below rows with nothing but a first field, or nothing at all, between separators: as spreadsheets write titles. */
function belowTitles(rows: readonly (readonly string[])[], fields: number): number | undefined {
  const found = rows.slice(0, MOST_TITLES).findIndex((row) => countFilled(row) > 1);
  const areTitles = rows
    .slice(0, Math.max(found, 0))
    .every(([first = '', ...rest]) => countFilled(rest) === 0 && (first !== '' || rest.length > 0));
  const isFirst = (rows[0]?.[0] ?? '') !== '';
  return found > 0 && areTitles && isFirst && rows[found]?.length === fields && !rows[found].every(isNumber) ? found : undefined;
}

/** R's `write.table` gives row names no heading: 1, 2, 3 or text values, each once. */
function areRowNames(body: readonly (readonly string[])[], fields: number): boolean {
  const names = body.map(([name = '']) => name);
  const isCounted = names.every((name, i) => name === String(i + 1));
  const areTexts = names.every((name) => name !== '' && !isNumber(name));
  return (
    body.length > 1 && body.every(({ length }) => length === fields) && (isCounted || areTexts) && new Set(names).size === names.length
  );
}

const endsEmpty = (body: readonly (readonly string[])[], fields: number): boolean =>
  body.length > 0 && body.every((row) => row.length === fields && row.at(-1) === '');

const bestOf = (tables: readonly Table[]): Table | undefined =>
  tables.reduce<Table | undefined>((a, b) => (a && score(a) >= score(b) ? a : b), undefined);

/** Spaces count only where nothing else separates. */
const score = ({ share, fields, separator }: Table): number => share * (separator === ' ' ? 0.99 : 1) + fields / 1e6;

function finish({ at, separator, fields, rows }: Table, records: readonly Record[]): Layout {
  const [names = [], ...body] = rows.slice(at);
  const isShort = names.length === fields - 1;
  const isEnded = isShort && endsEmpty(body, fields) && !areRowNames(body, fields);
  const isNamed = isShort && !isEnded && areRowNames(body, fields);
  const named = uncomment(names).map((name, i) => (name === '' ? `column_${String(i + 1)}` : name));
  const all = isNamed ? ['row_names', ...named] : isEnded ? [...named, ''] : named;
  const { line = 1, last = 1 } = records[at] ?? {};
  return { names: all, separator, skip: last, header: line, marks: marksOf(body, all.length) };
}

/** A `#` before the names, as NumPy writes. */
const uncomment = ([first = '', ...rest]: readonly string[]): string[] =>
  first === '#' && rest.length > 0 ? rest : [first.replace(/^#\s*/, ''), ...rest];

function marksOf(rows: readonly (readonly string[])[], width: number): Mark[] {
  const marks = new Set<Mark>();
  for (let i = 0; i < width; i++) {
    const texts = rows.map((row) => fieldAt(row, i)).filter((text) => !isMissing(text) && !isPlaceholder(text));
    const mark = certainMark(texts);
    if (mark !== undefined) marks.add(mark);
  }
  return [...marks];
}

function mostCommon(numbers: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return [...counts].reduce<[number, number] | undefined>((a, b) => (a && a[1] >= b[1] ? a : b), undefined)?.[0];
}
