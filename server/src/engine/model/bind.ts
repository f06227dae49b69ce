import { evaluateColumns } from '../ir/evaluate.js';
import { sharedColumn } from '../ir/sharedColumn.js';
import { type BoundVariable, type Cancellation, neverCancelled } from '../kernel/kernel.js';
import type { Problem, Span } from '../problem.js';
import type { BoundModel } from './bound.js';
import { dataProblems } from './dataProblems.js';
import type { Column, Dataset } from './dataset.js';
import { missingProblems } from './missing.js';
import type { Model, VariableSource } from './model.js';

export type { BoundModel } from './bound.js';

/** The model over its rows; null where a problem with severity error was found. */
export interface Bound {
  readonly bound: BoundModel | null;
  readonly problems: readonly Problem[];
}

/** Takes the rows without a missing value, fills design matrices and checks outcomes against their distributions. Null where it is cancelled. */
export function bindModel(
  model: Model,
  data: Dataset,
  missing: 'drop' | 'error',
  dataSpan: Span,
  cancellation: Cancellation = neverCancelled,
): Bound {
  const sources = new Map(data.columns.map((column) => [column.name, column]));
  const wanted = columnNames(model).flatMap((name) => sources.get(name) ?? []);
  const rows = completeRows(wanted, data.rows);
  const problems = missingProblems(wanted, data.rows, rows?.length ?? data.rows, missing, dataSpan);
  if (hasError(problems)) return { bound: null, problems };
  const bound = fill(model, sources, rows, data.rows, cancellation);
  const found = [...problems, ...dataProblems(bound, dataSpan, cancellation)];
  return { bound: hasError(found) || cancellation.cancelled ? null : bound, problems: found };
}

const hasError = (problems: readonly Problem[]): boolean => problems.some(({ severity }) => severity === 'error');

function columnNames(model: Model): string[] {
  const read = model.columns.flatMap((slot) => (slot.kind === 'data' ? [slot.name] : []));
  return [...new Set([...read, ...(model.weights === undefined ? [] : [model.weights])])];
}

/** The rows without a missing value; undefined where these are all. */
function completeRows(columns: readonly Column[], rows: number): Int32Array | undefined {
  const incomplete = columns.filter((column) => column.missing > 0);
  if (incomplete.length === 0) return undefined;
  return new Int32Array(rows).map((_, row) => row).filter((row) => incomplete.every(({ values }) => !Number.isNaN(values[row])));
}

function fill(
  model: Model,
  sources: ReadonlyMap<string, Column>,
  complete: Int32Array | undefined,
  rows: number,
  cancellation: Cancellation,
): BoundModel {
  const used = complete?.length ?? rows;
  const take = (name: string): Float64Array => {
    const values = sources.get(name)?.values ?? new Float64Array(rows).fill(NaN);
    if (!complete) return values;
    const taken = sharedColumn(used);
    complete.forEach((row, i) => (taken[i] = values[row] ?? NaN));
    return taken;
  };
  const columns: Float64Array[] = [];
  for (const slot of model.columns) {
    if (slot.kind === 'data') columns.push(take(slot.name));
    else columns.push(reduced(evaluateColumns(model.graph, [slot.node], columns, used)[0] ?? new Float64Array(0), slot.statistic));
  }
  // All at once: predictors with the same terms share their columns.
  const nodes = model.variables.flatMap((source) => (source.kind === 'linear' ? source.design : []));
  const designs = [...evaluateColumns(model.graph, nodes, columns, used, [], cancellation)];
  const variables = model.variables.map((source) => bindVariable(model, source, columns, used, designs));
  const weights = model.weights === undefined ? undefined : take(model.weights);
  const observations = weights ? weights.reduce((a, b) => a + b, 0) : used;
  const rowNumbers = complete && Float64Array.from(complete, (row) => row + 1);
  return { model, rows, used, columns, variables, observations, ...(rowNumbers ? { rowNumbers } : {}), ...(weights ? { weights } : {}) };
}

/** Mean, or standard deviation with divisor n − 1, as a column with the same value in every row. */
function reduced(values: Float64Array, statistic: 'mean' | 'sd'): Float64Array {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return new Float64Array(values.length).fill(statistic === 'mean' ? mean : Math.sqrt(variance));
}

/** Takes as many of the designs' columns as a predictor has terms. */
function bindVariable(
  model: Model,
  source: VariableSource,
  columns: readonly Float64Array[],
  rows: number,
  designs: Float64Array[],
): BoundVariable {
  if (source.kind === 'scalar') return { kind: 'scalar', parameter: source.entry };
  if (source.kind === 'linear') {
    return { kind: 'linear', parameters: Int32Array.from(source.entries), design: designs.splice(0, source.design.length) };
  }
  const node = model.graph.node(source.codes);
  const codes = node.kind === 'column' ? columns[node.slot] : undefined;
  return { kind: 'gather', map: Int32Array.from(source.entries), codes: codes ?? new Float64Array(rows) };
}
