import type { Along, Flow, Into } from './layer.js';
import { addProduct, addRows, addToLeft, addToRight, addToRows } from './products.js';

/** output = input W + b for rows of `inner` numbers; parameters are W (inner × columns, row-major), then b. */
export class Affine {
  constructor(
    readonly inner: number,
    readonly columns: number,
  ) {}

  private weights(parameters: Float64Array): Float64Array {
    return parameters.subarray(0, this.inner * this.columns);
  }

  private biases(parameters: Float64Array): Float64Array {
    return parameters.subarray(this.inner * this.columns);
  }

  forward({ parameters, input, output }: Flow, rows: number): void {
    const { inner, columns } = this;
    output.fill(0, 0, rows * columns);
    addToRows(output, this.biases(parameters), rows);
    addProduct(output, input, this.weights(parameters), rows, inner, columns);
  }

  backward({ parameters, input }: Flow, slopes: Float64Array, into: Into, rows: number): void {
    const { inner, columns } = this;
    if (into.parameters) {
      addToRight(this.weights(into.parameters), input, slopes, rows, inner, columns);
      addRows(this.biases(into.parameters), slopes, rows);
    }
    if (!into.input) return;
    into.input.fill(0, 0, rows * inner);
    addToLeft(into.input, slopes, this.weights(parameters), rows, inner, columns);
  }

  forwardAlong({ parameters, input }: Flow, along: Along, rows: number): void {
    const { inner, columns } = this;
    along.output.fill(0, 0, rows * columns);
    if (along.parameters) {
      addToRows(along.output, this.biases(along.parameters), rows);
      addProduct(along.output, input, this.weights(along.parameters), rows, inner, columns);
    }
    if (along.input) addProduct(along.output, along.input, this.weights(parameters), rows, inner, columns);
  }

  backwardAlong(flow: Flow, along: Along, slopes: Float64Array, slopesAlong: Float64Array, into: Into, rows: number): void {
    const { inner, columns } = this;
    this.backward(flow, slopesAlong, into, rows);
    if (into.parameters && along.input) addToRight(this.weights(into.parameters), along.input, slopes, rows, inner, columns);
    if (into.input && along.parameters) addToLeft(into.input, slopes, this.weights(along.parameters), rows, inner, columns);
  }
}
