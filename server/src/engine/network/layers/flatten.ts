import type { LayerKind } from '../layer.js';
import { linearLayer } from '../linearMap.js';
import { sizeOf } from '../shape.js';

export const flatten: LayerKind = {
  name: 'flatten',
  usage: 'flatten',
  text: 'the numbers of an image in a row: by height, width, then channel',
  arguments: [],
  place: (shape) => {
    const size = sizeOf(shape);
    const copy = (x: Float64Array, y: Float64Array, row: number): void => y.set(x.subarray(row * size, (row + 1) * size), row * size);
    return {
      layer: linearLayer(shape, [size], 0, {
        apply: (_, x, y, row) => copy(x, y, row),
        applyTransposed: (_, y, x, row) => copy(y, x, row),
      }),
    };
  },
};
