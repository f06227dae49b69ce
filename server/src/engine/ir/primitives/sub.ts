import { argument, type GraphBuilder, type NodeId, type Primitive } from '../primitive.js';
import { expm1 } from './expm1.js';
import { neg } from './neg.js';

/** a − b. */
export const sub: Primitive = {
  name: 'sub',
  arity: 2,
  evaluate: (a, b) => a - b,
  evaluateBlock: (out, rows, a, b) => {
    for (let i = 0; i < rows; i++) out[i] = (a[i] as number) - (b[i] as number);
  },
  partial: (graph, _args, index) => graph.constant(index === 0 ? 1 : -1),
  simplify: (graph, args) => {
    const [a, b] = [argument(args, 0), argument(args, 1)];
    if (graph.constantValue(b) === 0) return a;
    if (graph.constantValue(a) === 0) return graph.apply(neg, b);
    return exponentialLessOne(graph, a, b) ?? negated(graph, exponentialLessOne(graph, b, a));
  },
};

/** e^u − 1, which would be all rounding where u is small. */
function exponentialLessOne(graph: GraphBuilder, a: NodeId, b: NodeId): NodeId | undefined {
  const [exponent] = graph.argumentsOf(a, 'exp') ?? [];
  return exponent !== undefined && graph.constantValue(b) === 1 ? graph.apply(expm1, exponent) : undefined;
}

const negated = (graph: GraphBuilder, node: NodeId | undefined): NodeId | undefined =>
  node === undefined ? undefined : graph.apply(neg, node);
