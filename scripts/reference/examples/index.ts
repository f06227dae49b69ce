import { discrete } from './discrete.js';
import type { Example } from './example.js';
import { latent } from './latent.js';
import { positive } from './positive.js';
import { priors } from './priors.js';
import { real } from './real.js';
import { wrapped } from './wrapped.js';

/** The example of every distribution and wrapper, by name. */
export const examples: ReadonlyMap<string, Example> = new Map(Object.entries({ ...real, ...positive, ...priors, ...discrete, ...wrapped, ...latent }));
