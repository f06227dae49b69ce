import { contains } from '../distributions/distribution.js';
import { evaluateColumns } from '../ir/evaluate.js';
import { mul } from '../ir/primitives/mul.js';
import type { BoundVariable, Term } from '../kernel/kernel.js';
import type { Problem, Span } from '../problem.js';
import type { Column, Dataset } from './dataset.js';
import type { Likelihood, Model, VariableSource } from './model.js';
import { firstNonFinite } from './nonFinite.js';

/** A model over the rows that it uses. */
export interface BoundModel {
  readonly model: Model;
  /** Rows of the data, and those that the model uses. */
  readonly rows: number;
  readonly used: number;
  /** Number (from 1) of each used row in the data. */
  readonly rowNumbers: Float64Array;
  /** One array a slot of the graph's columns. */
  readonly columns: readonly Float64Array[];
  readonly weights?: Float64Array;
  readonly variables: readonly BoundVariable[];
  /** Numbers that may change without a recompilation. */
  readonly inputs?: Float64Array;
  /** Sum of the weights, or the number of used rows. */
  readonly observations: number;
}

export type Bound = { readonly bound: BoundModel | null; readonly problems: readonly Problem[] };

/** Takes the rows without a missing value, fills design matrices and checks outcomes against their distributions. */
export function bindModel(model: Model, data: Dataset, missing: 'drop' | 'error', dataSpan: Span): Bound {
  const names = [...new Set([...model.columns.flatMap((slot) => (slot.kind === 'data' ? [slot.name] : [])), ...(model.weights === undefined ? [] : [model.weights])])];
  const sources = new Map(data.columns.map((column) => [column.name, column]));
  const wanted = names.flatMap((name) => sources.get(name) ?? []);
  const rows = completeRows(wanted, data.rows);
  const problems = missingProblems(wanted, data.rows, rows, missing, dataSpan);
  if (problems.some(({ severity }) => severity === 'error')) return { bound: null, problems };
  const bound = fill(model, sources, rows, data.rows);
  const found = [...problems, ...weightProblems(bound, dataSpan), ...model.likelihoods.flatMap((each) => outcomeProblems(bound, each))];
  return { bound: found.some(({ severity }) => severity === 'error') ? null : bound, problems: found };
}

function completeRows(columns: readonly Column[], rows: number): Int32Array {
  const complete = Int32Array.from({ length: rows }, (_, i) => i);
  if (columns.every((column) => column.missing === 0)) return complete;
  return complete.filter((row) => columns.every(({ values }) => !Number.isNaN(values[row])));
}

function missingProblems(columns: readonly Column[], rows: number, used: Int32Array, policy: 'drop' | 'error', span: Span): Problem[] {
  const incomplete = columns.filter((column) => column.missing > 0);
  const empty = incomplete.find((column) => column.missing === rows);
  if (rows === 0) return [{ severity: 'error', code: 'data-malformed', message: 'The data have no rows.', span }];
  if (empty) return [{ severity: 'error', code: 'missing-values', message: `Every value of \`${empty.name}\` is missing: nothing is left to fit.`, span, related: [empty.name] }];
  if (incomplete.length === 0) return [];
  const dropped = rows - used.length;
  const where = incomplete.map((column) => `${column.name} (row ${String(1 + column.values.findIndex(Number.isNaN))}${column.missing > 1 ? `, ${String(column.missing)} in all` : ''})`);
  const found = `${String(dropped)} of ${String(rows)} rows have a missing value in ${where.join(', ')}`;
  if (used.length === 0) return [{ severity: 'error', code: 'missing-values', message: `${found}: no complete row is left.`, span }];
  const message = policy === 'error' ? `${found}. \`settings: { missing: drop }\` would leave them out.` : `${found} and are left out of the fit.`;
  return [{ severity: policy === 'error' ? 'error' : 'information', code: 'missing-values', message, span, related: incomplete.map(({ name }) => name) }];
}

function fill(model: Model, sources: ReadonlyMap<string, Column>, used: Int32Array, rows: number): BoundModel {
  const take = (name: string): Float64Array => {
    const values = sources.get(name)?.values ?? new Float64Array(rows).fill(NaN);
    return used.length === rows ? values : Float64Array.from(used, (row) => values[row] ?? NaN);
  };
  const columns: Float64Array[] = [];
  for (const slot of model.columns) {
    if (slot.kind === 'data') columns.push(take(slot.name));
    else columns.push(reduced(evaluateColumns(model.graph, [slot.node], columns, used.length)[0] ?? new Float64Array(0), slot.statistic));
  }
  const variables = model.variables.map((source) => bindVariable(model, source, columns, used.length));
  const weights = model.weights === undefined ? undefined : take(model.weights);
  const observations = weights ? weights.reduce((a, b) => a + b, 0) : used.length;
  const rowNumbers = Float64Array.from(used, (row) => row + 1);
  return { model, rows, used: used.length, rowNumbers, columns, variables, observations, ...(weights ? { weights } : {}) };
}

/** Mean, or standard deviation with divisor n − 1, as a column with the same value in every row. */
function reduced(values: Float64Array, statistic: 'mean' | 'sd'): Float64Array {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return new Float64Array(values.length).fill(statistic === 'mean' ? mean : Math.sqrt(variance));
}

function bindVariable(model: Model, source: VariableSource, columns: readonly Float64Array[], rows: number): BoundVariable {
  if (source.kind === 'scalar') return { kind: 'scalar', parameter: source.entry };
  if (source.kind === 'linear') {
    return { kind: 'linear', parameters: Int32Array.from(source.entries), design: evaluateColumns(model.graph, source.design, columns, rows) };
  }
  const node = model.graph.node(source.codes);
  const codes = node.kind === 'column' ? columns[node.slot] : undefined;
  return { kind: 'gather', map: Int32Array.from(source.entries), codes: codes ?? new Float64Array(rows) };
}

function weightProblems(bound: BoundModel, span: Span): Problem[] {
  const row = bound.weights?.findIndex((value) => value < 0) ?? -1;
  if (row < 0) return [];
  const message = `The weight in row ${String(bound.rowNumbers[row])} is negative; frequency weights are 0 or more.`;
  return [{ severity: 'error', code: 'out-of-support', message, span, related: [bound.model.weights ?? ''] }];
}

/** Outcomes that the distribution cannot produce, arguments from the data outside their domain, and what cannot be computed. */
function outcomeProblems(bound: BoundModel, likelihood: Likelihood): Problem[] {
  const { model, columns, used } = bound;
  const { outcome, distribution, args, parameterisation } = likelihood;
  const [values = new Float64Array(0)] = evaluateColumns(model.graph, [outcome.node], columns, used);
  const undefinedRow = values.findIndex((value) => !Number.isFinite(value));
  if (undefinedRow >= 0) {
    return [firstNonFinite({ graph: model.graph, root: outcome.node, columns }, undefinedRow, rowName(bound, undefinedRow), outcome.span)];
  }
  if (distribution.kind !== 'categorical') {
    const row = values.findIndex((value) => !contains(distribution.outcome, value));
    if (row >= 0) {
      const count = values.reduce((sum, value) => sum + (contains(distribution.outcome, value) ? 0 : 1), 0);
      const others = count > 1 ? ` (and ${String(count - 1)} more)` : '';
      const message = `\`${outcome.text}\` is ${String(values[row])} in ${rowName(bound, row)}${others}; the outcome of ${distribution.name} must be ${distribution.outcome.text}.`;
      return [{ severity: 'error', code: 'out-of-support', message, span: outcome.span, related: [outcome.text] }];
    }
  }
  return parameterisation.arguments.flatMap((record, i) => {
    const node = args[i]?.[0];
    if (node === undefined || record.vector || !isData(model, node)) return [];
    const [given = new Float64Array(0)] = evaluateColumns(model.graph, [node], columns, used);
    const row = given.findIndex((value) => !contains(record.domain, value));
    const span = model.graph.origins.get(node) ?? likelihood.span;
    if (row >= 0) {
      const message = `\`${record.name}\` of ${distribution.name} is ${String(given[row])} in ${rowName(bound, row)}; it must be ${record.domain.text}.`;
      return [{ severity: 'error' as const, code: 'out-of-support' as const, message, span }];
    }
    const above = record.domain.whole ? values.findIndex((value, k) => value > (given[k] ?? Infinity)) : -1;
    if (above < 0) return [];
    const message = `\`${outcome.text}\` is ${String(values[above])} in ${rowName(bound, above)}, more than the ${String(given[above])} trials of that row.`;
    return [{ severity: 'error' as const, code: 'out-of-support' as const, message, span: outcome.span }];
  });
}

export const rowName = (bound: BoundModel, row: number): string => `row ${String(bound.rowNumbers[row] ?? row + 1)}`;

/** The terms of the log-likelihood. Weights multiply each row. */
export function likelihoodTerms(bound: BoundModel, variables: readonly BoundVariable[] = bound.variables): Term[] {
  const { model, used, weights } = bound;
  const columns = weights && bound.columns.length === model.columns.length ? [...bound.columns, weights] : bound.columns;
  const likelihoods = model.likelihoods.map(({ root, args }) => ({ root, through: args.flat().filter((node) => !isData(model, node)) }));
  return [...likelihoods, ...model.targets].map(({ root, ...rest }) => ({
    ...('through' in rest ? { through: rest.through } : {}),
    graph: model.graph,
    root: weights ? weighted(model, root) : root,
    rows: used,
    columns,
    inputs: bound.inputs ?? new Float64Array(0),
    variables,
  }));
}

const weighted = (model: Model, root: number): number => model.graph.apply(mul, model.graph.column(model.columns.length), root);

const isData = (model: Model, node: number): boolean => model.graph.reachable([node]).every((id) => model.graph.node(id).kind !== 'variable');
