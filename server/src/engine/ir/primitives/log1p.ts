import { at } from '../../numeric/at.js';
import { add } from './add.js';
import { type GraphBuilder, type NodeId, type Primitive } from './primitive.js';
import { div } from './div.js';
import { logPhi } from './logPhi.js';
import { neg } from './neg.js';
import { softplus } from './softplus.js';

/** log(1 + a), exact near 0. */
export const log1p: Primitive = {
  name: 'log1p',
  arity: 1,
  evaluate: Math.log1p,
  evaluateBlock: (out, rows, a) => {
    for (let i = 0; i < rows; i++) out[i] = Math.log1p(a[i] as number);
  },
  partial: (graph, args) => graph.apply(div, graph.constant(1), graph.apply(add, graph.constant(1), at(args, 0))),
  simplify: (graph, args) => stableForm(graph, at(args, 0)),
  outside: 'the logarithm of zero or of a negative number',
};

/** log1p(expm1 u) = u, log(1 + e^u) = softplus(u), log(1 − logistic(u)) = −softplus(u), log(1 − Phi(u)) = log Phi(−u). */
function stableForm(graph: GraphBuilder, inner: NodeId): NodeId | undefined {
  const exponent = graph.argumentsOf(inner, 'expm1')?.[0];
  if (exponent !== undefined) return exponent;
  const power = graph.argumentsOf(inner, 'exp')?.[0];
  if (power !== undefined) return graph.apply(softplus, power);
  const negated = graph.argumentsOf(inner, 'neg')?.[0];
  if (negated === undefined) return undefined;
  const logit = graph.argumentsOf(negated, 'logistic')?.[0];
  if (logit !== undefined) return graph.apply(neg, graph.apply(softplus, logit));
  const quantile = graph.argumentsOf(negated, 'Phi')?.[0];
  return quantile === undefined ? undefined : graph.apply(logPhi, graph.apply(neg, quantile));
}
