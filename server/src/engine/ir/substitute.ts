import type { Graph, NodeId } from './graph.js';

/** The same expression with every node that applies `name` made anew by `replace` from its (already rewritten) arguments. */
export function substitute(
  graph: Graph,
  root: NodeId,
  name: string,
  replace: (args: readonly NodeId[], original: NodeId) => NodeId,
): NodeId {
  const rewritten = new Map<NodeId, NodeId>();
  for (const id of graph.reachable([root])) {
    const node = graph.node(id);
    if (node.kind !== 'apply') {
      rewritten.set(id, id);
      continue;
    }
    const args = node.args.map((arg) => rewritten.get(arg) ?? arg);
    rewritten.set(id, node.primitive.name === name ? replace(args, id) : graph.apply(node.primitive, ...args));
  }
  return rewritten.get(root) ?? root;
}
