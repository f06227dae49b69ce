import { Affine, backwardWays, evenTable } from './affine.js';
import type { LayerKind, Ways } from './layer.js';
import type { Numbers } from '../../wasm/precision.js';
import { Margin } from './margin.js';
import { placesTable, squareTable, type Windows, windowsOf } from './window.js';
import type { Workspace } from './workspace.js';

/** A product of matrices whose rows are the windows. Weights have the shape kernel × kernel × channels × filters, as in Keras. */
function ready(space: Workspace, rows: number, windows: Windows, filters: number): Ways {
  const margin = new Margin(space, rows, windows);
  const places = windows.outHeight * windows.outWidth;
  const inner = windows.size * windows.size * windows.channels;
  const tables = {
    rows: placesTable(space, rows * places, windows, margin.grid),
    inner: squareTable(space, inner, windows, margin.grid, 'channel'),
  };
  const affine = new Affine(space, tables, inner, filters, rows * places);
  const toPixels = pixelSlopes(space, margin, tables, { places, inner, filters });
  const { renew, backward, backwardAlong } = backwardWays(affine, toPixels, places);
  return {
    renew,
    forward: (flow, count) => affine.forward({ ...flow, input: margin.around(flow.input, count) }, count * places),
    backward: (flow, slopes, into, count) => backward({ ...flow, input: margin.around(flow.input, count) }, slopes, into, count),
    forwardAlong: (flow, along, count) => {
      const own = { ...flow, input: margin.around(flow.input, count) };
      affine.forwardAlong(own, { ...along, input: margin.aroundAlong(along.input, count) }, count * places);
    },
    backwardAlong: (flow, along, slopes, slopesAlong, into, count) => {
      const own = { ...flow, input: margin.around(flow.input, count) };
      backwardAlong(own, { ...along, input: margin.aroundAlong(along.input, count) }, slopes, slopesAlong, into, count);
    },
  };
}

/** Adds the derivatives with respect to the pixels, image by image: first for each window, then from every window to its pixels. */
function pixelSlopes(
  space: Workspace,
  margin: Margin,
  { rows, inner: squares }: { readonly rows: Int32Array; readonly inner: Int32Array },
  { places, inner, filters }: { readonly places: number; readonly inner: number; readonly filters: number },
) {
  const table = evenTable(space, places, filters);
  const filterTable = evenTable(space, filters, 1);
  const windows = space.numbers(places * inner);
  const begins = rows.subarray(0, places);
  const { kernels } = space;
  return (into: Numbers, slopes: Numbers, turned: Numbers, count: number): void => {
    for (let row = 0; row < count; row++) {
      windows.fill(0);
      kernels.product(windows, slopes.subarray(row * places * filters), turned, table, filterTable, inner);
      margin.collect(into, row, (pixels) => kernels.scatter(pixels, windows, begins, squares));
    }
  };
}

export const conv2d: LayerKind = {
  name: 'conv2d',
  usage: 'conv2d(filters, kernel; stride, padding)',
  hasFilters: true,
  text: 'every output is a weighted sum of a square of the image, plus a bias, with the same weights at every place',
  arguments: [
    { name: 'filters', least: 1 },
    { name: 'kernel', least: 1 },
    { name: 'stride', least: 1, standard: 1 },
    { name: 'padding', least: 0, standard: 0, words: ['same', 'valid'] },
  ],
  place: (shape, [given, kernel, stride, padding = 0]) => {
    const zeros = padding === 'same' ? padding : padding === 'valid' ? 0 : Number(padding);
    const windows = windowsOf(shape, Number(kernel), Number(stride), zeros);
    if ('needs' in windows) return windows;
    const filters = Number(given);
    const { outHeight, outWidth, size, channels } = windows;
    const inner = size * size * channels;
    return {
      layer: {
        outputShape: [outHeight, outWidth, filters],
        weights: inner * filters,
        biases: filters,
        fan: [inner, size * size * filters],
        work: outHeight * outWidth * inner * filters,
        ready: (space, rows) => ready(space, rows, windows, filters),
      },
    };
  },
};
