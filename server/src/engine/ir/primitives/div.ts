import { at } from '../../numeric/at.js';
import { type Primitive } from './primitive.js';
import { mul } from './mul.js';
import { neg } from './neg.js';

/** a / b. */
export const div: Primitive = {
  name: 'div',
  arity: 2,
  evaluate: (a, b) => a / b,
  evaluateBlock: (out, rows, a, b) => {
    for (let i = 0; i < rows; i++) out[i] = (a[i] as number) / (b[i] as number);
  },
  partial: (graph, args, index, self) =>
    index === 0 ? graph.apply(div, graph.constant(1), at(args, 1)) : graph.apply(neg, graph.apply(div, self, at(args, 1))),
  simplify: (graph, args) => {
    const [a, b] = [at(args, 0), at(args, 1)];
    if (graph.constantValue(b) === 1) return a;
    if (graph.constantValue(a) === 0) return graph.constant(0);
    const inverse = graph.argumentsOf(b, 'div');
    const isInverse = inverse !== undefined && graph.constantValue(at(inverse, 0)) === 1;
    return isInverse ? graph.apply(mul, a, at(inverse, 1)) : undefined;
  },
  outside: 'a division by zero',
};
