import { at } from '../../numeric/at.js';
import { type Primitive } from './primitive.js';

const choose = (a: number, b: number, c: number): number => (Number.isNaN(a) ? NaN : a === 0 ? c : b);

/** b where the condition a is not 0, otherwise c; NaN where the condition is. */
export const select: Primitive = {
  name: 'select',
  arity: 3,
  evaluate: choose,
  evaluateBlock: (out, rows, a, b, c) => {
    for (let i = 0; i < rows; i++) out[i] = choose(a[i] as number, b[i] as number, c[i] as number);
  },
  partial: (graph, args, index) => {
    if (index === 0) return undefined;
    const [one, zero] = [graph.constant(1), graph.constant(0)];
    return graph.apply(select, at(args, 0), index === 1 ? one : zero, index === 1 ? zero : one);
  },
  simplify: (graph, args) => {
    const [condition, yes, no] = [at(args, 0), at(args, 1), at(args, 2)];
    if (yes === no) return yes;
    const value = graph.constantValue(condition);
    if (value === undefined) return undefined;
    return value === 0 ? no : yes;
  },
};
