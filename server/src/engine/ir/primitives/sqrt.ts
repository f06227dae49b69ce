import { argument, type Primitive } from '../primitive.js';
import { div } from './div.js';

/** Square root. */
export const sqrt: Primitive = {
  name: 'sqrt',
  arity: 1,
  evaluate: Math.sqrt,
  partial: (graph, _args, _index, self) => graph.apply(div, graph.constant(0.5), self),
  outside: 'the square root of a negative number',
};
