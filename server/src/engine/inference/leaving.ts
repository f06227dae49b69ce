import type { BoundModel } from '../model/bound.js';
import { type Leaving, leavingArguments } from '../model/insideDomain.js';
import type { Likelihood } from '../model/model.js';

/** The arguments that can leave their domains, with their statements. */
export const leavingOf = ({ model }: BoundModel): { likelihood: Likelihood; leaving: Leaving }[] =>
  model.likelihoods.flatMap((likelihood) => leavingArguments(model, likelihood).map((leaving) => ({ likelihood, leaving })));
