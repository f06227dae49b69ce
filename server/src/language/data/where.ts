import type { Expr } from '../../engine/expr/ast.js';
import { evaluateColumns } from '../../engine/ir/evaluate.js';
import { Context } from '../../engine/elaborate/scope/context.js';
import { type Column, type Dataset, schemaOf } from '../../engine/model/dataset.js';
import { lowerScalar } from '../../engine/elaborate/expressions/lower.js';
import { defaultSettings, type ModelSpec } from '../../engine/model/specification.js';
import { at } from '../../engine/numeric/at.js';
import type { Problem, Span } from '../../report/problem.js';
import { namesOf, type NameUse } from '../resolve/names.js';
import { unknownColumn } from './unknown.js';

/** The rows, from 0, that a condition keeps; undefined where it cannot be read. */
export interface Kept {
  readonly rows: Int32Array | undefined;
  readonly problems: readonly Problem[];
}

/** The columns that a condition names. */
export function columnsIn(where: Expr, columns: readonly { readonly name: string }[]): Set<string> {
  const names = new Set(namesInWhere(where));
  return new Set(columns.flatMap(({ name }) => (names.has(name) ? [name] : [])));
}

/** All names in a condition. */
export const namesInWhere = (where: Expr): string[] => valuesOf(where).map(({ name }) => name);

const valuesOf = (where: Expr): NameUse[] => namesOf(where).filter(({ role }) => role === 'value');

/** The rows where the condition is true; it is not where a column that it names is missing. */
export function keptRows(where: Expr, data: Dataset): Kept {
  const span = { from: where.from, to: where.to };
  const unknown = unknownNames(where, data.columns);
  if (unknown.length > 0) return { rows: undefined, problems: unknown };
  const context = new Context(specOf(where), schemaOf(data), lowerScalar);
  const root = context.lower(where);
  if (root === undefined) return { rows: undefined, problems: context.problems.map((problem) => aboutText(problem, data.columns, where)) };
  const slots = context.columns.flatMap((slot) => (slot.kind === 'data' ? [slot.name] : []));
  if (slots.length < context.columns.length) return { rows: undefined, problems: [noReduction(span)] };
  const used = slots.flatMap((name) => data.columns.find((column) => column.name === name) ?? []);
  const values =
    evaluateColumns(
      context.graph,
      [root],
      used.map((column) => column.values),
      data.rows,
    )[0] ?? new Float64Array(0);
  const rows = new Int32Array(data.rows).map((_, row) => row).filter((row) => isKept(at(values, row), used, row));
  return { rows, problems: [countProblem(rows.length, data.rows, used, span)] };
}

const isKept = (value: number, used: readonly Column[], row: number): boolean =>
  value !== 0 && !Number.isNaN(value) && used.every(({ values }) => !Number.isNaN(values[row]));

/** A condition is read like a statement of a model without parameters. */
function specOf(where: Expr): ModelSpec {
  const { from, to } = where;
  return {
    statements: [{ kind: 'target', value: where, from, to }],
    modelSpan: { from, to },
    parameters: [],
    parameterInsertion: { offset: to, indent: '', needsKey: false },
    settings: defaultSettings,
  };
}

function unknownNames(where: Expr, columns: readonly Column[]): Problem[] {
  const known = new Set(['pi', ...columns.map(({ name }) => name)]);
  const names = columns.map(({ name }) => name);
  return valuesOf(where)
    .filter(({ name }) => !known.has(name))
    .map(({ name, from, to }) => unknownColumn({ value: name, from, to }, names));
}

/** A column of text where a truth value is needed: what it can be compared with. */
function aboutText(problem: Problem, columns: readonly Column[], where: Expr): Problem {
  const name = valuesOf(where).find(({ from, to }) => from === problem.span.from && to === problem.span.to)?.name;
  const column = columns.find((each) => each.name === name && each.kind === 'categorical');
  if (problem.code !== 'type' || !column) return problem;
  const level = column.levels?.[0] ?? '';
  return {
    ...problem,
    message: `The column \`${column.name}\` holds text: compare it with a value in quotes, as in \`${column.name} == "${level}"\`.`,
  };
}

function noReduction(span: Span): Problem {
  const message = '`mean` and `sd` would be over the very rows that `where` selects: write the number itself, or compute it in a `query`.';
  return { severity: 'error', code: 'type', message, span };
}

function countProblem(kept: number, rows: number, used: readonly Column[], span: Span): Problem {
  const incomplete = used.filter(({ missing }) => missing > 0).map(({ name, missing }) => `\`${name}\` is missing in ${String(missing)}`);
  const note = incomplete.length > 0 ? `; ${incomplete.join(', ')}` : '';
  if (kept > 0)
    return {
      severity: 'information',
      code: 'missing-values',
      message: `\`where\` keeps ${String(kept)} of ${String(rows)} rows${note}.`,
      span,
    };
  return { severity: 'error', code: 'data-malformed', message: `\`where\` keeps none of the ${String(rows)} rows${note}.`, span };
}
