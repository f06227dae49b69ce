import { at } from '../../numeric/at.js';
import { type Primitive } from './primitive.js';

/** −a. */
export const neg: Primitive = {
  name: 'neg',
  arity: 1,
  evaluate: (a) => -a,
  evaluateBlock: (out, rows, a) => {
    for (let i = 0; i < rows; i++) out[i] = -(a[i] as number);
  },
  partial: (graph) => graph.constant(-1),
  simplify: (graph, args) => graph.argumentsOf(at(args, 0), 'neg')?.[0],
};
