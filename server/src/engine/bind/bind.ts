import { evaluateColumns } from '../ir/evaluate.js';
import type { NodeId } from '../ir/graph.js';
import { isDerived } from '../kernel/below.js';
import { type BoundVariable, type Cancellation, type NetworkApplication, neverCancelled } from '../kernel/kernel.js';
import { sizeOf } from '../network/layers/shape.js';
import type { Problem, Span } from '../../report/problem.js';
import type { BoundLatent, BoundModel } from '../model/bound.js';
import { dataProblems } from './dataProblems.js';
import type { Column, Dataset } from '../model/dataset.js';
import type { Model, NetworkSource, VariableSource } from '../model/model.js';
import { bindLatent, bindLatents, latentConflict, levelProblems } from './latentLevels.js';
import { Slots } from './slots.js';
import { withWholeCounts } from './wholeCounts.js';
import { gapProblems, usedRows } from './usedRows.js';

export type { BoundModel } from '../model/bound.js';

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
  const { complete, problems: missed } = usedRows({ model, sources, data, policy: missing, span: dataSpan, purpose: 'the fit' });
  const problems = [...missed, ...gapProblems(model, complete)];
  if (hasError(problems)) return { bound: null, problems };
  const bound = withWholeCounts(fill(model, sources, withWeight(model, sources, complete), data, cancellation));
  const found = [...problems, ...latentConflict(model), ...levelProblems(bound), ...dataProblems(bound, dataSpan, cancellation)];
  return { bound: hasError(found) || cancellation.cancelled ? null : bound, problems: found };
}

export const hasError = (problems: readonly Problem[]): boolean => problems.some(({ severity }) => severity === 'error');

/** Rows of weight 0 say nothing, also where their density is 0. Those that others look back at stay. */
export function withWeight(model: Model, sources: ReadonlyMap<string, Column>, complete: Int32Array | undefined): Int32Array | undefined {
  const weights = model.weights === undefined ? undefined : sources.get(model.weights)?.values;
  const looksBack = model.columns.some(({ kind }) => kind === 'lag') || model.variables.some(isDerived);
  if (!weights?.includes(0) || looksBack || !weights.some((weight) => weight > 0)) return complete;
  const rows = complete ?? Int32Array.from(weights.keys());
  return rows.filter((row) => weights[row] !== 0);
}

/** Fills columns and design matrices; `reductions` stand in for means and standard deviations of the rows, by slot. */
export function fill(
  model: Model,
  sources: ReadonlyMap<string, Column>,
  complete: Int32Array | undefined,
  { rows, rowNumbers: given }: Dataset,
  cancellation: Cancellation,
  reductions?: ReadonlyMap<number, number>,
): BoundModel {
  const slots = new Slots(model, sources, complete, rows, reductions);
  const { columns, used } = slots;
  // All at once: predictors with the same terms share their columns.
  const nodes = model.variables.flatMap((source) => (source.kind === 'linear' ? source.design : []));
  const designs = [...evaluateColumns(model.graph, nodes, columns, used, [], cancellation)];
  const latents = bindLatents(model, columns, used);
  const applications = new Map<string, NetworkApplication>();
  const variables = model.variables.map((source): BoundVariable =>
    source.kind === 'network'
      ? bindNetwork(model, source, slots, applications)
      : bindVariable(model, source, columns, used, designs, latents),
  );
  const weights = model.weights === undefined ? undefined : slots.take(model.weights);
  const observations = weights ? weights.reduce((a, b) => a + b, 0) : used;
  const rowNumbers = complete ? Float64Array.from(complete, (row) => given?.[row] ?? row + 1) : given;
  return {
    model,
    rows,
    used,
    columns,
    variables,
    latents,
    observations,
    ...(rowNumbers ? { rowNumbers } : {}),
    ...(weights ? { weights } : {}),
  };
}

/** Takes as many of the designs' columns as a predictor has terms. */
function bindVariable(
  model: Model,
  source: Exclude<VariableSource, NetworkSource>,
  columns: readonly Float64Array[],
  rows: number,
  designs: Float64Array[],
  latents: readonly BoundLatent[],
): BoundVariable {
  if (isDerived(source)) return source;
  if (source.kind === 'scalar') return { kind: 'scalar', parameter: source.entry };
  if (source.kind === 'linear') {
    return { kind: 'linear', parameters: Int32Array.from(source.entries), design: designs.splice(0, source.design.length) };
  }
  if (source.kind === 'latent') return bindLatent(model, source, latents, columns, rows);
  const node = model.graph.node(source.codes);
  const codes = node.kind === 'column' ? columns[node.slot] : undefined;
  return { kind: 'gather', map: Int32Array.from(source.entries), codes: codes ?? new Float64Array(rows) };
}

/** The outputs of a network over the same inputs share what goes in. */
function bindNetwork(
  model: Model,
  { network, inputs, output }: NetworkSource,
  slots: Slots,
  known: Map<string, NetworkApplication>,
): BoundVariable {
  const own = model.networks[network];
  if (!own) throw new Error(`the model has no network ${String(network)}`);
  const key = `${String(network)} ${inputs.join()}`;
  const application = known.get(key) ?? { network: own.network, first: own.first, inputs: blocks(model, inputs, slots) };
  known.set(key, application);
  return { kind: 'network', application, output };
}

/** What goes into a network: numbers, or an image. */
function blocks(model: Model, inputs: readonly NodeId[], slots: Slots): NetworkApplication['inputs'] {
  const [first] = inputs;
  const node = first === undefined ? undefined : model.graph.node(first);
  const slot = node?.kind === 'column' ? model.columns[node.slot] : undefined;
  if (slot?.kind !== 'image')
    return evaluateColumns(model.graph, inputs, slots.columns, slots.used).map((values) => ({ values, width: 1 }));
  const width = sizeOf(slot.shape);
  return [{ values: slots.images(slot.name, width), width }];
}
