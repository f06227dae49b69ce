import { at } from '../../numeric/at.js';
import { add } from './add.js';
import { type Primitive } from './primitive.js';
import { log1p } from './log1p.js';
import { mul } from './mul.js';
import { xdivy } from './xdivy.js';

/** a log(1 + b), and 0 where a = 0. */
export const xlog1py: Primitive = {
  name: 'xlog1py',
  arity: 2,
  evaluate: (a, b) => (a === 0 && !Number.isNaN(b) ? 0 : a * Math.log1p(b)),
  partial: (graph, args, index) => {
    const [a, b] = [at(args, 0), at(args, 1)];
    return index === 0 ? graph.apply(log1p, b) : graph.apply(xdivy, a, graph.apply(add, graph.constant(1), b));
  },
  simplify: (graph, args) => {
    const [a, b] = [at(args, 0), at(args, 1)];
    if (graph.constantValue(a) === 0) return graph.constant(0);
    const stable = log1p.simplify?.(graph, [b]);
    return stable === undefined ? undefined : graph.apply(mul, a, stable);
  },
  outside: 'the logarithm of zero or of a negative number',
};
