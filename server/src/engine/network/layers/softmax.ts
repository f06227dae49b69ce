import type { Flow, LayerKind } from '../layer.js';
import { sizeOf } from '../shape.js';

type Numbers = Float64Array;

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
    const groups = (rows: number): number => (rows * size) / classes;
    const forward = ({ input, output }: Flow, rows: number): void => {
      for (let group = 0; group < groups(rows); group++) normalise(input, output, group * classes, classes);
    };
    return {
      layer: {
        outputShape: shape,
        weights: 0,
        biases: 0,
        work: size,
        forward,
        backward: ({ output }, slopes, into, rows) => {
          if (into.input) for (let group = 0; group < groups(rows); group++) pull(output, slopes, into.input, group * classes, classes);
        },
        forwardAlong: ({ output }, along, rows) => {
          along.output.fill(0, 0, rows * size);
          if (along.input)
            for (let group = 0; group < groups(rows); group++) pull(output, along.input, along.output, group * classes, classes);
        },
        backwardAlong: ({ output }, along, slopes, slopesAlong, into, rows) => {
          if (!into.input) return;
          for (let group = 0; group < groups(rows); group++) {
            pull(output, slopesAlong, into.input, group * classes, classes);
            if (along.input) addBend(output, along.output, slopes, into.input, group * classes, classes);
          }
        },
      },
    };
  },
};

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
