import { at } from '../../numeric/at.js';
import { type Primitive } from './primitive.js';
import { exp } from './exp.js';

/** e^a − 1, exact near 0. */
export const expm1: Primitive = {
  name: 'expm1',
  arity: 1,
  evaluate: Math.expm1,
  partial: (graph, args) => graph.apply(exp, at(args, 0)),
  outside: 'an exponential that overflows (above e^709)',
};
