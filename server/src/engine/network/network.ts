import { normalStream } from '../numeric/random.js';
import type { Layer, LayerKind, LayerValue } from './layers/layer.js';
import { type Shape, shapeText, sizeOf } from './layers/shape.js';

/** A layer as written: its kind and the values of its arguments. */
export interface LayerCall {
  readonly kind: LayerKind;
  readonly values: readonly LayerValue[];
  /** As written. */
  readonly text: string;
}

/** A layer that cannot take what comes before it. */
export interface Misfit {
  /** Index of the layer. */
  readonly layer: number;
  /** "conv2d(8, 3) needs an image of at least 3 × 3, but gets 2 × 2 × 8". */
  readonly message: string;
}

interface Step extends Layer {
  readonly kind: LayerKind;
  /** Place of its first parameter among those of the network. */
  readonly first: number;
}

/** Layers one after the other, each knowing its shapes. Parameters are in the order of the layers, and in each layer the weights come before the biases. */
export class Network {
  readonly parameters: number;
  readonly weights: number;
  /** Multiplications of a row, going forward. */
  readonly work: number;
  readonly outputs: number;
  private shortened: Network | undefined;

  private constructor(
    readonly inputShape: Shape,
    readonly layers: readonly Step[],
  ) {
    const sum = (valueOf: (layer: Layer) => number): number => layers.reduce((total, layer) => total + valueOf(layer), 0);
    this.weights = sum(({ weights }) => weights);
    this.parameters = this.weights + sum(({ biases }) => biases);
    this.work = sum(({ work }) => work);
    this.outputs = sizeOf(this.outputShape);
  }

  /** The network for inputs of this shape; a misfit where a layer cannot take what it gets. */
  static of(inputShape: Shape, calls: readonly LayerCall[]): Network | Misfit {
    const layers: Step[] = [];
    let [shape, first] = [inputShape, 0];
    for (const [index, { kind, values, text }] of calls.entries()) {
      const placed = kind.place(shape, values);
      if ('needs' in placed) return { layer: index, message: `${text} needs ${placed.needs} but gets ${shapeText(shape)}` };
      layers.push({ ...placed.layer, kind, text, inputShape: shape, first });
      shape = placed.layer.outputShape;
      first += placed.layer.weights + placed.layer.biases;
    }
    return new Network(inputShape, layers);
  }

  /** The same without its last layer: its outputs are the last layer's inputs. */
  get beforeLast(): Network {
    return (this.shortened ??= new Network(this.inputShape, this.layers.slice(0, -1)));
  }

  get outputShape(): Shape {
    return this.layers.at(-1)?.outputShape ?? this.inputShape;
  }

  /** Whether the derivatives with respect to the parameters jump somewhere. */
  get kinked(): boolean {
    return this.layers.some(({ kind, first }) => kind.kinked === true && first > 0);
  }

  /** Whether the outputs of a row are probabilities. */
  get sumsToOne(): boolean {
    return this.layers.at(-1)?.kind.sumsToOne === true;
  }

  /** The layer whose weights multiply all outputs by a factor where they are multiplied by it themselves: nothing after it is nonlinear. */
  get last(): Step | undefined {
    const bends = (layer: Step): boolean => layer.weights + layer.biases === 0 && layer.kind.isLinear !== true;
    const at = this.layers.findLastIndex(({ weights }) => weights > 0);
    return this.layers.slice(at + 1).some(bends) ? undefined : this.layers[at];
  }

  /** What the outputs lie between. */
  get range(): readonly [number, number] {
    const end = this.layers.findLast(({ kind }) => kind.keepsRange !== true);
    return end?.kind.range ?? [-Infinity, Infinity];
  }

  /** The layer with the scores of classes: after it there is at most what makes probabilities of them. */
  get scores(): Step | undefined {
    const at = this.layers.findLastIndex(({ weights }) => weights > 0);
    const givesScores = ({ kind }: Step): boolean => kind.isLinear === true || isProbability(kind);
    return this.layers.slice(at + 1).every(givesScores) ? this.layers[at] : undefined;
  }

  /** Whether a parameter, counted from the network's first, is a weight and not a bias. */
  isWeight(index: number): boolean {
    const layer = this.layers.findLast(({ first, weights }) => weights > 0 && first <= index);
    return layer !== undefined && index < layer.first + layer.weights;
  }

  /**
   * Starting values from a seeded stream: Normal weights of variance 2 / inputs before a rectifier (He et al., ICCV 2015), else of
   * 2 / (inputs + outputs) (Glorot & Bengio, AISTATS 2010); biases are 0.
   */
  start(seed: number): Float64Array {
    const normal = normalStream(seed);
    const values = new Float64Array(this.parameters);
    this.layers.forEach(({ first, weights, fan }, index) => {
      if (!fan) return;
      const width = this.rectifiedAfter(index) ? Math.sqrt(2 / fan[0]) : Math.sqrt(2 / (fan[0] + fan[1]));
      for (let i = first; i < first + weights; i++) values[i] = width * normal();
    });
    return values;
  }

  /** Whether the next activation is a rectifier: pools and `flatten` pass on what they get. */
  private rectifiedAfter(index: number): boolean {
    const next = this.layers.slice(index + 1).find(({ kind }) => kind.keepsRange !== true);
    return next?.kind.rectifies === true;
  }
}

/** Whether it makes probabilities of what it gets. */
const isProbability = ({ range }: LayerKind): boolean => range?.[0] === 0 && range[1] === 1;
