import { evaluateColumns } from '../ir/evaluate.js';
import type { Graph, NodeId } from '../ir/graph.js';
import { isDerived } from '../kernel/below.js';
import type { BoundVariable, NetworkApplication } from '../kernel/kernel.js';
import type { BoundModel } from '../model/bound.js';
import type { ColumnSlot } from '../model/columns.js';
import type { Model, VariableSource } from '../model/model.js';
import { at } from '../numeric/at.js';
import { reduce } from './slots.js';

const known = new WeakMap<BoundModel, BoundModel>();

/**
 * What is asked about rows over the rows that a model uses. Columns and variables that the model has itself are shared; the others follow from them.
 * Undefined where nothing is asked.
 */
export function boundRows(bound: BoundModel): BoundModel | undefined {
  const model = bound.model.rows?.model;
  if (!model) return undefined;
  const old = known.get(bound);
  if (old?.model === model) return old;
  const made = bindRows(bound, model);
  known.set(bound, made);
  return made;
}

function bindRows(bound: BoundModel, model: Model): BoundModel {
  const shared = bound.model.columns.length;
  const columns = bound.columns.slice(0, shared);
  for (const slot of model.columns.slice(shared)) columns.push(columnOf(bound, model, columns, slot));
  const own = model.variables.slice(bound.variables.length).flatMap((source) => (source.kind === 'linear' ? source.design : []));
  const designs = evaluateColumns(model.graph, own, columns, bound.used);
  const applications = new Map<string, NetworkApplication>();
  const variables = model.variables.map(
    (source, index) => bound.variables[index] ?? bindVariable({ ...bound, model, columns }, source, designs, applications),
  );
  return { ...bound, model, columns, variables };
}

/** A column that the model itself has not: of the data, or a number that follows from the rows. */
function columnOf(
  { used, model: base, columns: given }: BoundModel,
  model: Model,
  columns: readonly Float64Array[],
  slot: ColumnSlot,
): Float64Array {
  if (slot.kind === 'reduction') return reduce(at(evaluateColumns(model.graph, [slot.node], columns, used), 0), slot.statistic);
  const index = base.columns.findIndex((each) => slot.kind === 'data' && each.kind === 'data' && each.name === slot.name);
  return given[index] ?? new Float64Array(used).fill(NaN);
}

function bindVariable(
  { model, columns, used, latents }: BoundModel,
  source: VariableSource,
  designs: Float64Array[],
  applications: Map<string, NetworkApplication>,
): BoundVariable {
  if (isDerived(source)) return source;
  switch (source.kind) {
    case 'scalar':
      return { kind: 'scalar', parameter: source.entry };
    case 'linear':
      return { kind: 'linear', parameters: Int32Array.from(source.entries), design: designs.splice(0, source.design.length) };
    case 'gather':
      return { kind: 'gather', map: Int32Array.from(source.entries), codes: codesOf(model.graph, source.codes, columns, used) };
    case 'latent': {
      const { first, levels } = latents[source.latent] ?? { first: new Int32Array(0), levels: [] };
      const map = first.map((number) => (number < 0 ? -1 : number + source.member * levels.length));
      return { kind: 'latent', map, codes: codesOf(model.graph, source.codes, columns, used) };
    }
    case 'network':
      return bindNetwork(model, source, columns, used, applications);
  }
}

const codesOf = (graph: Graph, node: NodeId, columns: readonly Float64Array[], used: number): Float64Array =>
  at(evaluateColumns(graph, [node], columns, used), 0);

function bindNetwork(
  model: Model,
  { network, inputs, output }: Extract<VariableSource, { kind: 'network' }>,
  columns: readonly Float64Array[],
  used: number,
  known: Map<string, NetworkApplication>,
): BoundVariable {
  const own = model.networks[network];
  if (!own) throw new Error(`the model has no network ${String(network)}`);
  const key = `${String(network)} ${inputs.join()}`;
  const values = (): NetworkApplication['inputs'] =>
    evaluateColumns(model.graph, inputs, columns, used).map((each) => ({ values: each, width: 1 }));
  const application = known.get(key) ?? { network: own.network, first: own.first, inputs: values() };
  known.set(key, application);
  return { kind: 'network', application, output };
}
