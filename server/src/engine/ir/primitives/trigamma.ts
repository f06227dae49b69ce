import trigammaOf from '@stdlib/math-base-special-trigamma';
import { at } from '../../numeric/at.js';
import { type Primitive } from './primitive.js';
import { tetragamma } from './tetragamma.js';

/** Derivative of digamma. */
export const trigamma: Primitive = {
  name: 'trigamma',
  arity: 1,
  evaluate: trigammaOf,
  partial: (graph, args) => graph.apply(tetragamma, at(args, 0)),
};
