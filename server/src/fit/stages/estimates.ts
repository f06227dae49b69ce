import type { BoundModel } from '../../engine/bind/bind.js';
import { estimate, type Estimate, startFor } from '../../engine/inference/estimate.js';
import type { SearchOptions } from '../../engine/inference/search/search.js';
import type { Cancellation } from '../../engine/kernel/kernel.js';
import type { ModelSpec, Settings } from '../../engine/model/specification.js';
import type { Fitted } from '../../language/checks/check.js';
import { hasValues } from '../reports/estimateReports.js';

export const searchOptions = ({ starts, seed, maxSeconds }: Settings): SearchOptions => ({
  starts,
  seed,
  deadline: Date.now() + maxSeconds * 1000,
});

/** The MLE, or that already `known`, and the MAP where some parameter has a prior. */
export function estimatesOf(
  spec: ModelSpec,
  bound: BoundModel,
  cancellation: Cancellation,
  known?: Estimate,
  watch?: SearchOptions['watch'],
): Fitted {
  const options = { ...searchOptions(spec.settings), ...(watch ? { watch } : {}) };
  const hasPrior = bound.model.entries.some(
    ({ prior, fixed }) => fixed === undefined && prior !== undefined && bound.model.priors[prior]?.proper === true,
  );
  const mle = known ?? estimate(bound, 'mle', hasPrior ? ofHalf(bound, spec.settings, options) : options, cancellation);
  if (!hasPrior) return { spec, bound, mle };
  const map = estimate(bound, 'map', ofHalf(bound, spec.settings, options), cancellation, startFor('map', mle));
  const better = surpassedBy(map, mle, options);
  return { spec, bound, mle: better ?? mle, map, ...(better ? { fromMap: true } : {}) };
}

/** By how much more likely (in logs) another point shows that a maximum is none. */
const MORE_LIKELY = 1e-6;

/** Where the data are more probable under the MAP than under the MLE, the search for that has missed the maximum: another one goes on from the MAP. */
function surpassedBy(map: Estimate, mle: Estimate, options: SearchOptions): Estimate | undefined {
  const { bound, cancellation } = mle.objective;
  const isMissed = mle.status === 'converged' && hasValues(map) && map.logLikelihood > mle.logLikelihood + MORE_LIKELY;
  if (!isMissed || cancellation.cancelled) return undefined;
  const other = estimate(bound, 'mle', { ...options, starts: 1 }, cancellation, map.natural);
  return other.solution.value < mle.solution.value ? { ...other, tried: mle.tried + 1, agreeing: 1 } : undefined;
}

/** A network may take all the time that there is: each estimate has half of it from when its search begins. */
const ofHalf = ({ model }: BoundModel, { maxSeconds }: Settings, options: SearchOptions): SearchOptions =>
  model.networks.length > 0 ? { ...options, deadline: Date.now() + maxSeconds * 500 } : options;
