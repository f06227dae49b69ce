import type { Expr } from '../../engine/expr/ast.js';
import type { Column, Dataset } from '../../engine/model/dataset.js';
import type { ColumnTypeSpec, Located } from '../../engine/model/specification.js';
import type { Problem, Span } from '../../engine/problem.js';
import { type BadCell, isReadable, typedColumn } from './columns.js';
import { type FilteredDataset, takeRows } from './filter.js';
import type { RawTable, RawUnreadable } from './raw.js';
import { lineOf, rowText } from './rows.js';
import { unknownColumn } from './unknown.js';
import { keptRows } from './where.js';

/** A place in a data file: row and field (both from 1) of the table, and the line of the file. */
export interface Cell {
  readonly row: number;
  readonly line: number;
  readonly field: number;
}

export interface DataProblem extends Problem {
  /** Where it is known: the cell of the data file. */
  readonly cell?: Cell;
}

/** What the estimation file says of its data, and where. */
export interface DatasetOptions {
  readonly types: readonly ColumnTypeSpec[];
  readonly weights?: Located<string>;
  /** A condition that the rows meet. */
  readonly where?: Expr;
  /** The place in the estimation file of a cell, or at least of the data. */
  readonly place: (field: number, row: number) => Span;
  /** Columns that the model reads: bad cells of others are no problem. All of them where absent. */
  readonly used?: ReadonlySet<string>;
  /** Cells are known by line in a file of their own. */
  readonly inFile: boolean;
}

interface Found {
  readonly dataset: Dataset | undefined;
  readonly problems: readonly DataProblem[];
}

/** Gives the columns of a table their types. The dataset is there unless a used column is malformed. */
export function toDataset(raw: RawTable, options: DatasetOptions): { dataset: Dataset | undefined; problems: DataProblem[] } {
  const { columns, problems } = typedColumns(raw, options);
  problems.unshift(...unknownNames(raw, options));
  const whole = { rows: raw.rows, columns };
  const filtered = hasError(problems) ? { dataset: whole, problems: [] } : filter(whole, options.where);
  problems.push(...filtered.problems);
  const { dataset } = filtered;
  if (dataset) problems.push(...badWeights(raw, dataset, options));
  if (!dataset || hasError(problems)) return { dataset: undefined, problems };
  const { weights } = options;
  return { dataset: { ...dataset, ...(weights ? { weights: weights.value } : {}) }, problems };
}

function typedColumns(raw: RawTable, options: DatasetOptions): { columns: Column[]; problems: DataProblem[] } {
  const problems: DataProblem[] = [];
  const isUsed = (name: string): boolean => options.used?.has(name) ?? true;
  const columns = raw.columns.flatMap((column, field): Column[] => {
    if (column.kind === 'images') return [{ ...column, kind: 'image', missing: 0 }];
    if (!isReadable(column)) {
      if (isUsed(column.name)) problems.push(unreadable(column, options.place(field, 0)));
      return [];
    }
    const type = options.types.find((entry) => entry.column.value === column.name);
    const { column: typed, bad } = typedColumn(column, type, raw.decimalComma);
    if (bad && isUsed(column.name)) problems.push(badCell(raw, column.name, field, bad, options));
    return [typed];
  });
  return { columns, problems };
}

const hasError = (problems: readonly Problem[]): boolean => problems.some((problem) => problem.severity === 'error');

/** The rows that meet the condition, if there is one. */
function filter(data: Dataset, where: Expr | undefined): Found {
  if (!where) return { dataset: data, problems: [] };
  const { rows, problems } = keptRows(where, data);
  return { dataset: rows && takeRows(data, rows), problems };
}

function unreadable({ name, reason }: RawUnreadable, span: Span): DataProblem {
  const message = `Column \`${name}\` ${reason}, where a column holds one value a row. Write the parts as columns of their own, or pick them by a \`query\` under \`data\`.`;
  return { severity: 'error', code: 'data-malformed', message, span, related: [name] };
}

function badCell(raw: RawTable, name: string, field: number, bad: BadCell, options: DatasetOptions): DataProblem {
  const where = options.inFile ? rowText(raw, bad.row) : `value ${String(bad.row + 1)}`;
  const message = `In column \`${name}\`, ${where}: ${bad.message}. Correct it, leave it empty, or declare the column's type by \`types\` under \`data\`.`;
  const problem = { severity: 'error', code: 'data-malformed', message, span: options.place(field, bad.row), related: [name] } as const;
  return options.inFile ? { ...problem, ...cellOf(raw, bad.row, field) } : problem;
}

function cellOf(raw: RawTable, row: number, field: number): { cell?: Cell } {
  const line = lineOf(raw, row);
  return line === undefined ? {} : { cell: { row: row + 1, line, field: field + 1 } };
}

function unknownNames(raw: RawTable, { types, weights }: DatasetOptions): DataProblem[] {
  const names = raw.columns.map((column) => column.name);
  const given = [...types.map((type) => type.column), ...(weights ? [weights] : [])];
  return given.filter((name) => !names.includes(name.value)).map((name) => unknownColumn(name, names));
}

/** Frequency weights are numbers, none negative. */
function badWeights(raw: RawTable, { columns, rowNumbers }: FilteredDataset, { weights, inFile }: DatasetOptions): DataProblem[] {
  const column = columns.find(({ name }) => name === weights?.value);
  if (!weights || !column) return [];
  const span = { from: weights.from, to: weights.to };
  const base = { severity: 'error', code: 'data-malformed', span, related: [column.name] } as const;
  if (column.kind === 'categorical' || column.kind === 'image') {
    const holds = column.kind === 'image' ? 'images' : 'texts';
    return [{ ...base, message: `Weights are numbers; column \`${column.name}\` holds ${holds}.` }];
  }
  const bad = column.values.findIndex((value) => value < 0 || value === Infinity);
  if (bad < 0) return [];
  const row = rowNumbers ? (rowNumbers[bad] ?? 1) - 1 : bad;
  const where = raw.parts ? rowText(raw, row) : `row ${String(row + 1)}`;
  const message = `Weights are finite and not negative; column \`${column.name}\`, ${where} holds ${String(column.values[bad])}.`;
  const field = raw.columns.findIndex(({ name }) => name === column.name);
  return [inFile ? { ...base, message, ...cellOf(raw, row, field) } : { ...base, message }];
}
