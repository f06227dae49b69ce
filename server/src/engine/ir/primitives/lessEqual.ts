import type { Primitive } from './primitive.js';

/** 1 where a ≤ b, else 0; NaN where one of them is. */
export const lessEqual: Primitive = {
  name: 'lessEqual',
  arity: 2,
  evaluate: (a, b) => (Number.isNaN(a) || Number.isNaN(b) ? NaN : a <= b ? 1 : 0),
  partial: () => undefined,
};
