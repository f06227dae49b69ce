import type { Activation, ActivationCode } from './activation.js';

const code: ActivationCode = {
  value: (v, a) => v.binary(v.lanes.max, a, v.num(0)),
  slope: (v, a) => v.and(v.binary(v.lanes.gt, a, v.num(0)), v.num(1)),
};

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
  code: { double: code, single: code },
};
