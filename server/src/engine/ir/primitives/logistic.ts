import { argument, type Primitive } from '../primitive.js';
import { mul } from './mul.js';
import { neg } from './neg.js';

/** 1 / (1 + e^−a), without overflow at either end: derivative s(a) s(−a). */
export const logistic: Primitive = {
  name: 'logistic',
  arity: 1,
  evaluate: (a) => (a >= 0 ? 1 / (1 + Math.exp(-a)) : Math.exp(a) / (1 + Math.exp(a))),
  partial: (graph, args, _index, self) =>
    graph.apply(mul, self, graph.apply(logistic, graph.apply(neg, argument(args, 0)))),
};
