import { Affine } from '../affine.js';
import type { Along, Flow, Into, Layer, LayerKind } from '../layer.js';
import { pixelsOf, type Windows, windowsOf } from '../window.js';

type Numbers = Float64Array;

/** What one row takes. */
interface Buffers {
  readonly pixels: Int32Array;
  readonly windows: Numbers;
  readonly windowsAlong: Numbers;
  readonly slopes: Numbers;
}

/**
 * A convolution as a product of matrices: each place of the output sees one window, whose numbers are laid out in a row (Chellapilla, Puri & Simard 2006).
 * Weights have the shape kernel × kernel × channels × filters, as in Keras.
 */
class Convolution {
  private readonly affine: Affine;
  private readonly places: number;
  /** Pixels times channels of a row. */
  private readonly size: number;
  private buffers: Buffers | undefined;

  constructor(
    private readonly windows: Windows,
    private readonly filters: number,
  ) {
    const { size, channels, outHeight, outWidth, height, width } = windows;
    this.affine = new Affine(size * size * channels, filters);
    this.places = outHeight * outWidth;
    this.size = height * width * channels;
  }

  /** Made when first needed: a network that is only looked at needs none. */
  private get at(): Buffers {
    const scratch = (): Numbers => new Float64Array(this.places * this.affine.inner);
    return (this.buffers ??= { pixels: pixelsOf(this.windows), windows: scratch(), windowsAlong: scratch(), slopes: scratch() });
  }

  layer(): Omit<Layer, 'text' | 'inputShape'> {
    const { inner } = this.affine;
    const { outHeight, outWidth, size } = this.windows;
    return {
      outputShape: [outHeight, outWidth, this.filters],
      weights: inner * this.filters,
      biases: this.filters,
      fan: [inner, size * size * this.filters],
      work: this.places * inner * this.filters,
      forward: (flow, rows) => this.forward(flow, rows),
      backward: (flow, slopes, into, rows) => this.backward(flow, slopes, into, rows),
      forwardAlong: (flow, along, rows) => this.forwardAlong(flow, along, rows),
      backwardAlong: (flow, along, slopes, slopesAlong, into, rows) => this.backwardAlong(flow, along, slopes, slopesAlong, into, rows),
    };
  }

  private forward({ parameters, input, output }: Flow, rows: number): void {
    for (let row = 0; row < rows; row++) {
      this.affine.forward(
        { parameters, input: this.laidOut(input, row, this.at.windows), output: this.outputOf(output, row) },
        this.places,
      );
    }
  }

  private backward({ parameters, input }: Flow, slopes: Numbers, into: Into, rows: number): void {
    for (let row = 0; row < rows; row++) {
      const flow = { parameters, input: this.laidOut(input, row, this.at.windows), output: NONE };
      this.affine.backward(flow, this.outputOf(slopes, row), this.intoRow(into), this.places);
      this.collect(into, row);
    }
  }

  private forwardAlong({ parameters, input }: Flow, along: Along, rows: number): void {
    for (let row = 0; row < rows; row++) {
      const flow = { parameters, input: this.laidOut(input, row, this.at.windows), output: NONE };
      this.affine.forwardAlong(flow, this.alongRow(along, row), this.places);
    }
  }

  private backwardAlong({ parameters, input }: Flow, along: Along, slopes: Numbers, slopesAlong: Numbers, into: Into, rows: number): void {
    for (let row = 0; row < rows; row++) {
      const flow = { parameters, input: this.laidOut(input, row, this.at.windows), output: NONE };
      const [own, ownAlong] = [this.outputOf(slopes, row), this.outputOf(slopesAlong, row)];
      this.affine.backwardAlong(flow, this.alongRow(along, row), own, ownAlong, this.intoRow(into), this.places);
      this.collect(into, row);
    }
  }

  private alongRow({ parameters, input, output }: Along, row: number): Along {
    return { parameters, input: input && this.laidOut(input, row, this.at.windowsAlong), output: this.outputOf(output, row) };
  }

  private intoRow({ parameters, input }: Into): Into {
    return { parameters, input: input && this.at.slopes };
  }

  private outputOf(values: Numbers, row: number): Numbers {
    const size = this.places * this.filters;
    return values.subarray(row * size, row * size + size);
  }

  /** The windows of a row, one after the other; zeros stand around the image. */
  private laidOut(input: Numbers, row: number, windows: Numbers): Numbers {
    const { channels } = this.windows;
    const { pixels } = this.at;
    windows.fill(0);
    for (let square = 0; square < pixels.length; square++) {
      const pixel = pixels[square] as number;
      if (pixel < 0) continue;
      const [from, to] = [row * this.size + pixel, square * channels];
      for (let channel = 0; channel < channels; channel++) windows[to + channel] = input[from + channel] as number;
    }
    return windows;
  }

  /** Adds the derivatives by the windows of a row to those by its pixels. */
  private collect({ input }: Into, row: number): void {
    if (!input) return;
    const { channels } = this.windows;
    const { pixels, slopes } = this.at;
    input.fill(0, row * this.size, (row + 1) * this.size);
    for (let square = 0; square < pixels.length; square++) {
      const pixel = pixels[square] as number;
      if (pixel < 0) continue;
      const [to, from] = [row * this.size + pixel, square * channels];
      for (let channel = 0; channel < channels; channel++) (input[to + channel] as number) += slopes[from + channel] as number;
    }
  }
}

const NONE = new Float64Array(0);

export const conv2d: LayerKind = {
  name: 'conv2d',
  usage: 'conv2d(filters, kernel; stride, padding)',
  text: 'every output is a weighted sum of a square of the image and a bias, with the same weights at every place',
  arguments: [
    { name: 'filters', least: 1 },
    { name: 'kernel', least: 1 },
    { name: 'stride', least: 1, standard: 1 },
    { name: 'padding', least: 0, standard: 0, words: ['same', 'valid'] },
  ],
  place: (shape, [filters, kernel, stride, padding = 0]) => {
    const zeros = padding === 'same' ? padding : padding === 'valid' ? 0 : Number(padding);
    const windows = windowsOf(shape, Number(kernel), Number(stride), zeros);
    return 'needs' in windows ? windows : { layer: new Convolution(windows, Number(filters)).layer() };
  },
};
