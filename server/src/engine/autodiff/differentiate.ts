import type { Graph, NodeId } from '../ir/graph.js';
import { add } from '../ir/primitives/add.js';
import { mul } from '../ir/primitives/mul.js';
import { Adjoints } from './adjoints.js';

/** First and second partial derivatives of a row-wise function, as nodes of the same graph. */
export interface Derivatives {
  /** gradient[i] = ∂f/∂v_i; undefined where it is 0 everywhere. */
  readonly gradient: readonly (NodeId | undefined)[];
  /** hessian[i][j] for j ≤ i. */
  readonly hessian: readonly (readonly (NodeId | undefined)[])[];
}

/**
 * Reverse accumulation: ∂root/∂v for each node v of `wrt`, as nodes (Griewank & Walther 2008, algorithm 3.2). Work is
 * proportional to the size of the expression, whatever the number of variables.
 */
export function gradientOf(graph: Graph, root: NodeId, wrt: readonly NodeId[]): (NodeId | undefined)[] {
  graph.watch?.();
  const targets = dependents(graph, root, new Set(wrt));
  const adjoints = new Adjoints(graph, root);
  for (const id of [...targets].reverse()) propagate(graph, id, adjoints, targets);
  return wrt.map((id) => adjoints.total(id)).map((id) => (id !== undefined && graph.constantValue(id) === 0 ? undefined : id));
}

/** Gradient and lower triangle of the Hessian with respect to the nodes `wrt`. */
export function differentiate(graph: Graph, root: NodeId, wrt: readonly NodeId[]): Derivatives {
  const gradient = gradientOf(graph, root, wrt);
  const hessian = gradient.map((node, i) => {
    const row = wrt.slice(0, i + 1);
    return node === undefined ? row.map(() => undefined) : gradientOf(graph, node, row);
  });
  return { gradient, hessian };
}

/**
 * Gradient with the generalised Gauss-Newton Hessian (Schraudolph, Neural Computation 14, 2002): Σ ∂a/∂v · ∂²f/∂a∂b · ∂b/∂w over the nodes a, b
 * of `through`, the arguments of a density. What their own curvature adds is left out, so that it bends no step the wrong way far from an optimum.
 */
export function differentiateThrough(graph: Graph, root: NodeId, through: readonly NodeId[], wrt: readonly NodeId[]): Derivatives {
  const outer = differentiate(graph, root, through).hessian;
  const inner = through.map((node) => gradientOf(graph, node, wrt));
  const share = (a: number, b: number, i: number, j: number): NodeId | undefined =>
    product(graph, [inner[a]?.[i], outer[Math.max(a, b)]?.[Math.min(a, b)], inner[b]?.[j]]);
  const entry = (i: number, j: number): NodeId | undefined =>
    total(
      graph,
      through.flatMap((_, a) => through.map((__, b) => share(a, b, i, j))),
    );
  return { gradient: gradientOf(graph, root, wrt), hessian: wrt.map((_, i) => wrt.slice(0, i + 1).map((__, j) => entry(i, j))) };
}

function total(graph: Graph, nodes: readonly (NodeId | undefined)[]): NodeId | undefined {
  return nodes.reduce((sum, node) => (sum === undefined || node === undefined ? (sum ?? node) : graph.apply(add, sum, node)), undefined);
}

function product(graph: Graph, factors: readonly (NodeId | undefined)[]): NodeId | undefined {
  return factors.reduce((a, b) => (a === undefined || b === undefined ? undefined : graph.apply(mul, a, b)), graph.constant(1));
}

/** The nodes below `root` that depend on one of `wrt`, arguments first. */
function dependents(graph: Graph, root: NodeId, wrt: ReadonlySet<NodeId>): Set<NodeId> {
  const found = new Set<NodeId>();
  for (const id of graph.reachable([root])) {
    const node = graph.node(id);
    if (wrt.has(id) || (node.kind === 'apply' && node.args.some((arg) => found.has(arg)))) found.add(id);
  }
  return found;
}

/** Adds the share of one node to the adjoints of its arguments. */
function propagate(graph: Graph, id: NodeId, adjoints: Adjoints, targets: ReadonlySet<NodeId>): void {
  const node = graph.node(id);
  if (node.kind !== 'apply' || !adjoints.has(id)) return;
  node.args.forEach((arg, index) => {
    if (!targets.has(arg)) return;
    if (node.primitive.name === 'select') adjoints.addBranch(id, node.args, index);
    else {
      const partial = node.primitive.partial(graph, node.args, index, id);
      if (partial !== undefined) adjoints.add(id, arg, partial);
    }
  });
}
