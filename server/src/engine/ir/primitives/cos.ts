import { argument, type Primitive } from '../primitive.js';
import { neg } from './neg.js';
import { sin } from './sin.js';

/** Cosine of an angle in radians. */
export const cos: Primitive = {
  name: 'cos',
  arity: 1,
  evaluate: Math.cos,
  partial: (graph, args) => graph.apply(neg, graph.apply(sin, argument(args, 0))),
};
