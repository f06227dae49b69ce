import erfcinv from '@stdlib/math-base-special-erfcinv';
import type { Primitive } from './primitive.js';
import { exp } from './exp.js';
import { mul } from './mul.js';

/** Standard Normal quantile function; a in [0, 1]. Derivative √(2π) exp(q²/2). */
export const probit: Primitive = {
  name: 'probit',
  arity: 1,
  evaluate: (a) => -Math.SQRT2 * erfcinv(2 * a),
  partial: (graph, _args, _index, self) => {
    const inverseDensity = graph.apply(exp, graph.apply(mul, graph.constant(0.5), graph.apply(mul, self, self)));
    return graph.apply(mul, graph.constant(Math.sqrt(2 * Math.PI)), inverseDensity);
  },
  outside: 'a probability outside 0 to 1',
};
