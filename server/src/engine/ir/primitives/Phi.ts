import erfc from '@stdlib/math-base-special-erfc';
import { argument, type Primitive } from '../primitive.js';
import { exp } from './exp.js';
import { mul } from './mul.js';

/** Standard Normal distribution function, ½ erfc(−a/√2). */
export const Phi: Primitive = {
  name: 'Phi',
  arity: 1,
  evaluate: (a) => 0.5 * erfc(-a * Math.SQRT1_2),
  partial: (graph, args) => {
    const a = argument(args, 0);
    const density = graph.apply(exp, graph.apply(mul, graph.constant(-0.5), graph.apply(mul, a, a)));
    return graph.apply(mul, graph.constant(1 / Math.sqrt(2 * Math.PI)), density);
  },
};
