import type { Layer, LayerKind } from './layer.js';
import { type Shape, sizeOf } from './shape.js';

/** A function of one number with its first two derivatives, given the number and the function's value there. */
export interface Activation {
  readonly name: string;
  readonly text: string;
  readonly rectifies?: boolean;
  readonly kinked?: boolean;
  readonly range?: readonly [number, number];
  readonly value: (x: number) => number;
  readonly slope: (x: number, y: number) => number;
  readonly bend: (x: number, y: number) => number;
}

/** The kind of layer that applies a function to each number on its own. */
export function elementwise(activation: Activation): LayerKind {
  return { ...activation, arguments: [], usage: activation.name, place: (input) => ({ layer: layerOf(activation, input) }) };
}

function layerOf({ value, slope, bend }: Activation, shape: Shape): Omit<Layer, 'text' | 'inputShape'> {
  const size = sizeOf(shape);
  return {
    outputShape: shape,
    weights: 0,
    biases: 0,
    work: size,
    forward: ({ input, output }, rows) => {
      for (let i = 0; i < rows * size; i++) output[i] = value(input[i] as number);
    },
    backward: ({ input, output }, slopes, into, rows) => {
      if (!into.input) return;
      for (let i = 0; i < rows * size; i++) into.input[i] = (slopes[i] as number) * slope(input[i] as number, output[i] as number);
    },
    forwardAlong: ({ input, output }, along, rows) => {
      for (let i = 0; i < rows * size; i++)
        along.output[i] = along.input ? (along.input[i] as number) * slope(input[i] as number, output[i] as number) : 0;
    },
    backwardAlong: ({ input, output }, along, slopes, slopesAlong, into, rows) => {
      if (!into.input) return;
      for (let i = 0; i < rows * size; i++) {
        const [x, y] = [input[i] as number, output[i] as number];
        const bent = along.input ? (slopes[i] as number) * (along.input[i] as number) * bend(x, y) : 0;
        into.input[i] = (slopesAlong[i] as number) * slope(x, y) + bent;
      }
    },
  };
}
