import { argument, type GraphBuilder, type NodeId, type Primitive } from '../primitive.js';
import { div } from './div.js';
import { log1p } from './log1p.js';
import { logPhi } from './logPhi.js';
import { neg } from './neg.js';
import { softplus } from './softplus.js';

/** Natural logarithm. */
export const log: Primitive = {
  name: 'log',
  arity: 1,
  evaluate: Math.log,
  evaluateBlock: (out, rows, a) => {
    for (let i = 0; i < rows; i++) out[i] = Math.log(a[i] as number);
  },
  partial: (graph, args) => graph.apply(div, graph.constant(1), argument(args, 0)),
  simplify: (graph, args) => stableForm(graph, argument(args, 0)),
  outside: 'the logarithm of zero or of a negative number',
};

/** log e^u = u, log logistic(u) = −softplus(−u), log Phi(u), log(1 + u) = log1p(u): no loss where the inner value underflows or rounds to 1. */
function stableForm(graph: GraphBuilder, inner: NodeId): NodeId | undefined {
  const exponent = graph.argumentsOf(inner, 'exp')?.[0];
  if (exponent !== undefined) return exponent;
  const logit = graph.argumentsOf(inner, 'logistic')?.[0];
  if (logit !== undefined) return graph.apply(neg, graph.apply(softplus, graph.apply(neg, logit)));
  const quantile = graph.argumentsOf(inner, 'Phi')?.[0];
  if (quantile !== undefined) return graph.apply(logPhi, quantile);
  const beyond = beyondOne(graph, inner);
  return beyond === undefined ? undefined : graph.apply(log1p, beyond);
}

/** The u of 1 + u or 1 − u. */
function beyondOne(graph: GraphBuilder, inner: NodeId): NodeId | undefined {
  const [a, b] = graph.argumentsOf(inner, 'add') ?? [];
  if (a !== undefined && b !== undefined) {
    if (graph.constantValue(a) === 1) return b;
    return graph.constantValue(b) === 1 ? a : undefined;
  }
  const [one, taken] = graph.argumentsOf(inner, 'sub') ?? [];
  return one !== undefined && taken !== undefined && graph.constantValue(one) === 1 ? graph.apply(neg, taken) : undefined;
}
