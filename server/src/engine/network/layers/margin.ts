import type { Grid, Windows } from './window.js';
import type { Workspace } from './workspace.js';
import type { Numbers } from '../../wasm/precision.js';

/** Zeros around images, as far as windows reach beyond them; where none does, the images as they are. */
export class Margin {
  /** How an image that windows look at is laid out. */
  readonly grid: Grid;
  private readonly padded: Numbers | undefined;
  private readonly paddedAlong: Numbers | undefined;
  private readonly one: Numbers | undefined;

  constructor(
    space: Workspace,
    rows: number,
    private readonly windows: Windows,
  ) {
    const { height, width, channels, outHeight, outWidth, size, stride, before } = windows;
    const [high, wide] = [(outHeight - 1) * stride + size, (outWidth - 1) * stride + size];
    const isInside = before[0] === 0 && before[1] === 0 && high <= height && wide <= width;
    this.grid = isInside
      ? { line: width * channels, image: height * width * channels }
      : { line: wide * channels, image: high * wide * channels };
    if (isInside) return;
    [this.padded, this.paddedAlong] = [space.numbers(rows * this.grid.image), space.numbers(rows * this.grid.image)];
    this.one = space.numbers(this.grid.image);
  }

  around(images: Numbers, count: number): Numbers {
    return this.padded ? this.copyInside(images, this.padded, count) : images;
  }

  aroundAlong(images: Numbers | undefined, count: number): Numbers | undefined {
    return images && this.paddedAlong ? this.copyInside(images, this.paddedAlong, count) : images;
  }

  /** Lets `add` add to the numbers of an image with its margin; what falls on the margin is lost. */
  collect(images: Numbers, row: number, add: (pixels: Numbers) => void): void {
    const { height, width, channels } = this.windows;
    const size = height * width * channels;
    const own = images.subarray(row * size, (row + 1) * size);
    if (!this.one) return add(own);
    this.one.fill(0);
    add(this.one);
    const { one } = this;
    this.eachLine((from, to, length) => {
      for (let i = 0; i < length; i++) (own[to + i] as number) += one[from + i] as number;
    });
  }

  private copyInside(images: Numbers, padded: Numbers, count: number): Numbers {
    const { height, width, channels } = this.windows;
    for (let row = 0; row < count; row++) {
      const [own, all] = [row * height * width * channels, row * this.grid.image];
      this.eachLine((to, from, length) => padded.set(images.subarray(own + from, own + from + length), all + to));
    }
    return padded;
  }

  /** The stretches that image and margin share, a line of pixels each: where they lie with the margin, and without. */
  private eachLine(see: (padded: number, plain: number, length: number) => void): void {
    const { height, width, channels, before } = this.windows;
    const { line, image } = this.grid;
    const length = Math.min(width * channels, line - before[1] * channels);
    for (let y = 0; y < height && (y + before[0] + 1) * line <= image; y++)
      see((y + before[0]) * line + before[1] * channels, y * width * channels, length);
  }
}
