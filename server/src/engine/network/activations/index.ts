import type { Activation } from './activation.js';
import { gelu } from './gelu.js';
import { relu } from './relu.js';
import { sigmoid } from './sigmoid.js';
import { tanh } from './tanh.js';

/** Every function of single numbers: a new one is its file and its name here, and a layer of that name. */
export const activations: readonly Activation[] = [relu, tanh, sigmoid, gelu];
