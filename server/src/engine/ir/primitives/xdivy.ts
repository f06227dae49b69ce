import { at } from '../../numeric/at.js';
import { type Primitive } from './primitive.js';
import { div } from './div.js';
import { neg } from './neg.js';

/** a / b, and 0 where a = 0: the derivative of `a log b`. */
export const xdivy: Primitive = {
  name: 'xdivy',
  arity: 2,
  evaluate: (a, b) => (a === 0 && !Number.isNaN(b) ? 0 : a / b),
  partial: (graph, args, index, self) => {
    const b = at(args, 1);
    return index === 0 ? graph.apply(div, graph.constant(1), b) : graph.apply(neg, graph.apply(xdivy, self, b));
  },
  outside: 'a division by zero',
};
