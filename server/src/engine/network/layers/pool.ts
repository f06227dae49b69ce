import type { LayerKind, Ways } from './layer.js';
import { linearWays } from './linearMap.js';
import { sizeOf } from './shape.js';
import { type Grid, placesTable, squareTable, type Windows, windowsOf } from './window.js';
import type { Workspace } from './workspace.js';
import type { Numbers } from '../../wasm/precision.js';

/** Squares next to each other; the remainder at the right and at the bottom is ignored, as in torch. */
function pool(name: string, text: string, kinked: boolean, ready: (space: Workspace, rows: number, windows: Windows) => Ways): LayerKind {
  return {
    name,
    text,
    kinked,
    isLinear: !kinked,
    keepsRange: true,
    usage: `${name}(size)`,
    arguments: [{ name: 'size', least: 1 }],
    place: (shape, [size]) => {
      const windows = windowsOf(shape, Number(size), Number(size), 0);
      if ('needs' in windows) return windows;
      const { outHeight, outWidth, channels } = windows;
      const layer = { outputShape: [outHeight, outWidth, channels], weights: 0, biases: 0, work: sizeOf(shape) };
      return { layer: { ...layer, ready: (space, rows) => ready(space, rows, windows) } };
    },
  };
}

function tablesOf(space: Workspace, rows: number, windows: Windows) {
  const { height, width, channels, outHeight, outWidth, size } = windows;
  const grid: Grid = { line: width * channels, image: height * width * channels };
  return {
    places: outHeight * outWidth,
    image: grid.image,
    begins: placesTable(space, rows * outHeight * outWidth, windows, grid),
    squares: squareTable(space, size * size, windows, grid, 'pixel'),
  };
}

/** The largest of each square is chosen going forward. */
function maxima(space: Workspace, rows: number, windows: Windows): Ways {
  const { places, image, begins, squares } = tablesOf(space, rows, windows);
  const { channels } = windows;
  const { kernels } = space;
  const chosen = space.numbers(rows * places * channels);
  const tableFor = (count: number): Int32Array => begins.subarray(0, count * places);
  return linearWays(channels * places, {
    forward: (x, y, count) => kernels.largest(y, chosen, x, tableFor(count), squares, channels),
    along: (x, y, count) => kernels.pick(y, chosen, x, tableFor(count), squares, channels),
    back: (y, x, count) => {
      x?.fill(0, 0, count * image);
      if (x) kernels.unpick(x, chosen, y, tableFor(count), squares, channels);
    },
  });
}

function means(space: Workspace, rows: number, windows: Windows): Ways {
  const { places, image, begins, squares } = tablesOf(space, rows, windows);
  const { channels } = windows;
  const apply = (x: Numbers, y: Numbers, count: number): void =>
    space.kernels.mean(y, x, begins.subarray(0, count * places), squares, channels);
  return linearWays(channels * places, {
    forward: apply,
    along: apply,
    back: (y, x, count) => {
      x?.fill(0, 0, count * image);
      if (x) space.kernels.spread(x, y, begins.subarray(0, count * places), squares, channels);
    },
  });
}

export const maxpool2d = pool('maxpool2d', 'the largest number of each square of the image', true, maxima);
export const avgpool2d = pool('avgpool2d', 'the mean of each square of the image', false, means);
