import { nearest } from '../../engine/expr/nearest.js';
import type { Column, Dataset } from '../../engine/model/dataset.js';
import type { ColumnTypeSpec, Located } from '../../engine/model/specification.js';
import type { Problem, Span } from '../../engine/problem.js';
import { typedColumn, type BadCell } from './columns.js';
import type { RawTable } from './raw.js';

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
  /** The place in the estimation file of a cell, or at least of the data. */
  readonly place: (field: number, row: number) => Span;
  /** Columns that the model reads: bad cells of others are no problem. All of them where absent. */
  readonly used?: ReadonlySet<string>;
  /** Cells are known by line in a file of their own. */
  readonly inFile: boolean;
}

/** Gives the columns of a table their types. The dataset is there unless a used column is malformed. */
export function toDataset(raw: RawTable, options: DatasetOptions): { dataset: Dataset | undefined; problems: DataProblem[] } {
  const problems: DataProblem[] = [...unknownNames(raw, options)];
  const columns = raw.columns.map((column, field): Column => {
    const type = options.types.find((entry) => entry.column.value === column.name);
    const { column: typed, bad } = typedColumn(column, type, raw.decimalComma);
    if (bad && (options.used?.has(column.name) ?? true)) problems.push(badCell(raw, column.name, field, bad, options));
    return typed;
  });
  problems.push(...badWeights(raw, columns, options));
  const weights = columns.some((column) => column.name === options.weights?.value) ? options.weights?.value : undefined;
  const failed = problems.some((problem) => problem.severity === 'error');
  return { dataset: failed ? undefined : { rows: raw.rows, columns, ...(weights === undefined ? {} : { weights }) }, problems };
}

function badCell(raw: RawTable, name: string, field: number, bad: BadCell, options: DatasetOptions): DataProblem {
  const cell = { row: bad.row + 1, line: raw.lines?.[bad.row] ?? bad.row + 2, field: field + 1 };
  const where = options.inFile ? `row ${String(cell.row)} (line ${String(cell.line)})` : `value ${String(cell.row)}`;
  const message = `In column \`${name}\`, ${where}: ${bad.message}. Correct it, leave it empty, or declare the column's type by \`types\` under \`data\`.`;
  const problem = { severity: 'error', code: 'data-malformed', message, span: options.place(field, bad.row), related: [name] } as const;
  return options.inFile ? { ...problem, cell } : problem;
}

function unknownNames(raw: RawTable, { types, weights }: DatasetOptions): DataProblem[] {
  const names = raw.columns.map((column) => column.name);
  const given = [...types.map((type) => type.column), ...(weights ? [weights] : [])];
  return given.filter((name) => !names.includes(name.value)).map((name) => unknownColumn(name, names));
}

function unknownColumn(name: Located<string>, names: readonly string[]): DataProblem {
  const near = nearest(name.value, names);
  const hint =
    near === undefined
      ? `It has ${names
          .slice(0, 10)
          .map((other) => `\`${other}\``)
          .join(', ')}${names.length > 10 ? ', …' : ''}.`
      : `Did you mean \`${near}\`?`;
  const span = { from: name.from, to: name.to };
  const problem = { severity: 'error', code: 'unknown-name', message: `The data has no column \`${name.value}\`. ${hint}`, span } as const;
  return near === undefined
    ? problem
    : { ...problem, fixes: [{ title: `Change to \`${near}\``, edits: [{ span, text: near }], preferred: true }] };
}

/** Frequency weights are numbers, none negative. */
function badWeights(raw: RawTable, columns: readonly Column[], { weights, inFile }: DatasetOptions): DataProblem[] {
  const field = columns.findIndex((column) => column.name === weights?.value);
  const column = columns[field];
  if (!weights || !column) return [];
  const span = { from: weights.from, to: weights.to };
  const base = { severity: 'error', code: 'data-malformed', span, related: [column.name] } as const;
  if (column.kind === 'categorical') return [{ ...base, message: `Weights are numbers; column \`${column.name}\` holds texts.` }];
  const row = column.values.findIndex((value) => value < 0 || value === Infinity);
  if (row < 0) return [];
  const message = `Weights are finite and not negative; column \`${column.name}\`, row ${String(row + 1)} holds ${String(column.values[row])}.`;
  return [
    inFile ? { ...base, message, cell: { row: row + 1, line: raw.lines?.[row] ?? row + 2, field: field + 1 } } : { ...base, message },
  ];
}
