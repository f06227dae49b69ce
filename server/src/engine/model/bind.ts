import { evaluateColumns } from '../ir/evaluate.js';
import type { BoundVariable } from '../kernel/kernel.js';
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

/** Takes the rows without a missing value, fills design matrices and checks outcomes against their distributions. */
export function bindModel(model: Model, data: Dataset, missing: 'drop' | 'error', dataSpan: Span): Bound {
  const sources = new Map(data.columns.map((column) => [column.name, column]));
  const wanted = columnNames(model).flatMap((name) => sources.get(name) ?? []);
  const rows = completeRows(wanted, data.rows);
  const problems = missingProblems(wanted, data.rows, rows.length, missing, dataSpan);
  if (hasError(problems)) return { bound: null, problems };
  const bound = fill(model, sources, rows, data.rows);
  const found = [...problems, ...dataProblems(bound, dataSpan)];
  return { bound: hasError(found) ? null : bound, problems: found };
}

const hasError = (problems: readonly Problem[]): boolean => problems.some(({ severity }) => severity === 'error');

function columnNames(model: Model): string[] {
  const read = model.columns.flatMap((slot) => (slot.kind === 'data' ? [slot.name] : []));
  return [...new Set([...read, ...(model.weights === undefined ? [] : [model.weights])])];
}

function completeRows(columns: readonly Column[], rows: number): Int32Array {
  const complete = new Int32Array(rows).map((_, row) => row);
  const incomplete = columns.filter((column) => column.missing > 0);
  if (incomplete.length === 0) return complete;
  return complete.filter((row) => incomplete.every(({ values }) => !Number.isNaN(values[row])));
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
  const rowNumbers = new Float64Array(used.length).map((_, i) => (used[i] ?? 0) + 1);
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
    return {
      kind: 'linear',
      parameters: Int32Array.from(source.entries),
      design: evaluateColumns(model.graph, source.design, columns, rows),
    };
  }
  const node = model.graph.node(source.codes);
  const codes = node.kind === 'column' ? columns[node.slot] : undefined;
  return { kind: 'gather', map: Int32Array.from(source.entries), codes: codes ?? new Float64Array(rows) };
}
