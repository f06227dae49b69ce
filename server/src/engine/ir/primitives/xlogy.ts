import { at } from '../../numeric/at.js';
import { type Primitive } from './primitive.js';
import { log } from './log.js';
import { mul } from './mul.js';
import { xdivy } from './xdivy.js';

/** a log b, and 0 where a = 0 whatever b is: the limit that log-likelihoods of counts need at the bounds. */
export const xlogy: Primitive = {
  name: 'xlogy',
  arity: 2,
  evaluate: (a, b) => (a === 0 && !Number.isNaN(b) ? 0 : a * Math.log(b)),
  partial: (graph, args, index) => {
    const [a, b] = [at(args, 0), at(args, 1)];
    return index === 0 ? graph.apply(log, b) : graph.apply(xdivy, a, b);
  },
  simplify: (graph, args) => {
    const [a, b] = [at(args, 0), at(args, 1)];
    if (graph.constantValue(a) === 0) return graph.constant(0);
    const stable = log.simplify?.(graph, [b]);
    return stable === undefined ? undefined : graph.apply(mul, a, stable);
  },
  outside: 'the logarithm of zero or of a negative number',
};
