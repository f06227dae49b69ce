import { HALF_LOG_2PI } from '../numeric/quantiles.js';
import { firstNotFinite } from '../distributions/distribution.js';
import { evaluateColumns } from '../ir/evaluate.js';
import type { NodeId } from '../ir/graph.js';
import { opsOf } from '../ir/ops.js';
import type { BoundVariable, LatentVariable, Term } from '../kernel/kernel.js';
import type { BoundModel } from '../model/bound.js';
import type { Likelihood } from '../model/model.js';
import { type Expansion, expand } from './expansion.js';
import { rotate } from './rotation.js';

/**
 * A Normal likelihood whose mean is, in each level, a linear combination of few columns D with coefficients that depend on the level: the rows of a level
 * are rotated so that D fills as many of them as it has columns, and the remaining rows of all levels are reduced to a triangle (Pinheiro & Bates,
 * Mixed-Effects Models in S and S-PLUS, 2000, §2.2.3). Sums of squares stay what they are; undefined where the statement is not of this form.
 */
export function levelSquares(bound: BoundModel, likelihood: Likelihood, variables: readonly BoundVariable[]): Term | undefined {
  const { model } = bound;
  const { graph } = model;
  const form = likelihood.parameterisation.squares?.(opsOf(graph), likelihood.outcome.node, likelihood.args);
  const isScalar = form && variablesOf(bound, form.sd, variables).every((each) => each?.kind === 'scalar') && !readsColumns(bound, form.sd);
  const expansion = isScalar ? expand(model, variables, form.mean) : undefined;
  const codes = expansion && commonCodes(bound, expansion, variables);
  if (!form || !expansion || !codes) return undefined;
  const pieces = piecesOf(bound, expansion, variables);
  const evaluate = (node: NodeId): Float64Array => evaluateColumns(graph, [node], bound.columns, bound.used)[0] ?? new Float64Array(0);
  const outcome = evaluate(form.outcome);
  const columns = { own: pieces.own.map(({ data }) => evaluate(data)), others: [...pieces.columns, outcome] };
  if ([...columns.own, ...columns.others].some((column) => firstNotFinite(column) >= 0)) return undefined;
  const rows = rotate({ codes, ...columns, ...(bound.weights ? { weights: bound.weights } : {}) });
  const rest = evaluate(form.rest).reduce((sum, value, row) => sum + value * (bound.weights?.[row] ?? 1), 0);
  return termOf(bound, variables, { ...pieces, rows, sd: form.sd, rest });
}

const variablesOf = ({ model: { graph } }: BoundModel, node: NodeId, variables: readonly BoundVariable[]): (BoundVariable | undefined)[] =>
  graph.reachable([node]).flatMap((id) => {
    const inner = graph.node(id);
    return inner.kind === 'variable' ? [variables[inner.index]] : [];
  });

const readsColumns = ({ model: { graph } }: BoundModel, node: NodeId): boolean =>
  graph.reachable([node]).some((id) => graph.node(id).kind === 'column');

/** The codes of the one column of levels that all latent variables have; undefined where there are several or none. */
function commonCodes(bound: BoundModel, { products }: Expansion, variables: readonly BoundVariable[]): Float64Array | undefined {
  const latents = products.flatMap(({ rest }) => variablesOf(bound, rest, variables)).filter((each) => each?.kind === 'latent');
  const [first] = latents;
  return first && latents.every(({ codes }) => codes === first.codes) ? first.codes : undefined;
}

/** The parts of a mean: columns with coefficients by level, linear predictors, and columns with coefficients that are the same in all levels. */
interface Pieces {
  readonly own: readonly { readonly data: NodeId; readonly rest: NodeId }[];
  readonly linear: readonly { readonly variable: number; readonly from: number; readonly to: number }[];
  readonly plain: readonly { readonly rest: NodeId; readonly at: number }[];
  /** Values of the columns of `linear` and `plain`. */
  readonly columns: readonly Float64Array[];
}

function piecesOf(bound: BoundModel, { products, linear }: Expansion, variables: readonly BoundVariable[]): Pieces {
  const { graph } = bound.model;
  const o = opsOf(graph);
  const byData = new Map<NodeId, NodeId>();
  for (const { data, rest } of products) {
    const before = byData.get(data);
    byData.set(data, before === undefined ? rest : o.add(before, rest));
  }
  const all = [...byData].map(([data, rest]) => ({ data, rest }));
  const isOwn = ({ rest }: { rest: NodeId }): boolean => variablesOf(bound, rest, variables).some((each) => each?.kind === 'latent');
  const evaluate = (node: NodeId): Float64Array => evaluateColumns(graph, [node], bound.columns, bound.used)[0] ?? new Float64Array(0);
  const columns: Float64Array[] = [];
  const predictors = linear.map(({ variable, data }) => {
    const source = variables[variable];
    const factor = graph.constantValue(data) === 1 ? undefined : evaluate(data);
    const design = source?.kind === 'linear' ? source.design : [];
    const from = columns.length;
    columns.push(...design.map((column) => (factor ? column.map((value, row) => value * (factor[row] as number)) : column)));
    return { variable, from, to: columns.length };
  });
  const plain = all.filter((each) => !isOwn(each)).map(({ data, rest }) => ({ rest, at: columns.push(evaluate(data)) - 1 }));
  return { own: all.filter(isOwn), linear: predictors, plain, columns };
}

interface Rotated extends Pieces {
  readonly rows: ReturnType<typeof rotate>;
  readonly sd: NodeId;
  readonly rest: number;
}

/** Σ −½ ((y − mean)/sd)² − count (log sd + ½ log 2π) + rest over the rotated rows, count and rest being numbers of the last row. */
function termOf(bound: BoundModel, given: readonly BoundVariable[], { own, linear, plain, rows, sd, rest }: Rotated): Term {
  const { graph } = bound.model;
  const o = opsOf(graph);
  const variables = given.map((variable) => onRows(variable, rows.codes));
  const columns: Float64Array[] = [];
  const first = bound.model.columns.length + 1;
  const column = (values: Float64Array): NodeId => graph.column(first + columns.push(values) - 1);
  const others = rows.others.slice(0, -1);
  const parts = [
    ...own.map((each, i) => o.mul(column(rows.own[i] ?? EMPTY), each.rest)),
    ...plain.map((each) => o.mul(column(others[each.at] ?? EMPTY), each.rest)),
    ...linear.map(({ variable, from, to }) => {
      const source = given[variable];
      const parameters = source?.kind === 'linear' ? source.parameters : new Int32Array(0);
      return graph.variable(variables.push({ kind: 'linear', parameters, design: others.slice(from, to) }) - 1);
    }),
  ];
  const mean = parts.reduce((a, b) => o.add(a, b));
  const z = o.div(o.sub(column(rows.others.at(-1) ?? EMPTY), mean), sd);
  const last = (value: number): NodeId => column(new Float64Array(rows.codes.length).fill(value, rows.codes.length - 1));
  const size = o.mul(last(bound.observations), o.add(o.log(sd), o.num(HALF_LOG_2PI)));
  const root = o.add(o.sub(o.mul(o.num(-0.5), o.mul(z, z)), size), last(rest));
  const all = [...Array.from({ length: first }, () => EMPTY), ...columns];
  return { graph, root, rows: rows.codes.length, columns: all, inputs: EMPTY, variables };
}

const EMPTY = new Float64Array(0);

/** One array of codes for all latent variables: they stay in step. */
const onRows = (variable: BoundVariable, codes: Float64Array): BoundVariable =>
  variable.kind === 'latent' ? ({ ...variable, codes } satisfies LatentVariable) : variable;
