import { at } from '../../numeric/at.js';
import { type Primitive } from './primitive.js';
import { besselI0 } from '../special/besselI0.js';

/** log I₀(a) − a for a ≥ 0, the normaliser of von Mises. Error bound: see `special/besselI0.ts`. It shares its file with its derivatives. */
export const logBesselI0: Primitive = {
  name: 'logBesselI0',
  arity: 1,
  evaluate: (a) => besselI0(a).logScaled,
  partial: (graph, args) => graph.apply(besselGap, at(args, 0)),
  outside: 'the Bessel function I₀ of a negative number',
};

/** I₁(a)/I₀(a) − 1. */
export const besselGap: Primitive = {
  name: 'besselGap',
  arity: 1,
  evaluate: (a) => besselI0(a).gap,
  partial: (graph, args) => graph.apply(besselGapSlope, at(args, 0)),
};

/** It closes the family: no quantity of a fit needs its derivative. */
export const besselGapSlope: Primitive = {
  name: 'besselGapSlope',
  arity: 1,
  evaluate: (a) => besselI0(a).slope,
  partial: () => {
    throw new Error('the derivative of besselGapSlope is not needed by any fit');
  },
};
