import type { Numbers } from '../../wasm/precision.js';
import type { Shape } from './shape.js';
import type { Workspace } from './workspace.js';

/** The numbers of a layer for some rows: its parameters (weights, then biases), what goes in and what comes out. Row follows row. */
export interface Flow {
  readonly parameters: Numbers;
  readonly input: Numbers;
  readonly output: Numbers;
}

/** Derivatives of a flow along a direction; parts that are left out are 0. */
export interface Along {
  readonly parameters: Numbers | undefined;
  readonly input: Numbers | undefined;
  readonly output: Numbers;
}

/** Where derivatives go: those with respect to the inputs are set, those with respect to the parameters are added. Parts that are left out are not needed. */
export interface Into {
  readonly parameters: Numbers | undefined;
  readonly input: Numbers | undefined;
}

/** A layer that knows the shape of its input. All numbers of a row follow each other, the last dimension (channels) fastest. */
export interface Layer {
  /** As written: `conv2d(8, 3)`. */
  readonly text: string;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly weights: number;
  readonly biases: number;
  /** Numbers that one output depends on, and outputs that one input goes to: the width of the starting weights. */
  readonly fan?: readonly [number, number];
  /** Multiplications of a row. */
  readonly work: number;
  /** The passes through it for at most this many rows: all numbers that they are given lie in the workspace, which also gives them whatever else they need. */
  ready(space: Workspace, rows: number): Ways;
}

/** The passes through a layer. */
export interface Ways {
  /** Its parameters have changed. */
  renew?(): void;
  /** output = layer(input). */
  forward(flow: Flow, rows: number): void;
  /** The derivatives of a sum with respect to input and parameters, given those with respect to the output. */
  backward(flow: Flow, slopes: Numbers, into: Into, rows: number): void;
  /** The derivative of the output along a direction of input and parameters. */
  forwardAlong(flow: Flow, along: Along, rows: number): void;
  /** The derivative of `backward` along a direction (Pearlmutter, Neural Computation 6, 1994); `slopesAlong` is that of the slopes. */
  backwardAlong(flow: Flow, along: Along, slopes: Numbers, slopesAlong: Numbers, into: Into, rows: number): void;
}

/** What an argument of a layer may be: a whole number from `least` on, or one of some words. */
export interface LayerArgument {
  readonly name: string;
  readonly least: number;
  readonly words?: readonly string[];
  /** Left out: the argument must be given. */
  readonly standard?: number;
}

export type LayerValue = number | string;

/** One kind of layer: one file for each, and a line in `layers/index.ts`. */
export interface LayerKind {
  readonly name: string;
  readonly arguments: readonly LayerArgument[];
  /** How it is written: `conv2d(filters, kernel; stride, padding)`. */
  readonly usage: string;
  /** What it does, in a sentence. */
  readonly text: string;
  /** An activation that lets about half of its inputs through, which takes wider starting weights (He et al., ICCV 2015). */
  readonly rectifies?: boolean;
  /** Whether its derivative jumps. */
  readonly kinked?: boolean;
  /** Hands on the numbers as they are: only their shape changes. */
  readonly isReshape?: boolean;
  /** Linear in its inputs, without parameters: it multiplies by a factor what is multiplied by it. */
  readonly isLinear?: boolean;
  /** Each output lies between the least and the largest input. */
  readonly keepsRange?: boolean;
  /** output = input W + b, every output a sum of all inputs, W of shape inputs × outputs. */
  readonly isFullyConnected?: boolean;
  /** Its weights are filters that slide over an image: kernel × kernel × channels × filters. */
  readonly hasFilters?: boolean;
  /** What its outputs lie between; left out: anything. */
  readonly range?: readonly [number, number];
  /** Whether the outputs of a row are probabilities. */
  readonly sumsToOne?: boolean;
  /** The layer for inputs of this shape; where there is none, what it needs: "an image (height × width × channels)". */
  place(input: Shape, values: readonly LayerValue[]): Placed;
}

export type Placed = { readonly layer: Omit<Layer, 'text' | 'inputShape'> } | { readonly needs: string };
