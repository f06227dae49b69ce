import erfcx from '@stdlib/math-base-special-erfcx';
import { at } from '../../numeric/at.js';
import { type Primitive } from './primitive.js';
import { exp } from './exp.js';
import { mul } from './mul.js';
import { upperTail } from './Phi.js';
import { sub } from './sub.js';

const HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);

/** log Phi(a): through the scaled complementary error function in the left tail. Derivative: exp(log φ(a) − log Phi(a)). */
export const logPhi: Primitive = {
  name: 'logPhi',
  arity: 1,
  evaluate: (a) =>
    a < -1 ? Math.log(0.5 * erfcx(-a * Math.SQRT1_2)) - 0.5 * a * a : Math.log1p(a > 0 ? -upperTail(a) : upperTail(-a) - 1),
  partial: (graph, args, _index, self) => {
    const a = at(args, 0);
    const logDensity = graph.apply(sub, graph.apply(mul, graph.constant(-0.5), graph.apply(mul, a, a)), graph.constant(HALF_LOG_2PI));
    return graph.apply(exp, graph.apply(sub, logDensity, self));
  },
};
