import { simd } from '../../kernel/wasm/opcodes.js';
import type { Activation } from './activation.js';

/** max(x, 0); at 0 its derivative counts as 0, as in torch. */
export const relu: Activation = {
  name: 'relu',
  text: 'max(x, 0)',
  rectifies: true,
  kinked: true,
  range: [0, Infinity],
  value: (x) => Math.max(x, 0),
  slope: (x) => (x > 0 ? 1 : 0),
  bend: () => 0,
  code: {
    value: (v, a) => v.binary(simd.max, a, v.num(0)),
    slope: (v, a) => v.and(v.binary(simd.gt, a, v.num(0)), v.num(1)),
  },
};
