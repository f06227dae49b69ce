import { elementwise } from '../elementwise.js';

export const tanh = elementwise({
  name: 'tanh',
  text: 'hyperbolic tangent',
  range: [-1, 1],
  value: Math.tanh,
  slope: (_, y) => 1 - y * y,
  bend: (_, y) => -2 * y * (1 - y * y),
});
