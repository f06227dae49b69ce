import type { Picture } from './decode.js';

/** What a pixel of the result takes from the pixels of one line. */
interface Share {
  readonly first: number;
  readonly weights: readonly number[];
}

/**
 * An image in another size: along each side a weighted mean with a triangle as wide as two pixels of the coarser of the two grids. That is bilinear
 * interpolation where it grows and a mean over the area where it shrinks, as in Pillow's `BILINEAR` and torchvision's antialiased one. Proportions may change.
 */
export function resize(picture: Picture, height: number, width: number): Picture {
  if (picture.height === height && picture.width === width) return picture;
  const across = along(picture.values, sharesOf(picture.width, width), picture.height, picture.width, 3);
  return { height, width, values: along(across, sharesOf(picture.height, height), 1, picture.height, 3 * width) };
}

function sharesOf(from: number, to: number): Share[] {
  const scale = from / to;
  const reach = Math.max(scale, 1);
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - reach));
    const last = Math.min(from - 1, Math.ceil(centre + reach) - 1);
    const raw = Array.from({ length: last - first + 1 }, (_, k) => Math.max(0, 1 - Math.abs(first + k + 0.5 - centre) / reach));
    const total = raw.reduce((a, b) => a + b, 0);
    return { first, weights: raw.map((weight) => weight / total) };
  });
}

/** Replaces the middle index of values[outer][length][inner]. */
function along(values: Float64Array, shares: readonly Share[], outer: number, length: number, inner: number): Float64Array {
  const result = new Float64Array(outer * shares.length * inner);
  for (let o = 0; o < outer; o++)
    shares.forEach(({ first, weights }, i) => {
      const to = (o * shares.length + i) * inner;
      weights.forEach((weight, k) => {
        const from = (o * length + first + k) * inner;
        for (let j = 0; j < inner; j++) (result[to + j] as number) += weight * (values[from + j] as number);
      });
    });
  return result;
}
