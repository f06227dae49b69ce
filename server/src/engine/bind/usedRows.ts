import { isDerived } from '../kernel/below.js';
import type { Problem } from '../../report/problem.js';
import type { Column } from '../model/dataset.js';
import { missingProblems, type RowsAsked } from './missing.js';
import { MissingRows } from './missingRows.js';
import type { Model } from '../model/model.js';
import { at } from '../numeric/at.js';

/** The rows of the data, from 0, that a model uses: undefined where these are all. */
export interface UsedRows {
  readonly complete: Int32Array | undefined;
  readonly problems: readonly Problem[];
}

/** The input of `usedRows`. */
export interface RowQuestion extends RowsAsked {
  readonly model: Model;
  readonly sources: ReadonlyMap<string, Column>;
}

/** The rows in which nothing that the model reads is missing, and what to say about the others. */
export function usedRows(question: RowQuestion): UsedRows {
  const { model, data, policy } = question;
  const { rows } = data;
  const columns = columnsRead(question);
  if (!model.columns.some(({ kind }) => kind === 'lag')) {
    if (columns.some(({ missing }) => missing > 0) && hasBranches(model)) return usedBranches(question, columns);
    const complete = completeRows(columns, rows);
    return { complete, problems: missingProblems(columns, question, complete?.length ?? rows) };
  }
  const lost = maskOf(question);
  const early = maskOf({ ...question, sources: new Map() });
  const [out, withoutLag] = [count(lost), count(early)];
  const complete = out === 0 ? undefined : rowsWhere(rows, (row) => lost?.[row] !== 1);
  const isMissing = out > withoutLag || policy === 'error' || rows === 0;
  const missing = isMissing ? missingProblems(columns, question, rows - out + withoutLag, true) : [];
  return { complete, problems: [...missing, ...lagProblems(question, withoutLag, rows - out)] };
}

/** Only the branch of an `if` that a row takes must have a value. */
function usedBranches(question: RowQuestion, columns: readonly Column[]): UsedRows {
  const { rows } = question.data;
  const lost = eitherOf(maskOf(question), idleMask(question));
  const complete = lost ? rowsWhere(rows, (row) => lost[row] !== 1) : undefined;
  const missing = lost ? columns.map((column) => inRows(column, lost)) : [];
  return { complete, problems: missingProblems(missing, question, complete?.length ?? rows) };
}

/** Rows that miss a column which the model names and needs no value of, as in `0 * y`: written down, it counts. */
function idleMask({ model, sources, data: { rows } }: RowQuestion): Uint8Array | undefined {
  const { graph } = model;
  const needed = new Set(graph.nodes.flatMap((node) => (node.kind === 'apply' ? node.args : [])));
  const missing = new MissingRows(model, sources, rows);
  const idle = model.columns.flatMap((slot, index) =>
    slot.kind === 'data' && !needed.has(graph.column(index)) ? [missing.ofColumn(slot.name)] : [],
  );
  return idle.reduce(eitherOf, undefined);
}

function eitherOf(a: Uint8Array | undefined, b: Uint8Array | undefined): Uint8Array | undefined {
  return a && b ? a.map((value, row) => Math.max(value, at(b, row))) : (a ?? b);
}

/** A column with only those gaps that cost a row. */
function inRows(column: Column, lost: Uint8Array): Column {
  const values = column.values.map((value, row) => (lost[row] === 1 ? value : 0));
  return { ...column, values, missing: values.reduce((sum, value) => sum + (Number.isNaN(value) ? 1 : 0), 0) };
}

const hasBranches = ({ graph }: Model): boolean => graph.nodes.some((node) => node.kind === 'apply' && node.primitive.name === 'select');

function columnsRead({ model, sources }: RowQuestion): Column[] {
  const read = model.columns.flatMap((slot) => (slot.kind === 'data' || slot.kind === 'lag' ? [slot.name] : []));
  const names = new Set([...read, ...(model.weights === undefined ? [] : [model.weights])]);
  return [...names].flatMap((name) => sources.get(name) ?? []);
}

/** The rows without a missing value; undefined where these are all. */
function completeRows(columns: readonly Column[], rows: number): Int32Array | undefined {
  const incomplete = columns.filter((column) => column.missing > 0);
  if (incomplete.length === 0) return undefined;
  return rowsWhere(rows, (row) => incomplete.every(({ values }) => !Number.isNaN(values[row])));
}

const rowsWhere = (rows: number, isKept: (row: number) => boolean): Int32Array => new Int32Array(rows).map((_, row) => row).filter(isKept);

function maskOf({ model, sources, data }: RowQuestion): Uint8Array | undefined {
  const missing = new MissingRows(model, sources, data.rows);
  const outcomes = model.likelihoods.flatMap(({ root, outcome }) => [root, outcome.node]);
  const own = missing.ofAny([...outcomes, ...model.targets.map(({ root }) => root)]);
  const weights = model.weights === undefined ? undefined : missing.ofColumn(model.weights);
  return eitherOf(own, weights);
}

const count = (mask: Uint8Array | undefined): number => mask?.reduce((sum, value) => sum + value, 0) ?? 0;

/** The rows that have no row above them to look at leave the likelihood. */
function lagProblems({ data: { rows }, span, purpose }: RowQuestion, lost: number, used: number): Problem[] {
  if (lost === 0) return [];
  const found = `${String(lost)} of ${String(rows)} rows ${lost === 1 ? 'has' : 'have'} no row above to look back at (\`lag\`)`;
  if (used === 0) return [{ severity: 'error', code: 'missing-values', message: `${found}: no row is left.`, span }];
  const verb = lost === 1 ? 'is' : 'are';
  const message = `${found} and ${verb} left out of ${purpose}. An initial value, \`lag(x, 1, initial)\`, would keep ${lost === 1 ? 'it' : 'them'}.`;
  return [{ severity: 'information', code: 'missing-values', message, span }];
}

/** A recursion goes from row to row: one that is left out in between breaks it. */
export function gapProblems({ variables }: Model, complete: Int32Array | undefined): Problem[] {
  const source = variables.find((each) => isDerived(each) && each.kind === 'previous');
  if (!complete || !isDerived(source)) return [];
  const gap = complete.findIndex((row, i) => i > 0 && row !== at(complete, i - 1) + 1);
  if (gap < 0) return [];
  const row = at(complete, gap - 1) + 2;
  const message =
    `This looks back at the row above, but row ${String(row)} of the data has a missing value: the rows after it cannot be computed. ` +
    `Fill the value in, or remove the row from the data so that its neighbours follow each other.`;
  return [{ severity: 'error', code: 'missing-values', message, span: source.span }];
}
