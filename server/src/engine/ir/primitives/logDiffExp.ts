import { at } from '../../numeric/at.js';
import { type Primitive } from './primitive.js';
import { log1mExp } from '../special/jet.js';
import { div } from './div.js';
import { exp } from './exp.js';
import { expm1 } from './expm1.js';
import { sub } from './sub.js';

/** log(e^a − e^b) for a ≥ b without overflow; −Infinity where they are equal. Derivatives: −1/expm1(b − a) and e^(b − a)/expm1(b − a). */
export const logDiffExp: Primitive = {
  name: 'logDiffExp',
  arity: 2,
  evaluate: (a, b) => (b === -Infinity ? a : a + log1mExp(b - a)),
  partial: (graph, args, index) => {
    const gap = graph.apply(sub, at(args, 1), at(args, 0));
    const top = index === 0 ? graph.constant(-1) : graph.apply(exp, gap);
    return graph.apply(div, top, graph.apply(expm1, gap));
  },
  outside: 'the logarithm of zero or of a negative number',
};
