import { at } from '../../numeric/at.js';
import { type Primitive } from './primitive.js';

/** Below this the power series Σ (−a)^k/(k + 1) and its derivatives are used: the closed forms cancel. */
const SMALL = 0.15;
const TERMS = 24;

/** Σ over k of (−1)^k a^(k − order) k (k − 1) … /(k + 1). */
function series(a: number, order: 0 | 1 | 2): number {
  let sum = 0;
  for (let k = TERMS; k >= order; k--) {
    const factor = order === 0 ? 1 : order === 1 ? k : k * (k - 1);
    sum = sum * -a + factor / (k + 1);
  }
  return order === 1 ? -sum : sum;
}

const value = (a: number): number => (Math.abs(a) < SMALL ? series(a, 0) : Math.log1p(a) / a);
const slope = (a: number): number => (Math.abs(a) < SMALL ? series(a, 1) : (1 / (1 + a) - value(a)) / a);
const bend = (a: number): number => (Math.abs(a) < SMALL ? series(a, 2) : (-1 / (1 + a) ** 2 - 2 * slope(a)) / a);

/** log(1 + a)/a, 1 at a = 0, relative error below 1e-14: what is left of a Box-Cox-like power as its exponent goes to 0. */
export const log1pRatio: Primitive = {
  name: 'log1pRatio',
  arity: 1,
  evaluate: value,
  partial: (graph, args) => graph.apply(log1pRatioSlope, at(args, 0)),
  outside: 'the logarithm of zero or of a negative number',
};

/** (1/(1 + a) − log1pRatio(a))/a, −½ at 0; relative error below 1e-13. */
export const log1pRatioSlope: Primitive = {
  name: 'log1pRatioSlope',
  arity: 1,
  evaluate: slope,
  partial: (graph, args) => graph.apply(log1pRatioCurvature, at(args, 0)),
};

/** It closes the family: no quantity of a fit needs its derivative. */
export const log1pRatioCurvature: Primitive = {
  name: 'log1pRatioCurvature',
  arity: 1,
  evaluate: bend,
  partial: () => {
    throw new Error('the derivative of log1pRatioCurvature is not needed by any fit');
  },
};
