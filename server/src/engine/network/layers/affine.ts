import type { Along, Flow, Into } from './layer.js';
import type { Workspace } from './workspace.js';
import type { Numbers } from '../../wasm/precision.js';

/** Where an affine map finds what it multiplies: the places of its rows, and of the numbers of a row from there on, in bytes. */
export interface Tables {
  readonly rows: Int32Array;
  readonly inner: Int32Array;
}

/**
 * output = input W + b, where tables say where the rows of the input are: those of a matrix, or the windows of images (a convolution as a product of matrices:
 * Chellapilla, Puri & Simard 2006, here without a copy of the windows). Parameters are W (inner × columns, row-major), then b.
 */
export class Affine {
  private readonly inner: number;
  /** W transposed, once it is computed; and that of a direction. */
  private readonly transposed: Numbers;
  private readonly transposedAlong: Numbers;
  private isTransposed = false;
  private readonly one: Numbers;
  /** A table of one row, and one in which every place is the first. */
  private readonly first: Int32Array;
  private readonly same: Int32Array;

  constructor(
    private readonly space: Workspace,
    private readonly tables: Tables,
    inner: number,
    private readonly columns: number,
    /** The most rows of the product. */
    most: number,
  ) {
    this.inner = inner;
    this.transposed = space.numbers(inner * columns);
    this.transposedAlong = space.numbers(inner * columns);
    this.one = space.numbers(1).fill(1);
    this.first = space.integers(1);
    this.same = space.integers(most);
  }

  private weights(parameters: Numbers): Numbers {
    return parameters.subarray(0, this.inner * this.columns);
  }

  private biases(parameters: Numbers): Numbers {
    return parameters.subarray(this.inner * this.columns);
  }

  forward({ parameters, input, output }: Flow, rows: number): void {
    repeat(output, this.biases(parameters), rows);
    this.addProduct(output, input, this.weights(parameters), rows);
  }

  /** The derivatives with respect to the parameters alone. */
  backward(input: Numbers, slopes: Numbers, parameters: Numbers | undefined, rows: number): void {
    if (!parameters) return;
    this.addToWeights(parameters, input, slopes, rows);
    this.space.kernels.product(this.biases(parameters), this.one, slopes, this.first, this.same.subarray(0, rows), this.columns);
  }

  forwardAlong({ parameters, input }: Flow, along: Along, rows: number): void {
    if (along.parameters) repeat(along.output, this.biases(along.parameters), rows);
    else along.output.fill(0, 0, rows * this.columns);
    if (along.parameters) this.addProduct(along.output, input, this.weights(along.parameters), rows);
    if (along.input) this.addProduct(along.output, along.input, this.weights(parameters), rows);
  }

  /** Adds to the derivatives with respect to the weights what an input and slopes at the output contribute. */
  addToWeights(parameters: Numbers, input: Numbers, slopes: Numbers, rows: number): void {
    const { rows: places, inner } = this.tables;
    this.space.kernels.product(this.weights(parameters), input, slopes, inner, places.subarray(0, rows), this.columns);
  }

  /** The parameters have changed. */
  renew(): void {
    this.isTransposed = false;
  }

  /** W transposed, with which derivatives with respect to the input are a product. */
  transposeWeights(parameters: Numbers): Numbers {
    if (!this.isTransposed) this.transpose(parameters, this.transposed);
    this.isTransposed = true;
    return this.transposed;
  }

  turnedAlong(direction: Numbers): Numbers {
    return this.transpose(direction, this.transposedAlong);
  }

  private transpose(parameters: Numbers, into: Numbers): Numbers {
    const { inner, columns } = this;
    for (let k = 0; k < inner; k++) for (let c = 0; c < columns; c++) into[c * inner + k] = parameters[k * columns + c] as number;
    return into;
  }

  private addProduct(out: Numbers, input: Numbers, weights: Numbers, rows: number): void {
    this.space.kernels.product(out, input, weights, this.tables.rows.subarray(0, rows), this.tables.inner, this.columns);
  }
}

/** The backward passes of a map whose derivatives with respect to the input are added by `toInput`, given its slopes and its transposed weights. */
export function backwardWays(
  affine: Affine,
  toInput: (into: Numbers, slopes: Numbers, turned: Numbers, rows: number) => void,
  perRow: number,
) {
  const backward = ({ parameters, input }: Flow, slopes: Numbers, into: Into, rows: number): void => {
    affine.backward(input, slopes, into.parameters, rows * perRow);
    into.input?.fill(0);
    if (into.input) toInput(into.input, slopes, affine.transposeWeights(parameters), rows);
  };
  return {
    renew: () => affine.renew(),
    backward,
    backwardAlong: (flow: Flow, along: Along, slopes: Numbers, slopesAlong: Numbers, into: Into, rows: number): void => {
      backward(flow, slopesAlong, into, rows);
      if (into.parameters && along.input) affine.addToWeights(into.parameters, along.input, slopes, rows * perRow);
      if (into.input && along.parameters) toInput(into.input, slopes, affine.turnedAlong(along.parameters), rows);
    },
  };
}

/** The places of this many rows of this many numbers that follow each other. */
export function evenTable(space: Workspace, rows: number, numbers: number): Int32Array {
  const table = space.integers(rows);
  for (let i = 0; i < table.length; i++) table[i] = space.bytes * i * numbers;
  return table;
}

/** Writes the same numbers this many times, one after the other. */
function repeat(out: Numbers, numbers: Numbers, times: number): void {
  const all = times * numbers.length;
  out.set(numbers);
  for (let done = numbers.length; done < all; done *= 2) out.copyWithin(done, 0, Math.min(done, all - done));
}
