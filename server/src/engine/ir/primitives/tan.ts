import type { Primitive } from './primitive.js';
import { add } from './add.js';
import { mul } from './mul.js';

/** Tangent of an angle in radians: derivative 1 + tan². */
export const tan: Primitive = {
  name: 'tan',
  arity: 1,
  evaluate: Math.tan,
  partial: (graph, _args, _index, self) => graph.apply(add, graph.constant(1), graph.apply(mul, self, self)),
};
