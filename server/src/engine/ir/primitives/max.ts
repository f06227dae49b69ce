import { at } from '../../numeric/at.js';
import { type Primitive } from './primitive.js';
import { less } from './less.js';
import { select } from './select.js';

/** Larger of a and b; where they are equal the derivative goes to b. */
export const max: Primitive = {
  name: 'max',
  arity: 2,
  evaluate: (a, b) => Math.max(a, b),
  partial: (graph, args, index) => {
    const [a, b] = [at(args, 0), at(args, 1)];
    const first = graph.apply(less, b, a);
    return graph.apply(select, first, graph.constant(index === 0 ? 1 : 0), graph.constant(index === 0 ? 0 : 1));
  },
};
