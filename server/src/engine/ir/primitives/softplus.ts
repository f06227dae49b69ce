import { at } from '../../numeric/at.js';
import { type Primitive } from './primitive.js';
import { logistic } from './logistic.js';

const softplusOf = (a: number): number => (a > 0 ? a + Math.log1p(Math.exp(-a)) : Math.log1p(Math.exp(a)));

/** log(1 + e^a) without overflow. */
export const softplus: Primitive = {
  name: 'softplus',
  arity: 1,
  evaluate: softplusOf,
  evaluateBlock: (out, rows, a) => {
    for (let i = 0; i < rows; i++) out[i] = softplusOf(a[i] as number);
  },
  partial: (graph, args) => graph.apply(logistic, at(args, 0)),
};
