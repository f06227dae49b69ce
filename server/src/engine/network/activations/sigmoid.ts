import { logistic as singleLogistic } from '../../wasm/math/single.js';
import { logistic as doubleLogistic, type Operation } from '../../wasm/math/vectorised.js';
import type { Activation } from './activation.js';

const slope: Operation = (v, _, y) => v.mul(y, v.sub(v.num(1), y));

export const sigmoid: Activation = {
  name: 'sigmoid',
  text: '1 / (1 + e^−x)',
  range: [0, 1],
  value: (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))),
  slope: (_, y) => y * (1 - y),
  bend: (_, y) => y * (1 - y) * (1 - 2 * y),
  code: { double: { value: doubleLogistic, slope }, single: { value: singleLogistic, slope } },
};
