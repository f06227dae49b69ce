import { at } from '../../numeric/at.js';
import { type Primitive } from './primitive.js';
import { neg } from './neg.js';

/** Sine of an angle in radians. It shares its file with the cosine, since each is the other's derivative. */
export const sin: Primitive = {
  name: 'sin',
  arity: 1,
  evaluate: Math.sin,
  partial: (graph, args) => graph.apply(cos, at(args, 0)),
  outside: 'the sine of an infinite angle',
};

/** Cosine of an angle in radians. */
export const cos: Primitive = {
  name: 'cos',
  arity: 1,
  evaluate: Math.cos,
  partial: (graph, args) => graph.apply(neg, graph.apply(sin, at(args, 0))),
  outside: 'the cosine of an infinite angle',
};
