import erfOf from '@stdlib/math-base-special-erf';
import { at } from '../../numeric/at.js';
import { type Primitive } from './primitive.js';
import { exp } from './exp.js';
import { mul } from './mul.js';
import { neg } from './neg.js';

/** Error function: derivative 2/√π exp(−a²). */
export const erf: Primitive = {
  name: 'erf',
  arity: 1,
  evaluate: erfOf,
  partial: (graph, args) => {
    const a = at(args, 0);
    return graph.apply(mul, graph.constant(2 / Math.sqrt(Math.PI)), graph.apply(exp, graph.apply(neg, graph.apply(mul, a, a))));
  },
};
