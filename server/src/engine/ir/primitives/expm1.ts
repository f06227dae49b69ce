import type { Primitive } from '../primitive.js';
import { add } from './add.js';

/** e^a − 1, exact near 0. */
export const expm1: Primitive = {
  name: 'expm1',
  arity: 1,
  evaluate: Math.expm1,
  partial: (graph, _args, _index, self) => graph.apply(add, self, graph.constant(1)),
  outside: 'an exponential that overflows (above e^709)',
};
