import { nearest } from '../../engine/expr/nearest.js';
import type { Column, Dataset } from '../../engine/model/dataset.js';
import type { PredictColumn, PredictSpec } from '../../engine/model/specification.js';
import type { InlineValue } from '../../engine/model/dataSpec.js';
import { at } from '../../engine/numeric/at.js';
import type { Fix, Problem, Span } from '../../report/problem.js';
import { shortNumber } from '../../report/numbers.js';

/** A value of a column as it is shown. */
export type Shown = number | string | null;

/** The rows that are to be predicted. */
export interface GivenRows {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, { readonly codes: Float64Array; readonly shown: readonly Shown[] }>;
  /** Why a row cannot be predicted, by its number from 0. */
  readonly bad: ReadonlyMap<number, string>;
  readonly problems: readonly Problem[];
}

/** More rows than this are not a table. */
const MOST_ROWS = 100_000;
/** Values of a range without a step. */
const STEPS = 24;

interface Ask {
  readonly spec: PredictSpec;
  /** The columns that predictions depend on. */
  readonly needed: readonly Column[];
  /** The rows of the fit: the levels and the range of each column. */
  readonly training: Dataset;
  /** The rows of `source`. */
  readonly source?: Dataset | undefined;
}

/** The rows that a file asks about, in the levels of the data; no rows where a problem with severity error was found. */
export function givenRows(ask: Ask): GivenRows {
  const problems: Problem[] = [];
  const lists = ask.spec.kind === 'source' ? fromSource(ask) : fromFile(ask, problems);
  const none = { rows: 0, columns: new Map(), bad: new Map() };
  if (!lists || problems.some(({ severity }) => severity === 'error')) return { ...none, problems };
  const rows = countOf(ask.spec, lists);
  if (rows > MOST_ROWS) return { ...none, problems: [tooMany(ask.spec, rows)] };
  const uneven = [...lists].find(([, values]) => ask.spec.kind === 'rows' && values.length !== rows && values.length !== 1);
  if (uneven) return { ...none, problems: [unevenColumn(ask.spec, uneven[0], uneven[1].length, rows)] };
  return { ...place(ask, lists, rows), problems };
}

function countOf({ kind, columns }: PredictSpec, lists: Lists): number {
  const lengths = [...lists].map(([name, { length }]) => {
    const values = columns.find((each) => each.name.value === name)?.values;
    return values?.kind === 'range' && values.by !== undefined ? Math.floor((values.to - values.from) / values.by + 1e-9) + 1 : length;
  });
  if (kind === 'grid') return lengths.reduce((product, length) => product * length, 1);
  return Math.max(...lengths, lists.size === 0 ? 1 : 0);
}

/** The values of each column: in a grid those to be combined. */
type Lists = ReadonlyMap<string, readonly InlineValue[]>;

function fromSource({ needed, source }: Ask): Lists | undefined {
  if (!source) return undefined;
  return new Map(
    needed.flatMap(({ name }) => {
      const own = source.columns.find((each) => each.name === name);
      if (!own) return [];
      const text = (value: number): InlineValue =>
        Number.isNaN(value) ? null : own.kind === 'categorical' ? at(own.levels ?? [], value) : value;
      return [[name, Array.from(own.values, text)] as const];
    }),
  );
}

function fromFile({ spec, needed, training }: Ask, problems: Problem[]): Lists {
  const lists = new Map<string, readonly InlineValue[]>();
  for (const column of spec.columns) {
    const known = needed.find(({ name }) => name === column.name.value);
    if (known) lists.set(known.name, valuesOf(column, known));
    else if (!training.columns.some(({ name }) => name === column.name.value)) problems.push(unknown(column, needed));
  }
  const open = needed.filter(({ name }) => !lists.has(name));
  if (open.length === 0) return lists;
  if (spec.kind === 'rows') problems.push(missing(spec, open));
  else {
    for (const column of open) lists.set(column.name, [middleOf(column)]);
    problems.push(heldAt(spec, open));
  }
  return lists;
}

function valuesOf({ values }: PredictColumn, column: Column): readonly InlineValue[] {
  if (values.kind === 'list') return values.values.map(({ value }) => value);
  if (values.kind === 'all')
    return (
      column.levels ??
      (column.kind === 'boolean'
        ? [false, true]
        : [...new Set(column.values)].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b))
    );
  const { from, to } = values;
  const by = values.by ?? (to - from) / STEPS;
  const count = by > 0 ? Math.floor((to - from) / by + 1e-9) + 1 : 1;
  return rangeValues(from, by, count);
}

function rangeValues(from: number, by: number, count: number): readonly number[] {
  const kept = Math.min(count, MOST_ROWS + 1);
  const digits = Math.max(0, 12 - Math.ceil(Math.log10(Math.max(Math.abs(from), Math.abs(by * count), 1))));
  return Array.from({ length: kept }, (_, k) => Number((from + k * by).toFixed(digits)));
}

/** The mean of numbers, or the first level. */
function middleOf({ kind, values, levels }: Column): InlineValue {
  if (kind === 'categorical') return levels?.[0] ?? null;
  if (kind === 'boolean') return false;
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((a, b) => a + b, 0) / known.length;
}

function place({ spec, needed, training }: Ask, lists: Lists, rows: number): Omit<GivenRows, 'problems'> {
  const bad = new Map<number, string>();
  const columns = new Map<string, { codes: Float64Array; shown: Shown[] }>();
  let repeat = rows;
  for (const column of needed) {
    const list = lists.get(column.name) ?? [null];
    if (spec.kind === 'grid') repeat /= list.length;
    const valueAt = (row: number): InlineValue =>
      at(list, spec.kind === 'grid' ? Math.floor(row / repeat) % list.length : list.length === 1 ? 0 : row);
    const known = training.columns.find(({ name }) => name === column.name) ?? column;
    const codes = new Float64Array(rows);
    const shown = Array.from({ length: rows }, (_, row): Shown => {
      const value = valueAt(row);
      const code = codeOf(value, known);
      if (code === undefined) bad.set(row, bad.get(row) ?? reason(value, known));
      codes[row] = code ?? 0;
      return typeof value === 'boolean' ? String(value) : value;
    });
    columns.set(column.name, { codes, shown });
  }
  return { rows, columns, bad };
}

/** The number that stands for a value; undefined where it is missing or not known. */
function codeOf(value: InlineValue, { kind, levels }: Column): number | undefined {
  if (value === null) return undefined;
  if (kind === 'categorical') {
    const code = levels?.indexOf(String(value)) ?? -1;
    return code < 0 ? undefined : code;
  }
  if (kind === 'boolean')
    return ['false', 'true', '0', '1'].includes(String(value))
      ? Number(value === true || String(value) === 'true' || String(value) === '1')
      : undefined;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function reason(value: InlineValue, { name, kind }: Column): string {
  if (value === null) return `\`${name}\` is missing`;
  return kind === 'categorical'
    ? `the data have no level \`${String(value)}\` of \`${name}\``
    : `\`${String(value)}\` is not a value of \`${name}\``;
}

const problem = (
  severity: Problem['severity'],
  span: Span,
  message: string,
  related: readonly string[] = [],
  fixes?: readonly Fix[],
): Problem => ({
  severity,
  code: 'prediction',
  message,
  span: { from: span.from, to: span.to },
  related,
  ...(fixes ? { fixes } : {}),
});

function unknown({ name }: PredictColumn, needed: readonly Column[]): Problem {
  const close = nearest(
    name.value,
    needed.map((each) => each.name),
  );
  const guess = close === undefined ? '' : ` Did you mean \`${close}\`?`;
  const list = needed.map((each) => `\`${each.name}\``).join(', ');
  const fixes =
    close === undefined
      ? undefined
      : [{ title: `Change to \`${close}\``, edits: [{ span: { from: name.from, to: name.to }, text: close }], preferred: true }];
  return problem(
    'error',
    name,
    `\`${name.value}\` is not a column that the predictions depend on; they depend on ${list || 'no column'}.${guess}`,
    [name.value],
    fixes,
  );
}

function missing({ key }: PredictSpec, open: readonly Column[]): Problem {
  const list = open.map(({ name }) => `\`${name}\``).join(', ');
  return problem(
    'error',
    key,
    `The predictions also depend on ${list}: give ${open.length === 1 ? 'it a value' : 'them values'} in each row.`,
    open.map(({ name }) => name),
  );
}

function heldAt({ key }: PredictSpec, open: readonly Column[]): Problem {
  const list = open.map((column) => {
    const value = middleOf(column);
    return `${column.name} = ${typeof value === 'number' ? `${shortNumber(value)} (its mean)` : `${String(value)} (its first level)`}`;
  });
  return problem(
    'information',
    key,
    `What the grid leaves out stands at its mean or first level: ${list.join(', ')}.`,
    open.map(({ name }) => name),
  );
}

function tooMany({ key, kind }: PredictSpec, rows: number): Problem {
  const what = kind === 'grid' ? 'The grid has' : 'There are';
  const advice = kind === 'grid' ? 'Use larger steps or fewer columns.' : 'Split them into several files.';
  return problem(
    'error',
    key,
    `${what} ${rows.toLocaleString('en')} rows; up to ${MOST_ROWS.toLocaleString('en')} are predicted. ${advice}`,
  );
}

const unevenColumn = ({ key }: PredictSpec, name: string, length: number, rows: number): Problem =>
  problem(
    'error',
    key,
    `\`${name}\` has ${String(length)} values, but another column has ${String(rows)}: all columns need one value per row, or a single one for all.`,
    [name],
  );
