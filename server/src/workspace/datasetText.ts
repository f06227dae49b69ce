import { readFile, stat } from 'node:fs/promises';
import { LineIndex, type Position } from '../report/positions.js';
import type { Span } from '../report/problem.js';
import type { Loaded } from './loader.js';
import { csvFields } from './data/text/csvFields.js';
import { type Layout, layoutOf } from './data/text/layout.js';
import { placedFields, type Field } from './data/text/records.js';

/** A place in the text of a dataset: in the line of names, or in a row, numbered from 1. */
export type DatasetPlace =
  | { readonly kind: 'header'; readonly column: string; readonly span: Span }
  | { readonly kind: 'row'; readonly row: number; readonly texts: ReadonlyMap<string, string>; readonly span: Span };

type Rows = NonNullable<Loaded['table']>;

/** A field in quotes spans no more lines than this: otherwise a quote was left open. */
const MOST_LINES = 50;

/** The text of a dataset in an editor, looked at where somebody points. */
export class DatasetText {
  readonly lines: LineIndex;
  /** Undefined for what is no text table. */
  private readonly layout: Layout | undefined;

  constructor(
    private readonly text: string,
    path: string,
  ) {
    this.lines = new LineIndex(text);
    this.layout = /\.(?:json|jsonl|ndjson)$/i.test(path) ? undefined : layoutOf(text, /\.tsv$/i.test(path));
  }

  /** What stands at an offset, given how the rows were read. */
  placeAt(offset: number, rows: Rows): DatasetPlace | undefined {
    const line = this.lines.position(offset).line + 1;
    return this.headerAt(line, offset) ?? this.rowAt(line, offset, rows);
  }

  /** The name of a column in the header at an offset. */
  columnAt(offset: number): string | undefined {
    const found = this.headerAt(this.lines.position(offset).line + 1, offset);
    return found?.column;
  }

  /** A cell (its line and its field, from 1), or its record where the field is not known or not there. Blank cells are as wide as they are. */
  cell(line: number, field: number | undefined): Span {
    const record = this.recordFrom(line);
    if (!this.layout) return record;
    if (field === undefined) return this.fromOpenQuote(record);
    const { from, to } = this.fields(record)[field - 1] ?? record;
    return { from, to };
  }

  /** The record that starts in a line (from 1), as positions. */
  record(line: number): { readonly start: Position; readonly end: Position } {
    const { from, to } = this.recordFrom(line);
    return { start: this.lines.position(from), end: this.lines.position(to) };
  }

  /** From a quote that is not closed. */
  private fromOpenQuote({ from, to }: Span): Span {
    return oddQuotes(this.text, from, to) ? { from: this.text.lastIndexOf('"', to - 1), to } : { from, to };
  }

  private headerAt(line: number, offset: number): Extract<DatasetPlace, { kind: 'header' }> | undefined {
    const { layout } = this;
    if (!layout || line < layout.header || line > layout.skip) return undefined;
    const fields = this.fields(this.recordFrom(layout.header));
    const index = fields.findIndex(({ from, to }) => from <= offset && offset <= to);
    const field = fields[index];
    // A line of names may leave out that of the rows.
    const isShort = fields.length === layout.names.length - 1 && layout.names.at(-1) !== '';
    const column = csvFields(layout.names, layout.header).find((each) => each.field === index + (isShort ? 1 : 0));
    return field && column ? { kind: 'header', column: column.name, span: { from: field.from, to: field.to } } : undefined;
  }

  private rowAt(line: number, offset: number, { rows, lines, names }: Rows): DatasetPlace | undefined {
    const row = rowOfLine(line, rows, lines);
    if (row === undefined) return undefined;
    const record = this.recordFrom(lines instanceof Int32Array ? (lines[row] ?? line) : line);
    if (offset > record.to) return undefined;
    const fields = this.layout ? this.fields(record) : [];
    const found = fields.find(({ from, to }) => from <= offset && offset <= to);
    const texts = new Map(fields.flatMap(({ text }, i): [string, string][] => (names[i] === undefined ? [] : [[names[i], text]])));
    const { from, to } = found ?? record;
    return { kind: 'row', row: row + 1, texts, span: { from, to } };
  }

  /** From the beginning of a line (from 1) to the end of the record that starts there, line ends in quotes included. */
  private recordFrom(line: number): Span {
    const from = this.lines.offset({ line: line - 1, character: 0 });
    let isOpen = false;
    for (let last = line; last < line + MOST_LINES; last++) {
      const start = this.lines.offset({ line: last - 1, character: 0 });
      const to = this.lines.offset({ line: last - 1, character: Infinity });
      if (this.layout && oddQuotes(this.text, start, to)) isOpen = !isOpen;
      if (!isOpen) return { from, to };
      if (to >= this.text.length) break;
    }
    return { from, to: this.lines.offset({ line: line - 1, character: Infinity }) };
  }

  private fields({ from, to }: Span): Field[] {
    // A mark of the encoding, and that of a comment before the names, are no part of a field.
    const record = this.text.slice(from, to).replace(from === 0 ? /^\ufeff?(?:#\s*)?/ : /^/, (mark) => ' '.repeat(mark.length));
    return placedFields(record, this.layout?.separator ?? ',').map((field) => ({ ...field, from: from + field.from, to: from + field.to }));
  }
}

function oddQuotes(text: string, from: number, to: number): boolean {
  let isOdd = false;
  for (let at = text.indexOf('"', from); at >= 0 && at < to; at = text.indexOf('"', at + 1)) isOdd = !isOdd;
  return isOdd;
}

/** The line, from 1, that a row (from 1) starts in; undefined where rows are no lines. */
export function lineOfRow({ rows, lines }: Pick<Rows, 'rows' | 'lines'>, row: number): number | undefined {
  if (lines === 'none' || row < 1 || row > rows) return undefined;
  return lines ? lines[row - 1] : row + 1;
}

/** A longer text is not read for the sake of one row. */
const MOST_BYTES = 50e6;

/** The text of a table on disk; undefined for what is none, or is too long for an editor. */
export async function datasetTextOf(path: string): Promise<DatasetText | undefined> {
  if (!/\.(?:csv|tsv|txt|json|jsonl|ndjson)$/i.test(path)) return undefined;
  const found = await stat(path).catch(() => undefined);
  if (!found || found.size > MOST_BYTES) return undefined;
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : new DatasetText(text, path);
}

/** The row, from 0, that a line (from 1) belongs to. */
function rowOfLine(line: number, rows: number, lines: Rows['lines']): number | undefined {
  if (lines === 'none') return undefined;
  if (!lines) return line >= 2 && line <= rows + 1 ? line - 2 : undefined;
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle] ?? Infinity) <= line) low = middle + 1;
    else high = middle;
  }
  return low > 0 ? low - 1 : undefined;
}
