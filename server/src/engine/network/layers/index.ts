import { activations } from '../activations/index.js';
import { elementwise } from './elementwise.js';
import type { LayerKind } from './layer.js';
import { relu } from '../activations/relu.js';
import { conv2d } from './conv2d.js';
import { dense } from './dense.js';
import { flatten } from './flatten.js';
import { avgpool2d, maxpool2d } from './pool.js';
import { softmax } from './softmax.js';

const kinds: readonly LayerKind[] = [dense, conv2d, maxpool2d, avgpool2d, flatten, ...activations.map(elementwise), softmax];

/** Every kind of layer by its name: a new one is its file and its name here. */
export const layerKinds: ReadonlyMap<string, LayerKind> = new Map(kinds.map((kind) => [kind.name, kind] as const));

const units = (count: number): string => `${dense.name}(${String(count)})`;

/** What messages show of how layers are written: names stand in the records alone. */
export const layerExamples = {
  layer: units(3),
  activation: relu.name,
  /** A layer and what it is handed on to. */
  pair: `${units(3)} -> ${relu.name}`,
  network: `${units(3)} -> ${relu.name} -> ${units(1)}`,
  /** The end of a network that gives so many numbers. */
  end: units,
} as const;
