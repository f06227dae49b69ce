import { argument, type Primitive } from '../primitive.js';
import { logistic } from './logistic.js';

/** log(1 + e^a) without overflow. */
export const softplus: Primitive = {
  name: 'softplus',
  arity: 1,
  evaluate: (a) => (a > 0 ? a + Math.log1p(Math.exp(-a)) : Math.log1p(Math.exp(a))),
  partial: (graph, args) => graph.apply(logistic, argument(args, 0)),
};
