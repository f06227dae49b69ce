import type { Shape } from './shape.js';
import type { Workspace } from './workspace.js';

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

/** An image in memory: numbers of a row of pixels, and of all of them. */
export interface Grid {
  readonly line: number;
  readonly image: number;
}

/** Where so many windows begin, in bytes, for each place of the output in turn, image by image. */
export function placesTable(
  space: Workspace,
  count: number,
  { outHeight, outWidth, stride, channels }: Windows,
  { line, image }: Grid,
): Int32Array {
  const table = space.integers(count);
  const places = outHeight * outWidth;
  for (let i = 0; i < table.length; i++) {
    const place = i % places;
    const column = place % outWidth;
    table[i] = space.bytes * (((i - place) / places) * image + stride * (((place - column) / outWidth) * line + column * channels));
  }
  return table;
}

/** Where so many numbers of a window lie from its beginning, in bytes: of all channels, or of the first of each pixel. */
export function squareTable(
  space: Workspace,
  count: number,
  { size, channels }: Windows,
  { line }: Grid,
  each: 'channel' | 'pixel',
): Int32Array {
  const table = space.integers(count);
  const inside = each === 'channel' ? channels : 1;
  for (let i = 0; i < table.length; i++) {
    const channel = i % inside;
    const pixel = (i - channel) / inside;
    const column = pixel % size;
    table[i] = space.bytes * (((pixel - column) / size) * line + column * channels + channel);
  }
  return table;
}
