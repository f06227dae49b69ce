import type { Graph, Node, NodeId } from '../ir/graph.js';
import type { Problem, Span } from '../../report/problem.js';
import { evaluatePrimitive } from '../ir/primitives/primitive.js';
import { at } from '../numeric/at.js';

interface Row {
  readonly graph: Graph;
  readonly root: NodeId;
  readonly columns: readonly Float64Array[];
  /** Values of the row's variables; left out for expressions of data. */
  readonly variables?: readonly number[];
}

/** Names the first sub-expression of a row that has no finite value although its parts do, and why; `place` begins the message: "In row 3". */
export function firstNonFinite(where: Row, row: number, place: string, fallback: Span): Problem {
  const { graph, root } = where;
  const values = new Map<NodeId, number>();
  for (const id of graph.reachable([root])) {
    const node = graph.node(id);
    const args = node.kind === 'apply' ? node.args.map((arg) => values.get(arg) ?? NaN) : [];
    const value = node.kind === 'apply' ? evaluatePrimitive(node.primitive, args) : leafValue(where, node, row);
    values.set(id, value);
    if (node.kind !== 'apply' || Number.isFinite(value) || !args.every(Number.isFinite)) continue;
    const reason = node.primitive.outside ?? `${node.primitive.name} has no finite value there`;
    const found = args.map((arg) => String(Number(arg.toPrecision(6)))).join(' and ');
    const message = `${place} this has no finite value: ${reason} (the numbers are ${found}).`;
    return { severity: 'error', code: 'non-finite', message, span: graph.origins.get(id) ?? enclosing(graph, root, id) ?? fallback };
  }
  return { severity: 'error', code: 'non-finite', message: `${place} this has no finite value.`, span: fallback };
}

function leafValue({ columns, variables = [] }: Row, node: Exclude<Node, { kind: 'apply' }>, row: number): number {
  switch (node.kind) {
    case 'constant':
      return node.value;
    case 'column':
      return columns[node.slot]?.[row] ?? NaN;
    case 'variable':
      return at(variables, node.index);
    case 'input':
      return NaN;
  }
}

/** The span of the smallest written expression that contains a node. */
function enclosing(graph: Graph, root: NodeId, inner: NodeId): Span | undefined {
  const holders = graph.reachable([root]).filter((id) => id > inner && graph.origins.has(id) && graph.reachable([id]).includes(inner));
  const spans = holders.flatMap((id) => graph.origins.get(id) ?? []);
  return spans.sort((a, b) => a.to - a.from - (b.to - b.from))[0];
}
