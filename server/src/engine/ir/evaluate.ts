import { evaluatePrimitive, type Primitive } from './primitives/primitive.js';
import { sharedColumn } from './sharedColumn.js';
import type { Graph, Node, NodeId } from './graph.js';

/** Value of one node where `leaf` gives the values of inputs, columns and variables. */
export function evaluateAt(graph: Graph, root: NodeId, leaf: (node: Exclude<Node, { kind: 'constant' | 'apply' }>) => number): number {
  const values = new Map<NodeId, number>();
  for (const id of graph.reachable([root])) {
    const node = graph.node(id);
    if (node.kind === 'constant') values.set(id, node.value);
    else if (node.kind === 'apply')
      values.set(
        id,
        evaluatePrimitive(
          node.primitive,
          node.args.map((arg) => values.get(arg) ?? NaN),
        ),
      );
    else values.set(id, leaf(node));
  }
  return values.get(root) ?? NaN;
}

const NOTHING = new Float64Array(0);
/** Rows between two looks at a cancel flag: a few milliseconds each. */
const BLOCK = 2 ** 18;

/**
 * Values over all rows; a constant comes as a column too. A variable that is not given is NaN. Where `stop` says so the work ends early, and the
 * values are meaningless.
 */
export function evaluateColumns(
  graph: Graph,
  roots: readonly NodeId[],
  columns: readonly Float64Array[],
  rows: number,
  variables: readonly Float64Array[] = [],
  stop: { readonly cancelled: boolean } = { cancelled: false },
): Float64Array[] {
  const values = new Map<NodeId, Float64Array>();
  for (const id of graph.reachable(roots)) {
    const node = graph.node(id);
    const given = node.kind === 'variable' ? variables[node.index] : undefined;
    // Memory for many rows takes as long to allocate as to fill.
    values.set(id, given ?? (stop.cancelled ? NOTHING : columnOf(node, values, columns, rows, stop)));
  }
  return roots.map((id) => values.get(id) ?? new Float64Array(rows));
}

function columnOf(
  node: Node,
  values: ReadonlyMap<NodeId, Float64Array>,
  columns: readonly Float64Array[],
  rows: number,
  stop: { readonly cancelled: boolean },
): Float64Array {
  if (node.kind === 'column') return columns[node.slot] ?? new Float64Array(rows).fill(NaN);
  const out = sharedColumn(rows);
  if (node.kind === 'constant') return out.fill(node.value);
  if (node.kind !== 'apply') return out.fill(NaN);
  const [a, b, c] = node.args.map((arg) => values.get(arg));
  for (let start = 0; start < rows && !stop.cancelled; start += BLOCK) {
    const end = Math.min(rows, start + BLOCK);
    fill(out, node.primitive, start, end, a, b, c);
  }
  return out;
}

/** A loop for each number of arguments: many times faster than one for all. */
function fill(
  out: Float64Array,
  primitive: Primitive,
  start: number,
  end: number,
  a: Float64Array = out,
  b?: Float64Array,
  c?: Float64Array,
): void {
  if (c && b) for (let i = start; i < end; i++) out[i] = primitive.evaluate(a[i] as number, b[i] as number, c[i] as number);
  else if (b) for (let i = start; i < end; i++) out[i] = primitive.evaluate(a[i] as number, b[i] as number, 0);
  else for (let i = start; i < end; i++) out[i] = primitive.evaluate(a[i] as number, 0, 0);
}
