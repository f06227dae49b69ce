import { fitsOfFewerRows } from '../../engine/inference/influence/fewerRows.js';
import type { Fitted } from '../../language/checks/check.js';
import type { PriorReach } from '../../report/facts.js';

/** What priors reach, with the estimates from fewer rows where there are any to be had. */
export function withSubsets({ bound, mle, map, spec }: Fitted, reach: readonly PriorReach[], deadline: number): readonly PriorReach[] {
  const isAsked = reach.some(({ washout }) => washout !== undefined);
  const fits = isAsked && map ? fitsOfFewerRows(mle, map, spec.settings.seed, deadline) : undefined;
  if (!fits) return reach;
  const indexes = new Map(bound.model.entries.map(({ name, index }) => [name, index]));
  return reach.map((each) => {
    const values = (naturals: readonly Float64Array[]): number[] => naturals.map((natural) => natural[indexes.get(each.name) ?? -1] ?? NaN);
    const fewer = fits.map((size) => ({ ...size, mle: values(size.mle), map: values(size.map) }));
    return each.washout ? { ...each, washout: { ...each.washout, fewer } } : each;
  });
}
