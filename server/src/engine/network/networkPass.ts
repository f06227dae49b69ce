import type { Along, Flow, Into, Ways } from './layers/layer.js';
import type { Network } from './network.js';
import { sizeOf } from './layers/shape.js';
import { inWorkspace, type Workspace } from './layers/workspace.js';
import type { Numbers, Precision } from '../wasm/precision.js';

/** Numbers that one tile may take for its widest layer: half a megabyte lies well in a cache. */
const WIDEST = 2 ** 16;

/** Multiplications of one tile: a few hundredths of a second, between two looks at a cancel flag. */
const MOST_WORK = 2e7;

/** Rows that are worked out together, at most `most`. */
export function rowsTogether({ layers, inputShape, work }: Network, most: number): number {
  const widest = Math.max(sizeOf(inputShape), ...layers.map(({ outputShape }) => sizeOf(outputShape)));
  return Math.max(1, Math.min(most, Math.floor(WIDEST / widest), Math.floor(MOST_WORK / work)));
}

const idle = new WeakMap<Network, NetworkPass[]>();

/** A pass for so many rows that nobody else has at the moment: `give` it back when its numbers are of no more use. */
export function takePass(network: Network, rows: number, precision: Precision): NetworkPass {
  const passes = idle.get(network) ?? [];
  const at = passes.findIndex((pass) => pass.most === rows && pass.precision === precision);
  return passes.splice(at, at < 0 ? 0 : 1)[0] ?? new NetworkPass(network, rows, precision);
}

export function givePass(pass: NetworkPass): void {
  const passes = idle.get(pass.network) ?? [];
  idle.set(pass.network, passes);
  passes.push(pass);
}

/** The buffers of a network for a tile of rows, and the ways through it: forward, backward, and both along a direction. */
export class NetworkPass {
  private readonly tile: Tile;
  private rows = 0;
  private held: { readonly inputs: unknown; readonly start: number; readonly rows: number } | undefined;

  constructor(
    readonly network: Network,
    /** Rows that it has room for. */
    readonly most: number,
    readonly precision: Precision = 'double',
  ) {
    this.tile = inWorkspace((space) => tileOf(space, network, most), precision);
  }

  /** Whether its inputs are those rows of these already; if not, they are to be written to `input`. */
  holds(inputs: unknown, start: number, rows: number): boolean {
    const { held } = this;
    this.held = { inputs, start, rows };
    return held !== undefined && held.inputs === inputs && held.start === start && held.rows >= rows;
  }

  /** Where the inputs of the rows are written before `forward`. */
  get input(): Numbers {
    return this.tile.values[0] as Numbers;
  }

  /** The outputs, row by row. */
  get output(): Numbers {
    return this.tile.values.at(-1) as Numbers;
  }

  get outputAlong(): Numbers {
    return this.tile.valuesAlong.at(-1) as Numbers;
  }

  /** Where the derivatives of the sum by the outputs are written before `backward`. */
  get outputSlopes(): Numbers {
    return this.tile.slopes.at(-1) as Numbers;
  }

  /** The same along the direction, before `backwardAlong`. */
  get outputSlopesAlong(): Numbers {
    return this.tile.slopesAlong.at(-1) as Numbers;
  }

  /** Takes the parameters that hold until the next ones. */
  begin(parameters: Numbers): void {
    this.tile.parameters.set(parameters);
    for (const ways of this.tile.ways) ways.renew?.();
  }

  forward(rows: number): void {
    this.rows = rows;
    this.tile.ways.forEach((ways, l) => ways.forward(this.flow(l), rows));
  }

  /** Adds the derivatives by the parameters. */
  backward(gradient: Numbers): void {
    const { slopes } = this.tile;
    this.tile.gradient.fill(0);
    this.eachBack((ways, l) => ways.backward(this.flow(l), slopes[l + 1] as Numbers, this.into(l, slopes), this.rows));
    this.addTo(gradient);
  }

  /** The outputs' derivatives along a direction of the parameters that is 0 before layer `from`, or after it as well where it is `alone`. */
  forwardAlong(direction: Numbers, from = 0, alone = false): void {
    const { ways } = this.tile;
    this.tile.direction.set(direction);
    for (let l = from; l < ways.length; l++) ways[l]?.forwardAlong(this.flow(l), this.along(l, from, alone), this.rows);
  }

  /** Adds the derivatives of the gradient along the last direction. `bent` false leaves out what the network itself bends (Gauss-Newton). */
  backwardAlong(result: Numbers, from = 0, alone = false, bent = true): void {
    const { slopes, slopesAlong } = this.tile;
    this.tile.gradient.fill(0);
    this.eachBack((ways, l) => {
      const [into, own] = [this.into(l, slopesAlong), slopesAlong[l + 1] as Numbers];
      if (!bent || l < from) return ways.backward(this.flow(l), own, into, this.rows);
      ways.backwardAlong(this.flow(l), this.along(l, from, alone), slopes[l + 1] as Numbers, own, into, this.rows);
    });
    this.addTo(result);
  }

  /** From the last layer to the first one with parameters. */
  private eachBack(visit: (ways: Ways, l: number) => void): void {
    const { ways } = this.tile;
    for (let l = ways.length - 1; l >= this.first; l--) {
      const own = ways[l];
      if (own) visit(own, l);
    }
  }

  private addTo(target: Numbers): void {
    const { gradient } = this.tile;
    for (let i = 0; i < gradient.length; i++) (target[i] as number) += gradient[i] as number;
  }

  private get first(): number {
    return Math.max(
      this.network.layers.findIndex(({ weights }) => weights > 0),
      0,
    );
  }

  private flow(l: number): Flow {
    const { parameters, values } = this.tile;
    return { parameters: this.part(l, parameters), input: values[l] as Numbers, output: values[l + 1] as Numbers };
  }

  private along(l: number, from: number, alone: boolean): Along {
    const { direction, valuesAlong } = this.tile;
    const parameters = l === from || !alone ? this.ownPart(l, direction) : undefined;
    return { parameters, input: l > from ? valuesAlong[l] : undefined, output: valuesAlong[l + 1] as Numbers };
  }

  private into(l: number, slopes: readonly Numbers[]): Into {
    return { parameters: this.ownPart(l, this.tile.gradient), input: l > this.first ? slopes[l] : undefined };
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

/** All numbers of a pass, in one workspace. */
interface Tile {
  readonly parameters: Numbers;
  readonly direction: Numbers;
  readonly gradient: Numbers;
  /** What goes into each layer, and what comes out of the last one. */
  readonly values: readonly Numbers[];
  readonly valuesAlong: readonly Numbers[];
  /** Derivatives of the sum by `values`. */
  readonly slopes: readonly Numbers[];
  readonly slopesAlong: readonly Numbers[];
  readonly ways: readonly Ways[];
}

function tileOf(space: Workspace, { inputShape, layers, parameters }: Network, rows: number): Tile {
  const sizes = [sizeOf(inputShape), ...layers.map(({ outputShape }) => sizeOf(outputShape))];
  const buffers = (): Numbers[] => sizes.map((size) => space.numbers(rows * size));
  return {
    parameters: space.numbers(parameters),
    direction: space.numbers(parameters),
    gradient: space.numbers(parameters),
    values: buffers(),
    valuesAlong: buffers(),
    slopes: buffers(),
    slopesAlong: buffers(),
    ways: layers.map((layer) => layer.ready(space, rows)),
  };
}
