import erfcx from '@stdlib/math-base-special-erfcx';
import { at } from '../../numeric/at.js';
import { type Primitive } from './primitive.js';
import { exp } from './exp.js';
import { mul } from './mul.js';

/** P(Z > a) for a ≥ 0: e^(−a²/2) in two factors, the square of the first part of a being exact, since rounding grows in the exponent. */
export function upperTail(a: number): number {
  if (a > 40) return 0;
  const high = Math.fround(a);
  return 0.5 * erfcx(a * Math.SQRT1_2) * Math.exp(-0.5 * high * high) * Math.exp(-0.5 * (a - high) * (a + high));
}

/** Standard Normal distribution function. */
export const Phi: Primitive = {
  name: 'Phi',
  arity: 1,
  evaluate: (a) => (a > 0 ? 1 - upperTail(a) : upperTail(-a)),
  partial: (graph, args) => {
    const a = at(args, 0);
    const density = graph.apply(exp, graph.apply(mul, graph.constant(-0.5), graph.apply(mul, a, a)));
    return graph.apply(mul, graph.constant(1 / Math.sqrt(2 * Math.PI)), density);
  },
};
