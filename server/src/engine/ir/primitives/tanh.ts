import type { Primitive } from './primitive.js';
import { mul } from './mul.js';
import { sub } from './sub.js';

/** Hyperbolic tangent: derivative 1 − tanh². */
export const tanh: Primitive = {
  name: 'tanh',
  arity: 1,
  evaluate: Math.tanh,
  partial: (graph, _args, _index, self) => graph.apply(sub, graph.constant(1), graph.apply(mul, self, self)),
};
