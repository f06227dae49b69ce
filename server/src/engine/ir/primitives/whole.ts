import type { Primitive } from './primitive.js';

/** Differences from a whole number below this share of it are rounding, as 0.07 · 100 = 7.000000000000001. */
const ROUNDING = 1e-9;

/** The nearest whole number where a value differs from it by rounding alone, else the value. */
export function wholeOf(a: number): number {
  const nearest = Math.round(a);
  return Math.abs(a - nearest) <= ROUNDING * Math.abs(nearest) ? nearest : a;
}

/** A count as computed from data. */
export const whole: Primitive = {
  name: 'whole',
  arity: 1,
  evaluate: wholeOf,
  partial: (graph) => graph.constant(1),
};
