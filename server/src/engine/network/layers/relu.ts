import { elementwise } from '../elementwise.js';

/** max(x, 0); at 0 its derivative counts as 0, as in torch. */
export const relu = elementwise({
  name: 'relu',
  text: 'max(x, 0)',
  rectifies: true,
  kinked: true,
  range: [0, Infinity],
  value: (x) => Math.max(x, 0),
  slope: (x) => (x > 0 ? 1 : 0),
  bend: () => 0,
});
