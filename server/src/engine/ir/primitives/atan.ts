import { at } from '../../numeric/at.js';
import { type Primitive } from './primitive.js';
import { add } from './add.js';
import { div } from './div.js';
import { mul } from './mul.js';

/** Arc tangent in radians: derivative 1 / (1 + a²). */
export const atan: Primitive = {
  name: 'atan',
  arity: 1,
  evaluate: Math.atan,
  partial: (graph, args) => {
    const a = at(args, 0);
    return graph.apply(div, graph.constant(1), graph.apply(add, graph.constant(1), graph.apply(mul, a, a)));
  },
};
