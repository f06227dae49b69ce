import digammaOf from '@stdlib/math-base-special-digamma';
import { at } from '../../numeric/at.js';
import { type Primitive } from './primitive.js';
import { trigamma } from './trigamma.js';

/** Γ'(a)/Γ(a). */
export const digamma: Primitive = {
  name: 'digamma',
  arity: 1,
  evaluate: digammaOf,
  partial: (graph, args) => graph.apply(trigamma, at(args, 0)),
};
