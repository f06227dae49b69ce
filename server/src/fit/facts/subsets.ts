import { fitsOfFewerRows } from '../../engine/inference/influence/fewerRows.js';
import { at } from '../../engine/numeric/at.js';
import type { Fitted } from '../../language/checks/check.js';
import type { PriorReach } from '../../report/facts.js';

/** The reach of priors, with the estimates from fewer rows where these can be computed. */
export function withSubsets({ bound, mle, map, spec }: Fitted, reach: readonly PriorReach[], deadline: number): readonly PriorReach[] {
  const isAsked = reach.some(({ washout }) => washout !== undefined);
  const fits = isAsked && map ? fitsOfFewerRows(mle, map, spec.settings.seed, deadline) : undefined;
  if (!fits) return reach;
  const indexes = new Map(bound.model.entries.map(({ name, index }) => [name, index]));
  return reach.map((each) => {
    const values = (naturals: readonly Float64Array[]): number[] => naturals.map((natural) => at(natural, indexes.get(each.name) ?? -1));
    const fewer = fits.map((size) => ({ ...size, mle: values(size.mle), map: values(size.map) }));
    return each.washout ? { ...each, washout: { ...each.washout, fewer } } : each;
  });
}
