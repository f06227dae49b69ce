import type { Layer } from './layer.js';
import { type Shape, sizeOf } from './shape.js';

type Numbers = Float64Array;

/** A linear map without parameters; which one may depend on the input, as that of a maximum does. */
interface LinearMap {
  /** y = M x for the numbers from `at` and `to` on. */
  apply(input: Numbers, x: Numbers, y: Numbers, row: number): void;
  /** x += Mᵀ y. */
  applyTransposed(input: Numbers, y: Numbers, x: Numbers, row: number): void;
}

/** A layer that takes or sums up inputs: its derivatives are the map itself and its transpose. */
export function linearLayer(inputShape: Shape, outputShape: Shape, work: number, map: LinearMap): Omit<Layer, 'text' | 'inputShape'> {
  const [inputs, outputs] = [sizeOf(inputShape), sizeOf(outputShape)];
  const forward = (input: Numbers, x: Numbers, y: Numbers, rows: number): void => {
    for (let row = 0; row < rows; row++) map.apply(input, x, y, row);
  };
  const backward = (input: Numbers, y: Numbers, x: Numbers | undefined, rows: number): void => {
    x?.fill(0, 0, rows * inputs);
    for (let row = 0; x && row < rows; row++) map.applyTransposed(input, y, x, row);
  };
  return {
    outputShape,
    weights: 0,
    biases: 0,
    work,
    forward: ({ input, output }, rows) => forward(input, input, output, rows),
    backward: ({ input }, slopes, into, rows) => backward(input, slopes, into.input, rows),
    forwardAlong: ({ input }, along, rows) => {
      if (along.input) forward(input, along.input, along.output, rows);
      else along.output.fill(0, 0, rows * outputs);
    },
    backwardAlong: ({ input }, _, __, slopesAlong, into, rows) => backward(input, slopesAlong, into.input, rows),
  };
}
