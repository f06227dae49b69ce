import { at } from '../../numeric/at.js';
import { type Primitive } from './primitive.js';
import { mul } from './mul.js';
import { neg } from './neg.js';

function logisticOf(a: number): number {
  const e = Math.exp(-Math.abs(a));
  return (a >= 0 ? 1 : e) / (1 + e);
}

/** 1 / (1 + e^−a), without overflow at either end: derivative s(a) s(−a). */
export const logistic: Primitive = {
  name: 'logistic',
  arity: 1,
  evaluate: logisticOf,
  evaluateBlock: (out, rows, a) => {
    for (let i = 0; i < rows; i++) out[i] = logisticOf(a[i] as number);
  },
  partial: (graph, args, _index, self) => graph.apply(mul, self, graph.apply(logistic, graph.apply(neg, at(args, 0)))),
};
