import { argument, type Primitive } from '../primitive.js';
import { cos } from './cos.js';

/** Sine of an angle in radians. */
export const sin: Primitive = {
  name: 'sin',
  arity: 1,
  evaluate: Math.sin,
  partial: (graph, args) => graph.apply(cos, argument(args, 0)),
};
