import type { LayerKind } from '../layer.js';
import { conv2d } from './conv2d.js';
import { dense } from './dense.js';
import { flatten } from './flatten.js';
import { gelu } from './gelu.js';
import { avgpool2d, maxpool2d } from './pool.js';
import { relu } from './relu.js';
import { sigmoid } from './sigmoid.js';
import { softmax } from './softmax.js';
import { tanh } from './tanh.js';

/** Every kind of layer by its name: a new one is its file and its name here. */
export const layerKinds: ReadonlyMap<string, LayerKind> = new Map(
  [dense, conv2d, maxpool2d, avgpool2d, flatten, relu, tanh, sigmoid, gelu, softmax].map((kind) => [kind.name, kind] as const),
);
