import gammaln from '@stdlib/math-base-special-gammaln';
import { at } from '../../numeric/at.js';
import { type Primitive } from './primitive.js';
import { digamma } from './digamma.js';

/** log (n − 1)! for the counts that most data have. */
const OF_COUNTS = Float64Array.from({ length: 1024 }, (_, n) => gammaln(n));

/** log |Γ(a)|; Infinity at 0, −1, −2, …. */
export const lgamma: Primitive = {
  name: 'lgamma',
  arity: 1,
  evaluate: (a) => (a >= 0 && a < OF_COUNTS.length && Math.floor(a) === a ? (OF_COUNTS[a] as number) : gammaln(a)),
  partial: (graph, args) => graph.apply(digamma, at(args, 0)),
  outside: 'the log-gamma function at 0 or a negative whole number',
};
