import type { Graph, NodeId } from './graph.js';

/** The same expression with every node that applies `name` rebuilt by `replace` from its (already rewritten) arguments. */
export function substitute(
  graph: Graph,
  root: NodeId,
  name: string,
  replace: (args: readonly NodeId[], original: NodeId) => NodeId,
): NodeId {
  return rewrite(graph, root, (id, args) => {
    const node = graph.node(id);
    return node.kind === 'apply' && node.primitive.name === name ? replace(args, id) : undefined;
  });
}

/** The same expression with another node where `replace` gives one; `args` are a node's arguments, already rewritten. */
export function rewrite(graph: Graph, root: NodeId, replace: (original: NodeId, args: readonly NodeId[]) => NodeId | undefined): NodeId {
  const rewritten = new Map<NodeId, NodeId>();
  for (const id of graph.reachable([root])) {
    const node = graph.node(id);
    const args = node.kind === 'apply' ? node.args.map((arg) => rewritten.get(arg) ?? arg) : [];
    rewritten.set(id, replace(id, args) ?? (node.kind === 'apply' ? graph.apply(node.primitive, ...args) : id));
  }
  return rewritten.get(root) ?? root;
}
