import { kinkOf } from '../../engine/inference/objective/priorTerms.js';
import type { Entry, Prior } from '../../engine/model/model.js';
import { at } from '../../engine/numeric/at.js';
import type { Fitted } from './check.js';

/** A parameter that both the data and a proper prior with known numbers inform. */
export interface Informed {
  readonly entry: Entry;
  readonly prior: Prior;
  readonly constants: readonly number[];
  readonly mle: number;
  readonly mleSe: number;
  readonly map: number;
  readonly mapSe: number;
}

/** Priors that are penalties (as the lasso, by their kink) are chosen to shrink: that they do so is not a finding. */
const isPenalty = (prior: Prior): boolean => prior.distribution.isPenalty === true || kinkOf(prior) !== undefined;

/** The parameters with both estimates and both standard errors. */
export function informedParameters({ bound, mle, map }: Fitted): Informed[] {
  if (mle.status !== 'converged' || map?.status !== 'converged') return [];
  const { entries, priors } = bound.model;
  return entries.flatMap((entry): Informed[] => {
    const prior = entry.prior === undefined ? undefined : priors[entry.prior];
    if (!prior?.constants || !prior.proper || prior.distribution.isShare || isPenalty(prior)) return [];
    const [mleSe, mapSe] = [at(mle.standardErrors, entry.index), at(map.standardErrors, entry.index)];
    const both = { mle: at(mle.natural, entry.index), map: at(map.natural, entry.index), mleSe, mapSe };
    return entry.inLikelihood && mleSe > 0 && mapSe > 0 ? [{ entry, prior, constants: prior.constants, ...both }] : [];
  });
}

/** The same by prior: one finding for each. */
export function byPrior(found: readonly Informed[]): Informed[][] {
  const groups = new Map<Prior, Informed[]>();
  for (const each of found) groups.set(each.prior, [...(groups.get(each.prior) ?? []), each]);
  return [...groups.values()];
}
