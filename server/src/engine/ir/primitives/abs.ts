import { at } from '../../numeric/at.js';
import { type Primitive } from './primitive.js';
import { sign } from './sign.js';

/** |a|; its derivative at 0 is taken as 0. */
export const abs: Primitive = {
  name: 'abs',
  arity: 1,
  evaluate: Math.abs,
  evaluateBlock: (out, rows, a) => {
    for (let i = 0; i < rows; i++) out[i] = Math.abs(a[i] as number);
  },
  partial: (graph, args) => graph.apply(sign, at(args, 0)),
};
