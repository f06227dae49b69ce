import type { LayerKind } from '../layer.js';
import { linearLayer } from '../linearMap.js';
import type { Shape } from '../shape.js';
import { pixelsOf, type Windows, windowsOf } from '../window.js';

/** What a pool makes of one window: it names the pixels that count, with their weights. */
type Shares = (pixels: Int32Array, valueAt: (pixel: number) => number, take: (pixel: number, share: number) => void) => void;

/** Squares next to each other; what is left over at the right and at the bottom is not looked at, as in torch. */
function pool(name: string, text: string, kinked: boolean, shares: Shares): LayerKind {
  return {
    name,
    text,
    kinked,
    usage: `${name}(size)`,
    arguments: [{ name: 'size', least: 1 }],
    place: (shape, [size]) => {
      const windows = windowsOf(shape, Number(size), Number(size), 0);
      return 'needs' in windows ? windows : { layer: poolLayer(shape, windows, shares) };
    },
  };
}

function poolLayer(shape: Shape, windows: Windows, shares: Shares): ReturnType<typeof linearLayer> {
  const { outHeight, outWidth, channels, height, width, size } = windows;
  const [pixels, places] = [height * width * channels, outHeight * outWidth * channels];
  let known: Int32Array[] | undefined;
  const squares = (): Int32Array[] => {
    const all = pixelsOf(windows);
    return Array.from({ length: outHeight * outWidth }, (_, square) => all.subarray(square * size * size, (square + 1) * size * size));
  };
  const each = (input: Float64Array, row: number, see: (pixel: number, place: number, share: number) => void): void => {
    (known ??= squares()).forEach((square, at) => {
      for (let channel = 0; channel < channels; channel++) {
        const [first, place] = [row * pixels + channel, row * places + at * channels + channel];
        const valueAt = (pixel: number): number => input[first + pixel] as number;
        shares(square, valueAt, (pixel, share) => see(first + pixel, place, share));
      }
    });
  };
  return linearLayer(shape, [outHeight, outWidth, channels], pixels, {
    apply: (input, x, y, row) => {
      y.fill(0, row * places, (row + 1) * places);
      each(input, row, (pixel, place, share) => ((y[place] as number) += share * (x[pixel] as number)));
    },
    applyTransposed: (input, y, x, row) => {
      each(input, row, (pixel, place, share) => ((x[pixel] as number) += share * (y[place] as number)));
    },
  });
}

/** Of equal numbers the first one counts. */
export const maxpool2d = pool('maxpool2d', 'the largest number of each square of the image', true, (pixels, valueAt, take) => {
  let best = pixels[0] ?? 0;
  for (const pixel of pixels) if (valueAt(pixel) > valueAt(best)) best = pixel;
  take(best, 1);
});

export const avgpool2d = pool('avgpool2d', 'the mean of each square of the image', false, (pixels, _, take) => {
  for (const pixel of pixels) take(pixel, 1 / pixels.length);
});
