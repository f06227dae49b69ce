import { elementwise } from '../elementwise.js';

export const sigmoid = elementwise({
  name: 'sigmoid',
  text: '1 / (1 + e^−x)',
  range: [0, 1],
  value: (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))),
  slope: (_, y) => y * (1 - y),
  bend: (_, y) => y * (1 - y) * (1 - 2 * y),
});
