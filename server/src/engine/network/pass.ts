import type { Network } from './network.js';
import { sizeOf } from './shape.js';

type Numbers = Float64Array;

/** Numbers that one tile may take for its widest layer: half a megabyte lies well in a cache. */
const WIDEST = 2 ** 16;

/** Multiplications of one tile: a few hundredths of a second, between two looks at a cancel flag. */
const MOST_WORK = 2e7;

/** Rows that are worked out together, at most `most`. */
export function rowsTogether({ layers, inputShape, work }: Network, most: number): number {
  const widest = Math.max(sizeOf(inputShape), ...layers.map(({ outputShape }) => sizeOf(outputShape)));
  return Math.max(1, Math.min(most, Math.floor(WIDEST / widest), Math.floor(MOST_WORK / work)));
}

/** The buffers of a network for a tile of rows, and the ways through it: forward, backward, and both along a direction. */
export class NetworkPass {
  /** What goes into each layer, and what comes out of the last one. */
  private readonly values: readonly Numbers[];
  private readonly valuesAlong: readonly Numbers[];
  /** Derivatives of the sum by `values`. */
  private readonly slopes: readonly Numbers[];
  private readonly slopesAlong: readonly Numbers[];
  private parameters: Numbers = new Float64Array(0);
  private rows = 0;

  constructor(
    readonly network: Network,
    rows: number,
  ) {
    const sizes = [sizeOf(network.inputShape), ...network.layers.map(({ outputShape }) => sizeOf(outputShape))];
    const buffers = (): Numbers[] => sizes.map((size) => new Float64Array(rows * size));
    [this.values, this.valuesAlong, this.slopes, this.slopesAlong] = [buffers(), buffers(), buffers(), buffers()];
  }

  /** Where the inputs of the rows are written before `forward`. */
  get input(): Numbers {
    return this.values[0] as Numbers;
  }

  /** The outputs, row by row. */
  get output(): Numbers {
    return this.values.at(-1) as Numbers;
  }

  get outputAlong(): Numbers {
    return this.valuesAlong.at(-1) as Numbers;
  }

  /** Where the derivatives of the sum by the outputs are written before `backward`. */
  get outputSlopes(): Numbers {
    return this.slopes.at(-1) as Numbers;
  }

  /** The same along the direction, before `backwardAlong`. */
  get outputSlopesAlong(): Numbers {
    return this.slopesAlong.at(-1) as Numbers;
  }

  forward(parameters: Numbers, rows: number): void {
    [this.parameters, this.rows] = [parameters, rows];
    this.network.layers.forEach((layer, l) => layer.forward(this.flow(l), rows));
  }

  /** Adds the derivatives by the parameters. */
  backward(gradient: Numbers): void {
    this.eachBack((layer, l) =>
      layer.backward(this.flow(l), this.slopes[l + 1] as Numbers, this.into(l, gradient, this.slopes), this.rows),
    );
  }

  /** The outputs' derivatives along a direction of the parameters that is 0 before layer `from`, or after it as well where it is `alone`. */
  forwardAlong(direction: Numbers, from = 0, alone = false): void {
    const { layers } = this.network;
    for (let l = from; l < layers.length; l++) {
      const own = l === from || !alone ? this.ownPart(l, direction) : undefined;
      layers[l]?.forwardAlong(this.flow(l), this.along(l, own, from), this.rows);
    }
  }

  /** Adds the derivatives of the gradient along the same direction. `bent` false leaves out what the network itself bends (Gauss-Newton). */
  backwardAlong(direction: Numbers, result: Numbers, from = 0, alone = false, bent = true): void {
    this.eachBack((layer, l) => {
      const into = this.into(l, result, this.slopesAlong);
      const slopesAlong = this.slopesAlong[l + 1] as Numbers;
      if (!bent || l < from) return layer.backward(this.flow(l), slopesAlong, into, this.rows);
      const own = l === from || !alone ? this.ownPart(l, direction) : undefined;
      layer.backwardAlong(this.flow(l), this.along(l, own, from), this.slopes[l + 1] as Numbers, slopesAlong, into, this.rows);
    });
  }

  /** From the last layer to the first one with parameters. */
  private eachBack(visit: (layer: Network['layers'][number], l: number) => void): void {
    const { layers } = this.network;
    for (let l = layers.length - 1; l >= this.first; l--) {
      const layer = layers[l];
      if (layer) visit(layer, l);
    }
  }

  private get first(): number {
    return Math.max(
      this.network.layers.findIndex(({ weights }) => weights > 0),
      0,
    );
  }

  private flow(l: number): { parameters: Numbers; input: Numbers; output: Numbers } {
    return { parameters: this.part(l, this.parameters), input: this.values[l] as Numbers, output: this.values[l + 1] as Numbers };
  }

  private along(l: number, parameters: Numbers | undefined, from: number) {
    return { parameters, input: l > from ? this.valuesAlong[l] : undefined, output: this.valuesAlong[l + 1] as Numbers };
  }

  private into(l: number, parameters: Numbers, slopes: readonly Numbers[]) {
    return { parameters: this.ownPart(l, parameters), input: l > this.first ? slopes[l] : undefined };
  }

  /** Undefined for a layer without parameters. */
  private ownPart(l: number, parameters: Numbers): Numbers | undefined {
    const own = this.part(l, parameters);
    return own.length > 0 ? own : undefined;
  }

  private part(l: number, parameters: Numbers): Numbers {
    const { first = 0, weights = 0, biases = 0 } = this.network.layers[l] ?? {};
    return parameters.subarray(first, first + weights + biases);
  }
}
