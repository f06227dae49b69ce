import type { Primitive } from './primitive.js';

/** −1, 0 or 1. */
export const sign: Primitive = { name: 'sign', arity: 1, evaluate: Math.sign, partial: () => undefined };
