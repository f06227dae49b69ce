import type { Expr } from '../../engine/expr/ast.js';
import type { Column, Dataset } from '../../engine/model/dataset.js';
import type { ColumnTypeSpec, DataFormat, Located, Mark } from '../../engine/model/dataSpec.js';
import { at } from '../../engine/numeric/at.js';
import type { Problem, Span } from '../../report/problem.js';
import { type ColumnNote } from './cellNotes.js';
import { isReadable, typedColumn } from './columns.js';
import { type FilteredDataset, takeRows } from './filter.js';
import type { Reading } from './kinds.js';
import { certainMark, type MarkContext } from './marks.js';
import { NaValues, noNa } from './na.js';
import type { RawTable, RawUnreadable } from './raw.js';
import { lineOf, rowText } from './rows.js';
import { isMissing, isPlaceholder } from './texts.js';
import { unknownColumn } from './unknown.js';
import { keptRows } from './where.js';

/** A place in a data file: row and field (both from 1) of the table, and the line of the file. Without a field it is the whole row. */
export interface Cell {
  readonly row: number;
  readonly line: number;
  readonly field?: number;
}

export interface DataProblem extends Problem {
  /** Where it is known: the cell of the data file. */
  readonly cell?: Cell;
}

/** What the estimation file says about its data, and where. */
export interface DatasetOptions {
  readonly types: readonly ColumnTypeSpec[];
  readonly weights?: Located<string>;
  /** A condition that the rows meet. */
  readonly where?: Expr;
  /** The place in the estimation file of a cell, or at least of the data. */
  readonly place: (field: number, row: number) => Span;
  /** Columns that the model reads: bad cells of others do not matter. All of them where absent. */
  readonly used?: ReadonlySet<string>;
  /** Cells are known by line in a file of their own. */
  readonly inFile: boolean;
  /** How the file writes numbers and missing values, where `data` says so. */
  readonly format?: DataFormat;
}

interface Found {
  readonly dataset: Dataset | undefined;
  readonly problems: readonly DataProblem[];
}

/** Gives the columns of a table their types. The dataset is there unless a used column is malformed. */
export function toDataset(raw: RawTable, options: DatasetOptions): { dataset: Dataset | undefined; problems: DataProblem[] } {
  const { columns, problems, unread } = typedColumns(raw, options);
  problems.unshift(...unknownNames(raw, options));
  const whole = { rows: raw.rows, columns, ...(unread.length > 0 ? { unread } : {}) };
  const filtered = hasError(problems) ? { dataset: whole, problems: [] } : filter(whole, options.where);
  problems.push(...filtered.problems);
  const { dataset } = filtered;
  if (dataset) problems.push(...badWeights(raw, dataset, options));
  if (!dataset || hasError(problems)) return { dataset: undefined, problems };
  const { weights } = options;
  return { dataset: { ...dataset, ...(weights ? { weights: weights.value } : {}) }, problems };
}

interface TypedColumns {
  readonly columns: readonly Column[];
  readonly problems: DataProblem[];
  readonly unread: readonly string[];
}

function typedColumns(raw: RawTable, options: DatasetOptions): TypedColumns {
  const problems: DataProblem[] = [];
  const isUsed = (name: string): boolean => options.used?.has(name) ?? true;
  const types = new Map(options.types.map((entry) => [entry.column.value, entry]));
  const reading = readingOf(raw, options);
  const columns = raw.columns.flatMap((column, field): Column[] => {
    if (column.kind === 'images') return [{ ...column, kind: 'image', missing: 0 }];
    if (!isReadable(column)) {
      if (column.kind === 'unreadable' && isUsed(column.name)) problems.push(unreadable(column, options.place(field, 0)));
      return [];
    }
    const { column: typed, notes, odd } = typedColumn(column, types.get(column.name), reading);
    if (isUsed(column.name)) problems.push(...notes.map((note) => cellProblem(raw, column.name, field, note, options)));
    return [odd ? { ...typed, notNumber: cellText(raw, column.name, odd, options) } : typed];
  });
  return { columns, problems, unread: raw.columns.flatMap(({ kind, name }) => (kind === 'unread' ? [name] : [])) };
}

/** Decimal marks are those of all columns together. */
function readingOf(raw: RawTable, { format }: DatasetOptions): Reading {
  const own: MarkContext = { marks: new Set(), semicolons: raw.semicolons ?? false, ...(format?.style ? { given: format.style } : {}) };
  const na = format?.na && format.na.length > 0 ? new NaValues(format.na.map(({ value }) => value)) : noNa;
  const marks = new Set<Mark>(raw.marks);
  for (const column of raw.columns) {
    if (column.kind !== 'texts' || column.literal) continue;
    const mark = certainMark(column.texts.filter((text) => !isMissing(text) && !isPlaceholder(text) && !na.hasText(text)));
    if (mark !== undefined) marks.add(mark);
  }
  return { ...own, marks, na };
}

const hasError = (problems: readonly Problem[]): boolean => problems.some((problem) => problem.severity === 'error');

/** The rows that meet the condition, if there is one. */
function filter(data: Dataset, where: Expr | undefined): Found {
  if (!where) return { dataset: data, problems: [] };
  const { rows, problems } = keptRows(where, data);
  return { dataset: rows && takeRows(data, rows), problems };
}

function unreadable({ name, reason, advice, at }: RawUnreadable, span: Span): DataProblem {
  const usual = 'but a column holds one value per row. Write the parts as separate columns, or select them with a `query` under `data`';
  const message = `Column \`${name}\` ${reason}${advice === undefined ? `, ${usual}` : `. ${advice}`}.`;
  const cell = at ? { cell: { row: at.line, ...at } } : {};
  return { severity: 'error', code: 'data-malformed', message, span, related: [name], ...cell };
}

function cellProblem(raw: RawTable, name: string, field: number, note: ColumnNote, options: DatasetOptions): DataProblem {
  const { row, severity } = note;
  const where = options.inFile ? rowText(raw, row) : `value ${String(row + 1)}`;
  const message = `In column \`${name}\`, ${where}: ${note.message}. ${adviceFor(name, note, options)}.`;
  const code = severity === 'information' ? 'missing-values' : 'data-malformed';
  const problem = { severity, code, message, span: options.place(field, row), related: [name] } as const;
  return options.inFile ? { ...problem, ...cellOf(raw, row, field) } : problem;
}

/** What to do about a cell. */
function adviceFor(name: string, { advice, text, severity }: ColumnNote, { inFile }: Pick<DatasetOptions, 'inFile'>): string {
  if (severity !== 'error' && advice !== undefined) return advice;
  if (!inFile) return advice ?? 'Correct it, or write `null` where the value is missing';
  const category = `\`types: { ${yamlKey(name)}: category }\` under \`data\` makes the column categorical`;
  if (advice !== undefined) return `${advice}; ${category}`;
  return `Correct it or leave it empty; \`na: [${JSON.stringify(shortened(text))}]\` under \`data\` makes it a missing value, and ${category}`;
}

const shortened = (text: string): string => text.trim().slice(0, 40);

/** A name as a key of YAML. */
const yamlKey = (name: string): string => (/^[\p{L}_][\p{L}\p{N}_. ]*$/u.test(name) ? name : JSON.stringify(name));

function oddAdvice(name: string, { message, text }: ColumnNote, { inFile }: DatasetOptions): string {
  if (!inFile) return 'Write numbers without quotes';
  if (message.endsWith('as text')) return `\`types: { ${yamlKey(name)}: number }\` under \`data\` reads such text as numbers`;
  return `Correct it, or leave it empty; \`na: [${JSON.stringify(shortened(text))}]\` under \`data\` makes it a missing value`;
}

/** For where a number is needed: what keeps a column from being numeric. */
function cellText(raw: RawTable, name: string, note: ColumnNote, options: DatasetOptions): string {
  const where = options.inFile ? rowText(raw, note.row) : `value ${String(note.row + 1)}`;
  return `In ${where}, ${note.message}. ${note.advice ?? oddAdvice(name, note, options)}.`;
}

function cellOf(raw: RawTable, row: number, field: number): { cell?: Cell } {
  const line = lineOf(raw, row);
  return line === undefined ? {} : { cell: { row: row + 1, line, field: field + 1 } };
}

const MOST_UNKNOWN = 20;

function unknownNames(raw: RawTable, { types, weights }: DatasetOptions): DataProblem[] {
  const names = raw.columns.map((column) => column.name);
  const known = new Set(names);
  const given = [...types.map((type) => type.column), ...(weights ? [weights] : [])].filter((name) => !known.has(name.value));
  return given.slice(0, MOST_UNKNOWN).map((name) => unknownColumn(name, names));
}

/** Frequency weights must be numbers, none of them negative. */
function badWeights(raw: RawTable, { columns, rowNumbers }: FilteredDataset, { weights, inFile }: DatasetOptions): DataProblem[] {
  const column = columns.find(({ name }) => name === weights?.value);
  if (!weights || !column) return [];
  const span = { from: weights.from, to: weights.to };
  const base = { severity: 'error', code: 'data-malformed', span, related: [column.name] } as const;
  if (column.kind === 'categorical' || column.kind === 'image') {
    const holds = column.kind === 'image' ? 'images' : 'text';
    return [{ ...base, message: `Weights must be numbers; column \`${column.name}\` holds ${holds}.` }];
  }
  const bad = column.values.findIndex((value) => value < 0 || value === Infinity);
  if (bad < 0) return [];
  const row = rowNumbers ? at(rowNumbers, bad) - 1 : bad;
  const where = raw.parts ? rowText(raw, row) : `row ${String(row + 1)}`;
  const message = `Weights must be finite and not negative; column \`${column.name}\` holds ${String(column.values[bad])} in ${where}.`;
  const field = raw.columns.findIndex(({ name }) => name === column.name);
  return [inFile ? { ...base, message, ...cellOf(raw, row, field) } : { ...base, message }];
}
