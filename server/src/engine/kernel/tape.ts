import type { Graph, NodeId } from '../ir/graph.js';
import type { Primitive } from '../ir/primitives/primitive.js';

/** Rows evaluated together: small enough for the buffers of a model to stay in the cache. */
export const TILE = 128;

/** How often a node must be evaluated: once for the data, once per call, or for every row of every call. */
export type Rate = 'data' | 'call' | 'row';

export interface Instruction {
  readonly id: NodeId;
  readonly primitive: Primitive;
  readonly args: readonly NodeId[];
}

/** The nodes that some roots need, in order of evaluation, by rate. */
export interface Tape {
  readonly order: readonly NodeId[];
  readonly rates: ReadonlyMap<NodeId, Rate>;
  readonly data: readonly Instruction[];
  readonly call: readonly Instruction[];
  readonly row: readonly Instruction[];
}

/** Splits the nodes below `roots`; `isScalar(v)` says whether variable v has one value for all rows. */
export function tapeOf(graph: Graph, roots: readonly NodeId[], isScalar: (variable: number) => boolean): Tape {
  const order = graph.reachable(roots);
  const rates = new Map<NodeId, Rate>();
  const tape = { data: [] as Instruction[], call: [] as Instruction[], row: [] as Instruction[] };
  for (const id of order) {
    const node = graph.node(id);
    if (node.kind !== 'apply') {
      rates.set(id, leafRate(node, isScalar));
      continue;
    }
    const rate = combineRates(
      node.args.map((arg) => rates.get(arg) ?? 'row'),
      node.args,
      graph,
    );
    rates.set(id, rate);
    tape[rate].push({ id, primitive: node.primitive, args: node.args });
  }
  return { order, rates, ...tape };
}

function leafRate(node: ReturnType<Graph['node']>, isScalar: (variable: number) => boolean): Rate {
  if (node.kind === 'constant' || node.kind === 'input') return 'call';
  if (node.kind === 'column') return 'data';
  return node.kind === 'variable' && isScalar(node.index) ? 'call' : 'row';
}

/** Data with constants is still data; data with a parameter varies by row and call. */
function combineRates(rates: readonly Rate[], args: readonly NodeId[], graph: Graph): Rate {
  if (rates.includes('row')) return 'row';
  if (!rates.includes('data')) return 'call';
  const fixed = (arg: NodeId, index: number) => rates[index] === 'data' || graph.node(arg).kind === 'constant';
  return args.every(fixed) ? 'data' : 'row';
}
