import type { NetworkApplication } from '../kernel/kernel.js';
import type { Network } from '../network/network.js';
import { givePass, type NetworkPass, takePass } from '../network/networkPass.js';
import type { Numbers } from '../wasm/precision.js';

/** The layer that a parameter, counted from the network's first, belongs to. */
const layerOf = ({ layers }: Network, parameter: number): number =>
  layers.findLastIndex(({ first, weights, biases }) => weights + biases > 0 && first <= parameter);

/** A network over a tile of rows: some of its outputs are variables of a graph. */
export class Applied {
  private own: NetworkPass | undefined;
  private readonly direction: Numbers;
  /** The layer that the direction lies in; beyond the last one where it does not touch the network. */
  private from = 0;

  constructor(
    private readonly application: NetworkApplication,
    /** The outputs that are asked for, each with a number of the asker's. */
    readonly outputs: readonly { readonly output: number; readonly place: number }[],
    private readonly rows: number,
  ) {
    this.direction = new Float64Array(application.network.parameters);
  }

  /** Takes buffers and the weights at a point, which hold until `end`. */
  begin(point: Numbers): void {
    const { network, precision } = this.application;
    this.own = takePass(network, this.rows, precision ?? 'double');
    this.own.begin(this.part(point));
  }

  private get pass(): NetworkPass {
    if (!this.own) throw new Error('a network is asked before it has begun');
    return this.own;
  }

  end(): void {
    if (this.own) givePass(this.own);
    this.own = undefined;
  }

  /** Works out rows from `start` on. */
  forward(start: number, rows: number): void {
    this.lay(start, rows);
    const { network } = this.application;
    this.pass.forward(rows);
    this.from = network.layers.length;
  }

  /** The inputs of rows side by side. */
  private lay(start: number, rows: number): void {
    const { inputs } = this.application;
    if (this.pass.holds(inputs, start, rows)) return;
    const { input } = this.pass;
    const [first] = inputs;
    if (first && inputs.length === 1) return input.set(first.values.subarray(start * first.width, (start + rows) * first.width));
    const total = inputs.reduce((sum, { width }) => sum + width, 0);
    let before = 0;
    for (const { values, width } of inputs) {
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < width; j++) input[i * total + before + j] = values[(start + i) * width + j] as number;
      before += width;
    }
  }

  /** The values of an output. */
  read(output: number, into: Numbers, rows: number): void {
    this.readFrom(this.pass.output, output, into, rows);
  }

  /** Adds the derivatives by the parameters, given those by each output (by the asker's number). */
  backward(slopesAt: (place: number) => Numbers | undefined, gradient: Numbers, rows: number): void {
    this.write(this.pass.outputSlopes, slopesAt, rows);
    this.pass.backward(this.part(gradient));
  }

  /** Takes the direction of one parameter; false where the network does not have it. */
  turn(parameter: number): boolean {
    const { network, first } = this.application;
    const own = parameter - first;
    const touches = own >= 0 && own < network.parameters;
    this.from = touches ? layerOf(network, own) : network.layers.length;
    if (!touches) return false;
    this.direction.fill(0);
    this.direction[own] = 1;
    this.pass.forwardAlong(this.direction, this.from, true);
    return true;
  }

  /** The derivative of an output along the direction. */
  readAlong(output: number, into: Numbers, rows: number): void {
    this.readFrom(this.pass.outputAlong, output, into, rows);
  }

  /** Adds the derivatives of the gradient along the direction. */
  backwardAlong(slopesAt: (place: number) => Numbers | undefined, result: Numbers, rows: number, bent: boolean): void {
    this.write(this.pass.outputSlopesAlong, slopesAt, rows);
    this.pass.backwardAlong(this.part(result), this.from, true, bent);
  }

  private part(values: Numbers): Numbers {
    const { first, network } = this.application;
    return values.subarray(first, first + network.parameters);
  }

  private readFrom(all: Numbers, output: number, into: Numbers, rows: number): void {
    const { outputs } = this.application.network;
    for (let i = 0; i < rows; i++) into[i] = all[i * outputs + output] as number;
  }

  private write(all: Numbers, valuesAt: (place: number) => Numbers | undefined, rows: number): void {
    const { outputs } = this.application.network;
    all.fill(0, 0, rows * outputs);
    for (const { output, place } of this.outputs) {
      const values = valuesAt(place);
      for (let i = 0; values && i < rows; i++) all[i * outputs + output] = values[i] as number;
    }
  }
}
