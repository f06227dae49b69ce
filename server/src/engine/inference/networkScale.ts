import type { Solution } from '../optimise/problem.js';
import type { Objective } from './objective.js';

/** Factors of the outputs at which the density is looked at. */
const FACTORS = [4, 16, 64];

/**
 * The last weights of networks that tell the outcomes apart without fault: their outputs multiplied by any factor are as likely or more, so that the
 * likelihood has no maximum. For outcomes of classes and counts.
 */
export function scaledUp(objective: Objective, { point, value, status }: Solution): number[] {
  const { model } = objective.bound;
  if (status === 'cancelled' || model.likelihoods.every(({ distribution }) => distribution.kind === 'continuous')) return [];
  const natural = objective.natural(point);
  const tolerance = 1e-9 * (1 + Math.abs(value));
  return model.networks.flatMap(({ network, first }) => {
    const { last } = network;
    if (!last || objective.held.has(first)) return [];
    const own = Array.from({ length: last.weights + last.biases }, (_, i) => first + last.first + i);
    const densityAt = (factor: number): number => {
      const scaled = Float64Array.from(natural);
      for (const entry of own) scaled[entry] = factor * (natural[entry] ?? NaN);
      return objective.logLikelihood(scaled) + objective.logPrior(scaled);
    };
    const rises = FACTORS.every((factor) => densityAt(factor) >= -value - tolerance);
    return rises && densityAt(0) < -value - 1e-6 * (1 + Math.abs(value)) ? own : [];
  });
}
