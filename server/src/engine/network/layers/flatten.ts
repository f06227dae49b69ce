import type { LayerKind } from './layer.js';
import type { Numbers } from '../../wasm/precision.js';
import { linearWays } from './linearMap.js';
import { sizeOf } from './shape.js';

export const flatten: LayerKind = {
  name: 'flatten',
  usage: 'flatten',
  isReshape: true,
  isLinear: true,
  keepsRange: true,
  text: 'the numbers of an image as one row: by height, width, then channel',
  arguments: [],
  place: (shape) => {
    const size = sizeOf(shape);
    const copy = (from: Numbers, to: Numbers | undefined, rows: number): void => to?.set(from.subarray(0, rows * size));
    const ways = linearWays(size, { forward: copy, along: copy, back: copy });
    return { layer: { outputShape: [size], weights: 0, biases: 0, work: 0, ready: () => ways } };
  },
};
