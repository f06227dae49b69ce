import type { Primitive } from './primitive.js';

const equals = (a: number, b: number): number => (Number.isNaN(a) || Number.isNaN(b) ? NaN : a === b ? 1 : 0);

/** 1 where a = b, else 0; NaN where one of them is. */
export const equal: Primitive = {
  name: 'equal',
  arity: 2,
  evaluate: equals,
  evaluateBlock: (out, rows, a, b) => {
    for (let i = 0; i < rows; i++) out[i] = equals(a[i] as number, b[i] as number);
  },
  partial: () => undefined,
};
