import type { Graph, NodeId } from '../ir/graph.js';
import type { DerivedVariable } from './kernel.js';

/** Variables as a model or a term has them: those that follow from other nodes are told by their kind. */
type AnyVariable = DerivedVariable | { readonly kind: 'scalar' | 'gather' | 'linear' | 'latent' | 'network' };

export const isDerived = <V extends AnyVariable>(variable: V | undefined): variable is Extract<V, DerivedVariable> =>
  variable?.kind === 'previous' || variable?.kind === 'mean';

/** The nodes that a variable follows from. */
export const nodesOf = (variable: DerivedVariable): NodeId[] =>
  variable.kind === 'previous' ? [variable.node, variable.initial] : [variable.node];

/** The same variable, following from other nodes. */
export function withNodes(variable: DerivedVariable, replace: (node: NodeId) => NodeId): DerivedVariable {
  const node = replace(variable.node);
  return variable.kind === 'previous' ? { ...variable, node, initial: replace(variable.initial) } : { ...variable, node };
}

/** All nodes that `roots` depend on, also in other rows: through previous values and, unless told otherwise, through means. */
export function nodesBelow(
  graph: Graph,
  variables: readonly AnyVariable[],
  roots: readonly NodeId[],
  through: (variable: DerivedVariable) => boolean = () => true,
): NodeId[] {
  const found = new Set<NodeId>();
  let open = [...roots];
  while (open.length > 0) {
    const fresh = graph.reachable(open).filter((id) => !found.has(id));
    for (const id of fresh) found.add(id);
    open = fresh.flatMap((id) => {
      const node = graph.node(id);
      const variable = node.kind === 'variable' ? variables[node.index] : undefined;
      return isDerived(variable) && through(variable) ? nodesOf(variable) : [];
    });
  }
  return [...found];
}

/** Indexes of the variables among nodes. */
export function variablesAmong(graph: Graph, nodes: readonly NodeId[]): number[] {
  return nodes.flatMap((id) => {
    const node = graph.node(id);
    return node.kind === 'variable' ? [node.index] : [];
  });
}
