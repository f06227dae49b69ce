import { tanh as tanhOfPairs } from '../../kernel/wasm/vectorised.js';
import type { Activation } from './activation.js';

export const tanh: Activation = {
  name: 'tanh',
  text: 'hyperbolic tangent',
  range: [-1, 1],
  value: Math.tanh,
  slope: (_, y) => 1 - y * y,
  bend: (_, y) => -2 * y * (1 - y * y),
  code: { value: tanhOfPairs, slope: (v, _, y) => v.sub(v.num(1), v.mul(y, y)) },
};
