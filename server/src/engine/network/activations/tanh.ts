import { tanh as singleTanh } from '../../wasm/math/single.js';
import { type Operation, tanh as doubleTanh } from '../../wasm/math/vectorised.js';
import type { Activation } from './activation.js';

const slope: Operation = (v, _, y) => v.sub(v.num(1), v.mul(y, y));

export const tanh: Activation = {
  name: 'tanh',
  text: 'hyperbolic tangent',
  range: [-1, 1],
  value: Math.tanh,
  slope: (_, y) => 1 - y * y,
  bend: (_, y) => -2 * y * (1 - y * y),
  code: { double: { value: doubleTanh, slope }, single: { value: singleTanh, slope } },
};
