import { at } from '../../numeric/at.js';
import { type Primitive } from './primitive.js';
import { sub } from './sub.js';

/** a + b. */
export const add: Primitive = {
  name: 'add',
  arity: 2,
  evaluate: (a, b) => a + b,
  evaluateBlock: (out, rows, a, b) => {
    for (let i = 0; i < rows; i++) out[i] = (a[i] as number) + (b[i] as number);
  },
  partial: (graph) => graph.constant(1),
  simplify: (graph, args) => {
    const [a, b] = [at(args, 0), at(args, 1)];
    if (graph.constantValue(a) === 0) return b;
    if (graph.constantValue(b) === 0) return a;
    const negated = graph.argumentsOf(b, 'neg')?.[0];
    if (negated !== undefined) return graph.apply(sub, a, negated);
    return a > b ? graph.apply(add, b, a) : undefined;
  },
};
