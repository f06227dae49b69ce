import { at } from '../../numeric/at.js';
import { type Primitive } from './primitive.js';
import { neg } from './neg.js';

/** a − b. */
export const sub: Primitive = {
  name: 'sub',
  arity: 2,
  evaluate: (a, b) => a - b,
  evaluateBlock: (out, rows, a, b) => {
    for (let i = 0; i < rows; i++) out[i] = (a[i] as number) - (b[i] as number);
  },
  partial: (graph, _args, index) => graph.constant(index === 0 ? 1 : -1),
  simplify: (graph, args) => {
    const [a, b] = [at(args, 0), at(args, 1)];
    if (graph.constantValue(b) === 0) return a;
    return graph.constantValue(a) === 0 ? graph.apply(neg, b) : undefined;
  },
};
