import type { Estimate } from '../estimate.js';
import { type Integral, integrate } from './quadrature.js';

/** The log of the integral of likelihood times prior over all free parameters. */
export interface Evidence {
  readonly value: number;
  readonly method: 'quadrature' | 'laplace';
}

/**
 * Evidence on the natural scale: by quadrature for one or two free parameters, by Laplace's approximation otherwise. Undefined where a prior is
 * improper or the maximum has no inner quadratic shape.
 */
export function logEvidence(map: Estimate, integral?: Integral): Evidence | undefined {
  if (!hasProperPriors(map) || (map.status !== 'converged' && map.status !== 'boundary')) return undefined;
  const quadrature = integral ?? integrate(map, true);
  const value = quadrature ? quadrature.log : laplace(map);
  return Number.isFinite(value) ? { value, method: quadrature ? 'quadrature' : 'laplace' } : undefined;
}

/** Whether every free parameter has a prior that is a distribution. */
export function hasProperPriors({ objective }: Estimate): boolean {
  const { entries, priors } = objective.bound.model;
  return entries.every(({ fixed, prior }) => fixed !== undefined || (prior !== undefined && priors[prior]?.proper === true));
}

/** log posterior + n/2 log 2π − ½ log det(−Hessian), all on the natural scale (Tierney & Kadane 1986). */
function laplace({ objective, point, logLikelihood, logPrior, information, atKink, onBound }: Estimate): number {
  if (atKink.length > 0 || onBound.length > 0) return NaN;
  const halfLog2Pi = 0.5 * Math.log(2 * Math.PI);
  return logLikelihood + logPrior + objective.dimension * halfLog2Pi - 0.5 * information.logDeterminant + objective.logJacobian(point);
}
