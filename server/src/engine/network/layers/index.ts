import { activations } from '../activations/index.js';
import { elementwise } from './elementwise.js';
import type { LayerKind } from './layer.js';
import { conv2d } from './conv2d.js';
import { dense } from './dense.js';
import { flatten } from './flatten.js';
import { avgpool2d, maxpool2d } from './pool.js';
import { softmax } from './softmax.js';

const kinds: readonly LayerKind[] = [dense, conv2d, maxpool2d, avgpool2d, flatten, ...activations.map(elementwise), softmax];

/** Every kind of layer by its name: a new one is its file and its name here. */
export const layerKinds: ReadonlyMap<string, LayerKind> = new Map(kinds.map((kind) => [kind.name, kind] as const));
