import type { LayerKind, Ways } from './layer.js';
import { sizeOf } from './shape.js';
import type { Numbers } from '../../wasm/precision.js';

/** y[k] = e^x[k] / Σ e^x over the last dimension: over the numbers of a row, or over the channels of each pixel. */
export const softmax: LayerKind = {
  name: 'softmax',
  usage: 'softmax',
  text: 'e^x[k] / Σ e^x: scores as probabilities',
  arguments: [],
  range: [0, 1],
  sumsToOne: true,
  place: (shape) => {
    const size = sizeOf(shape);
    const classes = shape.at(-1) ?? 1;
    const layer = { outputShape: shape, weights: 0, biases: 0, work: size };
    return { layer: { ...layer, ready: () => waysOf(size, classes) } };
  },
};

function waysOf(size: number, classes: number): Ways {
  const eachGroup = (rows: number, see: (from: number) => void): void => {
    for (let from = 0; from < rows * size; from += classes) see(from);
  };
  return {
    forward: ({ input, output }, rows) => eachGroup(rows, (from) => normalise(input, output, from, classes)),
    backward: ({ output }, slopes, { input }, rows) => {
      if (input) eachGroup(rows, (from) => pull(output, slopes, input, from, classes));
    },
    forwardAlong: ({ output }, along, rows) => {
      const { input } = along;
      along.output.fill(0, 0, rows * size);
      if (input) eachGroup(rows, (from) => pull(output, input, along.output, from, classes));
    },
    backwardAlong: ({ output }, along, slopes, slopesAlong, { input }, rows) => {
      if (!input) return;
      eachGroup(rows, (from) => {
        pull(output, slopesAlong, input, from, classes);
        if (along.input) addBend(output, along.output, slopes, input, from, classes);
      });
    },
  };
}

function normalise(x: Numbers, y: Numbers, from: number, count: number): void {
  let [highest, total] = [-Infinity, 0];
  for (let k = from; k < from + count; k++) highest = Math.max(highest, x[k] as number);
  for (let k = from; k < from + count; k++) total += y[k] = Math.exp((x[k] as number) - highest);
  for (let k = from; k < from + count; k++) (y[k] as number) /= total;
}

/** u = (diag(y) − y yᵀ) v: the matrix of the derivatives, which is symmetric. */
function pull(y: Numbers, v: Numbers, u: Numbers, from: number, count: number): void {
  let mean = 0;
  for (let k = from; k < from + count; k++) mean += (y[k] as number) * (v[k] as number);
  for (let k = from; k < from + count; k++) u[k] = (y[k] as number) * ((v[k] as number) - mean);
}

/** Adds the derivative of (diag(y) − y yᵀ) v as y moves along `dy`. */
function addBend(y: Numbers, dy: Numbers, v: Numbers, u: Numbers, from: number, count: number): void {
  let [mean, change] = [0, 0];
  for (let k = from; k < from + count; k++) {
    mean += (y[k] as number) * (v[k] as number);
    change += (dy[k] as number) * (v[k] as number);
  }
  for (let k = from; k < from + count; k++) (u[k] as number) += (dy[k] as number) * ((v[k] as number) - mean) - (y[k] as number) * change;
}
