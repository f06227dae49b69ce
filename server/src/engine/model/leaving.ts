import type { BoundModel } from './bound.js';
import { type Leaving, leavingArguments } from './insideDomain.js';
import type { Likelihood } from './model.js';

/** The arguments that can leave their domains, with their statements. */
export const leavingOf = ({ model }: BoundModel): { likelihood: Likelihood; leaving: Leaving }[] =>
  model.likelihoods.flatMap((likelihood) => leavingArguments(model, likelihood).map((leaving) => ({ likelihood, leaving })));
