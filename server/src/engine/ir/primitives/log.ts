import { at } from '../../numeric/at.js';
import { type GraphBuilder, type NodeId, type Primitive } from './primitive.js';
import { div } from './div.js';
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
  partial: (graph, args) => graph.apply(div, graph.constant(1), at(args, 0)),
  simplify: (graph, args) => stableForm(graph, at(args, 0)),
  outside: 'the logarithm of zero or of a negative number',
};

/** log e^u = u, log logistic(u) = −softplus(−u), log Phi(u): no loss where the inner value underflows or rounds to 1. */
function stableForm(graph: GraphBuilder, inner: NodeId): NodeId | undefined {
  const exponent = graph.argumentsOf(inner, 'exp')?.[0];
  if (exponent !== undefined) return exponent;
  const logit = graph.argumentsOf(inner, 'logistic')?.[0];
  if (logit !== undefined) return graph.apply(neg, graph.apply(softplus, graph.apply(neg, logit)));
  const quantile = graph.argumentsOf(inner, 'Phi')?.[0];
  return quantile === undefined ? undefined : graph.apply(logPhi, quantile);
}
