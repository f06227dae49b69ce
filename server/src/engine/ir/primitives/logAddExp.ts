import { at } from '../../numeric/at.js';
import { type Primitive } from './primitive.js';
import { logistic } from './logistic.js';
import { sub } from './sub.js';

/** log(e^a + e^b) without overflow; −Infinity where both are. */
export const logAddExp: Primitive = {
  name: 'logAddExp',
  arity: 2,
  evaluate: (a, b) => {
    const high = Math.max(a, b);
    return high === -Infinity ? high : high + Math.log1p(Math.exp(Math.min(a, b) - high));
  },
  partial: (graph, args, index) => graph.apply(logistic, graph.apply(sub, at(args, index), at(args, 1 - index))),
};
