import type { Estimate } from '../../engine/inference/estimate.js';
import { evaluateColumns } from '../../engine/ir/evaluate.js';
import { fillVariable } from '../../engine/kernel/machine.js';
import type { BoundModel } from '../../engine/bind/bind.js';
import type { NodeId } from '../../engine/ir/graph.js';
import type { Likelihood, Model, NetworkSource, VariableSource } from '../../engine/model/model.js';
import { lastLayerOf } from '../../engine/inference/prediction/lastLayer.js';
import { normalQuantile } from '../../engine/numeric/quantiles.js';
import type { BoundVariable } from '../../engine/kernel/kernel.js';
import { at } from '../../engine/numeric/at.js';
import { networkValues } from '../../engine/terms/networkValues.js';
import type { Fitted } from '../../language/checks/check.js';
import type { DataFitView } from '../../report/views.js';
import { hasValues } from '../reports/estimateReports.js';

const POINTS = 2000;
const GRID = 120;

/** The data with the fitted mean, where the model has one outcome and one numeric predictor. */
export function dataFitView(fitted: Fitted): DataFitView | undefined {
  const { bound } = fitted;
  const [likelihood] = bound.model.likelihoods;
  const slot = likelihood && bound.model.likelihoods.length === 1 ? predictorSlot(bound, likelihood) : undefined;
  const values = slot === undefined ? undefined : bound.columns[slot];
  if (!likelihood || slot === undefined || !values) return undefined;
  const source = bound.model.columns[slot];
  const [outcome = new Float64Array(0)] = evaluateColumns(bound.model.graph, [likelihood.outcome.node], bound.columns, bound.used);
  const grid = gridOf(values);
  const estimates = [fitted.mle, ...(fitted.map ? [fitted.map] : [])].filter(hasValues);
  const curves = estimates.map((estimate) => ({
    label: estimate.target === 'mle' ? ('MLE' as const) : ('MAP' as const),
    ...meanCurve(estimate, likelihood, slot, grid),
  }));
  const rows = Array.from({ length: Math.min(POINTS, values.length) }, (_, i) =>
    Math.floor((i * values.length) / Math.min(POINTS, values.length)),
  );
  return {
    x: source?.kind === 'data' ? source.name : 'x',
    y: likelihood.outcome.success === undefined ? likelihood.outcome.text : `${likelihood.outcome.text} = ${likelihood.outcome.success}`,
    points: {
      x: rows.map((row) => at(values, row)),
      y: rows.map((row) => at(outcome, row)),
      rows: rows.map((row) => bound.rowNumbers?.[row] ?? row + 1),
    },
    sampled: values.length > POINTS,
    curves,
  };
}

/** The one numeric column that the arguments of the distribution read, or undefined. */
function predictorSlot({ model, columns }: BoundModel, { args, distribution, outcome }: Likelihood): number | undefined {
  if (distribution.kind === 'categorical') return undefined;
  const variables = model.graph.reachable(args.flat()).flatMap((id) => {
    const node = model.graph.node(id);
    return node.kind === 'variable' ? (model.variables[node.index] ?? []) : [];
  });
  if (!variables.every(({ kind }) => kind === 'scalar' || kind === 'linear' || kind === 'network')) return undefined;
  const roots = [...args.flat(), ...variables.flatMap(dataBelow)];
  const slots = model.graph.reachable(roots).flatMap((id) => {
    const node = model.graph.node(id);
    // Means and standard deviations of columns are the same in every row.
    return node.kind === 'column' && model.columns[node.slot]?.kind !== 'reduction' ? [node.slot] : [];
  });
  const own = model.graph.reachable([outcome.node]).flatMap((id) => {
    const node = model.graph.node(id);
    return node.kind === 'column' ? [node.slot] : [];
  });
  const [slot] = slots;
  const isNumeric = slot !== undefined && new Set(slots).size === 1 && model.columns[slot]?.kind === 'data' && !own.includes(slot);
  return isNumeric && (columns[slot]?.length ?? 0) > 1 && new Set(columns[slot]).size > 2 ? slot : undefined;
}

/** The nodes of data alone that a variable reads. */
function dataBelow(source: VariableSource): readonly NodeId[] {
  if (source.kind === 'linear') return source.design;
  return source.kind === 'network' ? source.inputs : [];
}

function gridOf(values: Float64Array): Float64Array {
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return Float64Array.from({ length: GRID }, (_, i) => least + ((most - least) * i) / (GRID - 1));
}

type Drawn = Pick<DataFitView['curves'][number], 'curve' | 'band'>;

/** Mean of the outcome along the grid under an estimate; points without one are left out. */
function meanCurve(estimate: Estimate, likelihood: Likelihood, slot: number, grid: Float64Array): Drawn {
  const { model, columns: data } = estimate.objective.bound;
  const columns = model.columns.map(({ kind }, i) => {
    if (i === slot) return grid;
    return new Float64Array(grid.length).fill(kind === 'reduction' ? (data[i]?.[0] ?? NaN) : NaN);
  });
  const variables = variablesAlong(estimate, columns, grid.length);
  const meansAt = (buffers: readonly Float64Array[]): number[] => {
    const args = evaluateColumns(model.graph, likelihood.args.flat(), columns, grid.length, buffers);
    const mean = (row: readonly number[]): number => likelihood.distribution.mean(likelihood.parameterisation.canonical(row));
    return Array.from(grid, (_, i) => mean(args.map((values) => at(values, i))));
  };
  const means = meansAt(variables);
  const finite = Array.from(grid, (x, i) => ({ x, y: at(means, i) })).filter(({ y }) => Number.isFinite(y));
  const curve = { x: finite.map(({ x }) => x), y: finite.map(({ y }) => y) };
  const errors = outputErrors(estimate, columns, grid.length);
  if (!errors) return { curve };
  const [low = [], high = []] = [-Z, Z].map((z) =>
    meansAt(variables.map((values, index) => (index === errors.variable ? values.map((f, i) => f + z * at(errors.sd, i)) : values))),
  );
  return [...low, ...high].every(Number.isFinite) ? { curve, band: { x: [...grid], low, high } } : { curve };
}

/** All but 5 % of a Normal distribution lie within this many standard deviations. */
const Z = normalQuantile(0.975);

/** The uncertainty of the last layer of a network with one output: its standard deviation along the grid. */
function outputErrors(
  estimate: Estimate,
  columns: readonly Float64Array[],
  rows: number,
): { variable: number; sd: Float64Array } | undefined {
  const layer = estimate.objective.bound.model.networks.length === 1 ? lastLayerOf(estimate) : undefined;
  const [variable, ...others] = layer?.variables ?? [];
  if (!layer || variable === undefined || others.length > 0) return undefined;
  const { model } = estimate.objective.bound;
  const variables = model.variables.map((source): BoundVariable =>
    source.kind === 'network' ? networkAlong(model, source, columns, rows) : { kind: 'scalar', parameter: -1 },
  );
  return { variable, sd: layer.covariances({ variables, used: rows }).map(Math.sqrt) };
}

function variablesAlong({ objective, natural }: Estimate, columns: readonly Float64Array[], rows: number): Float64Array[] {
  const { model } = objective.bound;
  return model.variables.map((source) => {
    const buffer = new Float64Array(rows);
    if (source.kind === 'scalar') buffer.fill(at(natural, source.entry));
    else if (source.kind === 'linear') {
      const design = evaluateColumns(model.graph, source.design, columns, rows);
      fillVariable({ kind: 'linear', parameters: Int32Array.from(source.entries), design }, buffer, natural, 0, rows);
    } else if (source.kind === 'network')
      return networkValues([networkAlong(model, source, columns, rows)], natural, rows).get(0) ?? buffer.fill(NaN);
    return buffer;
  });
}

/** An output of a network along the grid. */
function networkAlong(
  model: Model,
  { network, inputs: nodes, output }: NetworkSource,
  columns: readonly Float64Array[],
  rows: number,
): BoundVariable {
  const own = model.networks[network];
  if (!own) throw new Error('a variable without its network');
  const inputs = evaluateColumns(model.graph, nodes, columns, rows).map((values) => ({ values, width: 1 }));
  return { kind: 'network', application: { ...own, inputs }, output };
}
