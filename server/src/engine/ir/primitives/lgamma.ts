import gammaln from '@stdlib/math-base-special-gammaln';
import { argument, type Primitive } from '../primitive.js';
import { digamma } from './digamma.js';

/** log |Γ(a)|; Infinity at 0, −1, −2, …. */
export const lgamma: Primitive = {
  name: 'lgamma',
  arity: 1,
  evaluate: gammaln,
  partial: (graph, args) => graph.apply(digamma, argument(args, 0)),
  outside: 'the log-gamma function at 0 or a negative whole number',
};
