import type { Activation } from '../activations/activation.js';
import type { LayerKind, Ways } from './layer.js';
import { sizeOf } from './shape.js';
import type { Workspace } from './workspace.js';

/** The kind of layer that applies a function to each number on its own. */
export function elementwise(activation: Activation): LayerKind {
  return {
    ...activation,
    arguments: [],
    usage: activation.name,
    place: (shape) => {
      const size = sizeOf(shape);
      return { layer: { outputShape: shape, weights: 0, biases: 0, work: size, ready: (space) => waysOf(activation, size, space) } };
    },
  };
}

function waysOf(activation: Activation, size: number, { kernels }: Workspace): Ways {
  const { slope, bend } = activation;
  return {
    forward: ({ input, output }, rows) => kernels.activate(activation, output, input, rows * size),
    backward: ({ input, output }, slopes, into, rows) => {
      if (into.input) kernels.activateBack(activation, into.input, slopes, input, output, rows * size);
    },
    forwardAlong: ({ input, output }, along, rows) => {
      if (along.input) kernels.activateBack(activation, along.output, along.input, input, output, rows * size);
      else along.output.fill(0, 0, rows * size);
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
