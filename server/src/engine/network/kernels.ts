import type { Activation } from './activations/activation.js';

type Numbers = Float64Array;

/**
 * The loops that a network's time goes into. Tables hold places in bytes, 8 a number. Matrices without a table are row-major, one row after the other.
 */
export interface Kernels {
  /** out[r, c] += Σ_k x[rows[r] + inner[k]] · y[k, c]: a product of matrices, a convolution, and the derivatives of both by their weights. */
  product(out: Numbers, x: Numbers, y: Numbers, rows: Int32Array, inner: Int32Array, columns: number): void;
  /** out[rows[r] + inner[k]] += x[r, k]. */
  scatter(out: Numbers, x: Numbers, rows: Int32Array, inner: Int32Array): void;
  /** out[r, c] = share · Σ_k x[rows[r] + inner[k] + c], for so many channels c. */
  mean(out: Numbers, x: Numbers, rows: Int32Array, inner: Int32Array, channels: number): void;
  /** x[rows[r] + inner[k] + c] += share · out[r, c]. */
  spread(x: Numbers, out: Numbers, rows: Int32Array, inner: Int32Array, channels: number): void;
  /** out[r, c] = max_k x[rows[r] + inner[k] + c], and which k that is: of equal numbers the first one. */
  largest(out: Numbers, chosen: Numbers, x: Numbers, rows: Int32Array, inner: Int32Array, channels: number): void;
  /** out[r, c] = x[rows[r] + inner[chosen[r, c]] + c]. */
  pick(out: Numbers, chosen: Numbers, x: Numbers, rows: Int32Array, inner: Int32Array, channels: number): void;
  /** x[rows[r] + inner[chosen[r, c]] + c] += out[r, c]. */
  unpick(x: Numbers, chosen: Numbers, out: Numbers, rows: Int32Array, inner: Int32Array, channels: number): void;
  /** out = activation(x). */
  activate(activation: Activation, out: Numbers, x: Numbers, count: number): void;
  /** out = slopes · activation′(x), y being the activation of x. */
  activateBack(activation: Activation, out: Numbers, slopes: Numbers, x: Numbers, y: Numbers, count: number): void;
}

/** By plain loops: the oracle of the generated ones, and what stands in for them where the host has no WebAssembly with vectors. */
export const plainKernels: Kernels = {
  product: (out, x, y, rows, inner, columns) => {
    for (let r = 0; r < rows.length; r++) {
      for (let k = 0; k < inner.length; k++) {
        const factor = x[((rows[r] as number) + (inner[k] as number)) >> 3] as number;
        const [from, to] = [k * columns, r * columns];
        for (let c = 0; c < columns; c++) (out[to + c] as number) += factor * (y[from + c] as number);
      }
    }
  },
  scatter: (out, x, rows, inner) => {
    for (let r = 0; r < rows.length; r++)
      for (let k = 0; k < inner.length; k++)
        (out[((rows[r] as number) + (inner[k] as number)) >> 3] as number) += x[r * inner.length + k] as number;
  },
  mean: (out, x, rows, inner, channels) => {
    const share = 1 / inner.length;
    for (let r = 0; r < rows.length; r++) {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let k = 0; k < inner.length; k++) sum += x[(((rows[r] as number) + (inner[k] as number)) >> 3) + c] as number;
        out[r * channels + c] = share * sum;
      }
    }
  },
  spread: (x, out, rows, inner, channels) => {
    const share = 1 / inner.length;
    for (let r = 0; r < rows.length; r++) {
      for (let c = 0; c < channels; c++) {
        const each = share * (out[r * channels + c] as number);
        for (let k = 0; k < inner.length; k++) (x[(((rows[r] as number) + (inner[k] as number)) >> 3) + c] as number) += each;
      }
    }
  },
  largest: (out, chosen, x, rows, inner, channels) =>
    eachPlace(rows, channels, (first, i) => {
      let [best, at] = [-Infinity, 0];
      for (let k = 0; k < inner.length; k++) {
        const value = x[first + ((inner[k] as number) >> 3)] as number;
        if (value > best) at = k;
        best = Math.max(best, value);
      }
      [out[i], chosen[i]] = [best, at];
    }),
  pick: (out, chosen, x, rows, inner, channels) =>
    eachPlace(rows, channels, (first, i) => (out[i] = x[first + ((inner[chosen[i] as number] as number) >> 3)] as number)),
  unpick: (x, chosen, out, rows, inner, channels) =>
    eachPlace(rows, channels, (first, i) => ((x[first + ((inner[chosen[i] as number] as number) >> 3)] as number) += out[i] as number)),
  activate: ({ value }, out, x, count) => {
    for (let i = 0; i < count; i++) out[i] = value(x[i] as number);
  },
  activateBack: ({ slope }, out, slopes, x, y, count) => {
    for (let i = 0; i < count; i++) out[i] = (slopes[i] as number) * slope(x[i] as number, y[i] as number);
  },
};

/** Each channel of each row: where it begins among the numbers that the table points into, and its number. */
function eachPlace(rows: Int32Array, channels: number, see: (first: number, index: number) => void): void {
  for (let r = 0; r < rows.length; r++) for (let c = 0; c < channels; c++) see(((rows[r] as number) >> 3) + c, r * channels + c);
}
