import type { Primitive } from './primitive.js';
import { div } from './div.js';

/** Square root. */
export const sqrt: Primitive = {
  name: 'sqrt',
  arity: 1,
  evaluate: Math.sqrt,
  evaluateBlock: (out, rows, a) => {
    for (let i = 0; i < rows; i++) out[i] = Math.sqrt(a[i] as number);
  },
  partial: (graph, _args, _index, self) => graph.apply(div, graph.constant(0.5), self),
  outside: 'the square root of a negative number',
};
