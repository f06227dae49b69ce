import type { Primitive } from './primitive.js';

/** e^a: 0 and Infinity at its ends. */
export const exp: Primitive = {
  name: 'exp',
  arity: 1,
  evaluate: Math.exp,
  partial: (_graph, _args, _index, self) => self,
  evaluateBlock: (out, rows, a) => {
    for (let i = 0; i < rows; i++) out[i] = Math.exp(a[i] as number);
  },
  outside: 'an exponential that overflows (above e^709)',
};
