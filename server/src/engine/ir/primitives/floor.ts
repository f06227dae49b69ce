import type { Primitive } from './primitive.js';

/** Largest whole number not above a. */
export const floor: Primitive = { name: 'floor', arity: 1, evaluate: Math.floor, partial: () => undefined };
