import type { Activation } from '../activations/activation.js';
import type { Numbers } from '../../wasm/precision.js';

/**
 * The loops that a network's time goes into. Tables hold places in bytes. Matrices without a table are row-major, one row after the other.
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
    const shift = shiftOf(x);
    for (let r = 0; r < rows.length; r++) {
      for (let k = 0; k < inner.length; k++) {
        const factor = x[((rows[r] as number) + (inner[k] as number)) >> shift] as number;
        const [from, to] = [k * columns, r * columns];
        for (let c = 0; c < columns; c++) (out[to + c] as number) += factor * (y[from + c] as number);
      }
    }
  },
  scatter: (out, x, rows, inner) => {
    const shift = shiftOf(out);
    for (let r = 0; r < rows.length; r++)
      for (let k = 0; k < inner.length; k++)
        (out[((rows[r] as number) + (inner[k] as number)) >> shift] as number) += x[r * inner.length + k] as number;
  },
  mean: (out, x, rows, inner, channels) => {
    const shift = shiftOf(x);
    const share = 1 / inner.length;
    for (let r = 0; r < rows.length; r++) {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let k = 0; k < inner.length; k++) sum += x[(((rows[r] as number) + (inner[k] as number)) >> shift) + c] as number;
        out[r * channels + c] = share * sum;
      }
    }
  },
  spread: (x, out, rows, inner, channels) => {
    const shift = shiftOf(x);
    const share = 1 / inner.length;
    for (let r = 0; r < rows.length; r++) {
      for (let c = 0; c < channels; c++) {
        const each = share * (out[r * channels + c] as number);
        for (let k = 0; k < inner.length; k++) (x[(((rows[r] as number) + (inner[k] as number)) >> shift) + c] as number) += each;
      }
    }
  },
  largest: (out, chosen, x, rows, inner, channels) =>
    eachPlace(x, rows, inner, channels, (placeOf, i) => {
      let [best, at] = [-Infinity, 0];
      for (let k = 0; k < inner.length; k++) {
        const value = x[placeOf(k)] as number;
        if (value > best) at = k;
        best = Math.max(best, value);
      }
      [out[i], chosen[i]] = [best, at];
    }),
  pick: (out, chosen, x, rows, inner, channels) =>
    eachPlace(x, rows, inner, channels, (placeOf, i) => (out[i] = x[placeOf(chosen[i] as number)] as number)),
  unpick: (x, chosen, out, rows, inner, channels) =>
    eachPlace(x, rows, inner, channels, (placeOf, i) => ((x[placeOf(chosen[i] as number)] as number) += out[i] as number)),
  activate: ({ value }, out, x, count) => {
    for (let i = 0; i < count; i++) out[i] = value(x[i] as number);
  },
  activateBack: ({ slope }, out, slopes, x, y, count) => {
    for (let i = 0; i < count; i++) out[i] = (slopes[i] as number) * slope(x[i] as number, y[i] as number);
  },
};

/** Bytes to places. */
const shiftOf = ({ BYTES_PER_ELEMENT }: Numbers): number => (BYTES_PER_ELEMENT === 8 ? 3 : 2);

/** Each channel of each row: where its k-th number lies among those that the tables point into, and its own number. */
function eachPlace(
  x: Numbers,
  rows: Int32Array,
  inner: Int32Array,
  channels: number,
  see: (placeOf: (k: number) => number, index: number) => void,
): void {
  const shift = shiftOf(x);
  for (let r = 0; r < rows.length; r++)
    for (let c = 0; c < channels; c++) see((k) => (((rows[r] as number) + (inner[k] as number)) >> shift) + c, r * channels + c);
}
