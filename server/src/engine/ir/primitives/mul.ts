import { at } from '../../numeric/at.js';
import { type GraphBuilder, type NodeId, type Primitive } from './primitive.js';
import { neg } from './neg.js';

/** a · b. */
export const mul: Primitive = {
  name: 'mul',
  arity: 2,
  evaluate: (a, b) => a * b,
  evaluateBlock: (out, rows, a, b) => {
    for (let i = 0; i < rows; i++) out[i] = (a[i] as number) * (b[i] as number);
  },
  partial: (_graph, args, index) => at(args, 1 - index),
  simplify: (graph, args) => {
    const [a, b] = [at(args, 0), at(args, 1)];
    const trivial = byConstant(graph, a, b) ?? byConstant(graph, b, a);
    if (trivial !== undefined) return trivial;
    return a > b ? graph.apply(mul, b, a) : undefined;
  },
};

/** The product of a node and a constant 0, 1 or −1. */
function byConstant(graph: GraphBuilder, factor: NodeId, other: NodeId): NodeId | undefined {
  const value = graph.constantValue(factor);
  if (value === 0) return graph.constant(0);
  if (value === 1) return other;
  return value === -1 ? graph.apply(neg, other) : undefined;
}
