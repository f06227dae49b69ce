import { boundRows } from '../../bind/bindRows.js';
import { latentSize } from '../../bind/latentLevels.js';
import type { NodeId } from '../../ir/graph.js';
import { opsOf } from '../../ir/ops.js';
import { evaluateColumns } from '../../ir/evaluate.js';
import { isDerived, nodesBelow, variablesAmong } from '../../kernel/below.js';
import type { BoundVariable, Cancellation, Evaluation, Kernel, Order, Term } from '../../kernel/kernel.js';
import type { BoundModel } from '../../model/bound.js';
import type { RowSummary } from '../../model/model.js';
import { at } from '../../numeric/at.js';
import { compileKernel } from '../../terms/compile.js';
import type { Natural } from '../objective/objective.js';
import { preparedOf } from '../objective/prepared.js';

/** A summary of rows with its derivatives by the entries, and by latent values at their modes where these take part. */
export interface Summary extends Evaluation {
  readonly slopes?: Float64Array;
}

/** A kernel over the entries and, after them, latent values; its value is to be divided by `divisor`. */
interface Compiled {
  readonly kernel: Kernel;
  readonly divisor: number;
  readonly hasLatents: boolean;
}

const compiled = new WeakMap<BoundModel, Map<number, Compiled>>();

/** A summary of rows at a natural point: exact derivatives of either order; where latent values take part there is none of second order. */
export function summaryAt(bound: BoundModel, index: number, x: Natural, order: Order, cancellation: Cancellation): Summary {
  const rows = boundRows(bound);
  const summary = bound.model.rows?.summaries[index];
  if (!rows || !summary) throw new Error(`the model has no summary ${String(index)} of rows`);
  const of = compiled.get(rows) ?? new Map<number, Compiled>();
  compiled.set(rows, of);
  const own = of.get(index) ?? compile(rows, summary, x.length);
  of.set(index, own);
  const found: Summary = own.hasLatents ? atModes(bound, own, x, order, cancellation) : own.kernel.evaluate(x, order, cancellation);
  const { value, gradient, hessian, slopes } = found;
  const share = (each: number): number => each / own.divisor;
  return {
    value: share(value),
    gradient: gradient.map(share),
    hessian: hessian.map(share),
    ...(slopes ? { slopes: slopes.map(share) } : {}),
  };
}

/** Whether latent values at their modes take part in a summary: it has no second derivatives then. */
export const hasModes = (bound: BoundModel, index: number): boolean => {
  const summary = bound.model.rows?.summaries[index];
  const rows = boundRows(bound);
  return summary !== undefined && rows !== undefined && latentBelow(rows, [summary.node]);
};

const latentBelow = ({ model }: BoundModel, nodes: readonly NodeId[]): boolean =>
  variablesAmong(model.graph, nodesBelow(model.graph, model.variables, nodes)).some((index) => model.variables[index]?.kind === 'latent');

function compile(rows: BoundModel, summary: RowSummary, entries: number): Compiled {
  const { model, columns, used, weights, inputs = new Float64Array(0) } = rows;
  const { graph } = model;
  const below = variablesAmong(graph, nodesBelow(graph, model.variables, [summary.node]));
  const isSame = summary.form === 'value';
  const looksAround = below.some((index) => isDerived(model.variables[index]));
  const hasLatents = latentBelow(rows, [summary.node]);
  const counted = isSame ? undefined : countedRows(rows, summary.where);
  const o = opsOf(graph);
  const weight = graph.column(columns.length);
  const isWeighted = weights !== undefined || summary.where !== undefined;
  const root = isWeighted && !isSame ? o.select(weight, o.mul(weight, summary.node), o.num(0)) : summary.node;
  const term: Term = {
    graph,
    root,
    rows: isSame && !looksAround ? Math.min(used, 1) : used,
    columns: counted ? [...columns, counted] : columns,
    inputs,
    variables: hasLatents ? rows.variables.map((each) => withLatents(each, entries)) : rows.variables,
  };
  const total = counted ? counted.reduce((sum, each) => sum + each, 0) : used;
  const divisor = isSame ? (looksAround ? used : 1) : summary.form === 'mean' ? total : 1;
  return { kernel: compileKernel([term], entries + (hasLatents ? latentSize(rows) : 0)), divisor, hasLatents };
}

/** How much each row counts: its weight, or 0 where the condition does not hold. */
function countedRows({ model, columns, used, weights }: BoundModel, where: NodeId | undefined): Float64Array {
  const [holds] = where === undefined ? [] : evaluateColumns(model.graph, [where], columns, used);
  return Float64Array.from({ length: used }, (_, row) =>
    holds === undefined || at(holds, row) !== 0 ? (weights ? at(weights, row) : 1) : 0,
  );
}

/** Latent values as further parameters. */
function withLatents(variable: BoundVariable, entries: number): BoundVariable {
  if (variable.kind !== 'latent') return variable;
  return { kind: 'gather', map: variable.map.map((number) => (number < 0 ? -1 : entries + number)), codes: variable.codes };
}

/** Latent values at their conditional modes, held there. */
function atModes(bound: BoundModel, { kernel }: Compiled, x: Natural, order: Order, cancellation: Cancellation): Summary {
  const mode = preparedOf(bound, cancellation).marginal?.modeAt(x, cancellation);
  if (!mode) return { value: NaN, gradient: new Float64Array(x.length).fill(NaN), hessian: new Float64Array(0) };
  const { value, gradient } = kernel.evaluate(Float64Array.from([...x, ...mode.u]), order === 0 ? 0 : 1, cancellation);
  return { value, gradient: gradient.slice(0, x.length), hessian: new Float64Array(0), slopes: gradient.slice(x.length) };
}

/**
 * What latent values at their modes add to a function g(θ, û(θ)) with these slopes by them: to its gradient, as the modes follow the parameters, and to its variance,
 * ∂g/∂u' H⁻¹ ∂g/∂u, H being the information about them given the parameters (Kass & Steffey, JASA 84, 1989).
 */
export function responseOfModes(
  bound: BoundModel,
  x: Natural,
  slopes: Float64Array,
  cancellation: Cancellation,
): { readonly slope: Float64Array; readonly variance: number } {
  const nothing = { slope: new Float64Array(x.length).fill(NaN), variance: NaN };
  return preparedOf(bound, cancellation).marginal?.response(x, slopes, cancellation) ?? nothing;
}
