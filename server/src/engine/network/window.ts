import type { Shape } from './shape.js';

/** Squares of an image that a layer looks at, one for each place of its output. */
export interface Windows {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly size: number;
  readonly stride: number;
  /** Rows and columns of zeros before the image. */
  readonly before: readonly [number, number];
}

/** Why there are none is said as what is needed. */
export function windowsOf(shape: Shape, size: number, stride: number, padding: number | 'same'): Windows | { readonly needs: string } {
  const [height, width, channels] = shape;
  if (height === undefined || width === undefined || channels === undefined) return { needs: 'an image (height × width × channels)' };
  const [vertical, horizontal] = [height, width].map((length) => along(length, size, stride, padding));
  if (!vertical || !horizontal || vertical.count < 1 || horizontal.count < 1) {
    const least = Math.max(1, size - 2 * (padding === 'same' ? 0 : padding));
    return { needs: `an image of at least ${String(least)} × ${String(least)}` };
  }
  return {
    height,
    width,
    channels,
    outHeight: vertical.count,
    outWidth: horizontal.count,
    size,
    stride,
    before: [vertical.before, horizontal.before],
  };
}

/** Places along one side. `same` gives one for each stride; where zeros do not come out even, the last side has one more. */
function along(length: number, size: number, stride: number, padding: number | 'same'): { count: number; before: number } {
  if (padding !== 'same') return { count: Math.floor((length + 2 * padding - size) / stride) + 1, before: padding };
  const count = Math.ceil(length / stride);
  return { count, before: Math.floor(Math.max((count - 1) * stride + size - length, 0) / 2) };
}

/** For each place of the output, one after the other, the pixels (their first channel) that its window covers; −1 outside of the image. */
export function pixelsOf({ outHeight, outWidth, size, stride, before, height, width, channels }: Windows): Int32Array {
  const pixels = new Int32Array(outHeight * outWidth * size * size);
  pixels.forEach((_, index) => {
    const square = index % (size * size);
    const place = (index - square) / (size * size);
    const row = Math.floor(place / outWidth) * stride + Math.floor(square / size) - before[0];
    const column = (place % outWidth) * stride + (square % size) - before[1];
    pixels[index] = row >= 0 && row < height && column >= 0 && column < width ? (row * width + column) * channels : -1;
  });
  return pixels;
}
