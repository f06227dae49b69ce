import type { NodeId } from '../ir/graph.js';
import { opsOf } from '../ir/ops.js';
import type { BoundVariable } from '../kernel/kernel.js';
import { isData } from '../model/bound.js';
import type { Model } from '../model/model.js';
import { at } from '../numeric/at.js';

/** A part of a sum: a node of data alone times one that is the same in all rows of a level. */
export interface Product {
  readonly data: NodeId;
  readonly rest: NodeId;
}

/** A node as a sum of products and of linear predictors, each of these times a node of data alone. */
export interface Expansion {
  readonly products: readonly Product[];
  readonly linear: readonly { readonly variable: number; readonly data: NodeId }[];
}

/** A sum with more products than this does not come from a simple model. */
const MOST = 64;

/**
 * Multiplies out a node into data and what is the same in all rows of a level: scalar parameters, latent values and functions of them. Undefined where it
 * cannot be taken apart so.
 */
export function expand(model: Model, variables: readonly BoundVariable[], root: NodeId): Expansion | undefined {
  const found = new Map<NodeId, Expansion | undefined>();
  for (const id of model.graph.reachable([root])) {
    const made = expansionOf(model, variables, id, (arg) => found.get(arg));
    const isLong = made !== undefined && made.products.length + made.linear.length > MOST;
    found.set(id, isLong ? undefined : made);
  }
  return found.get(root);
}

function expansionOf(
  model: Model,
  variables: readonly BoundVariable[],
  id: NodeId,
  of: (arg: NodeId) => Expansion | undefined,
): Expansion | undefined {
  const { graph } = model;
  const o = opsOf(graph);
  const one = o.num(1);
  if (isData(model, id)) return { products: [{ data: id, rest: one }], linear: [] };
  const node = graph.node(id);
  if (isSameInLevel(model, variables, id)) return { products: [{ data: one, rest: id }], linear: [] };
  if (node.kind === 'variable') {
    return variables[node.index]?.kind === 'linear' ? { products: [], linear: [{ variable: node.index, data: one }] } : undefined;
  }
  if (node.kind !== 'apply') return undefined;
  const [a, b] = node.args.map(of);
  const name = node.primitive.name;
  if (name === 'neg' && a) return times(model, a, { products: [{ data: o.num(-1), rest: one }], linear: [] });
  if (!a || !b) return undefined;
  if (name === 'add') return sum(a, b);
  if (name === 'sub') return sum(a, times(model, b, { products: [{ data: o.num(-1), rest: one }], linear: [] }));
  if (name === 'mul') return times(model, a, b);
  const divisor = at(node.args, 1);
  if (name !== 'div') return undefined;
  if (isData(model, divisor)) return times(model, a, { products: [{ data: o.div(one, divisor), rest: one }], linear: [] });
  return isSameInLevel(model, variables, divisor)
    ? times(model, a, { products: [{ data: one, rest: o.div(one, divisor) }], linear: [] })
    : undefined;
}

function isSameInLevel({ graph }: Model, variables: readonly BoundVariable[], id: NodeId): boolean {
  return graph.reachable([id]).every((inner) => {
    const node = graph.node(inner);
    if (node.kind === 'variable') return ['scalar', 'latent'].includes(variables[node.index]?.kind ?? '');
    return node.kind !== 'column';
  });
}

const sum = (a: Expansion, b: Expansion | undefined): Expansion | undefined =>
  b && { products: [...a.products, ...b.products], linear: [...a.linear, ...b.linear] };

/** The product of two sums; a linear predictor may be multiplied by data alone. */
function times({ graph }: Model, a: Expansion, b: Expansion): Expansion | undefined {
  const o = opsOf(graph);
  const isPlain = (products: readonly Product[]): boolean => products.every(({ rest }) => graph.constantValue(rest) === 1);
  if (a.linear.length > 0 && b.linear.length > 0) return undefined;
  if ((a.linear.length > 0 && !isPlain(b.products)) || (b.linear.length > 0 && !isPlain(a.products))) return undefined;
  const products = a.products.flatMap((x) => b.products.map((y) => ({ data: o.mul(x.data, y.data), rest: o.mul(x.rest, y.rest) })));
  const scaled = (linear: Expansion['linear'], by: readonly Product[]): Expansion['linear'] =>
    linear.flatMap(({ variable, data }) => by.map((each) => ({ variable, data: o.mul(data, each.data) })));
  return { products, linear: [...scaled(a.linear, b.products), ...scaled(b.linear, a.products)] };
}
