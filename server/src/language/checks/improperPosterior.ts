import { suggested } from '../../engine/distributions/suggested.js';
import type { Estimate } from '../../engine/inference/estimate.js';
import { entriesBelow } from '../../engine/model/bound.js';
import type { EntryIndex } from '../../engine/model/entryIndex.js';
import type { Entry } from '../../engine/model/model.js';
import { at } from '../../engine/numeric/at.js';
import type { Problem } from '../../report/problem.js';
import { type Fitted, list, nameOf, onDeclarations } from './check.js';
import type { SlowCheck, Until } from './slow.js';

/**
 * A flat prior where the likelihood does not fall to 0: the posterior cannot be scaled to a probability, so that it has no intervals and no evidence.
 * Only checked for models with some prior: without one there is no posterior.
 */
export const improperPosterior: SlowCheck = (fitted, until) => {
  const { map } = fitted;
  if (map?.status !== 'converged' && map?.status !== 'boundary') return [];
  const found = openEnded(fitted, map, until);
  return [...(found.length > 0 ? problemsOf(fitted, found) : []), ...fewLevels(fitted)];
};

function problemsOf(fitted: Fitted, entries: readonly EntryIndex[]): Problem[] {
  const names = list(entries.map((entry) => nameOf(fitted, entry)));
  const message =
    `The likelihood stays above 0 however far ${names} ${entries.length === 1 ? 'goes' : 'go'}, and the prior there is flat: the posterior is not a probability ` +
    `distribution. The MAP estimate is only its highest point, without intervals or evidence. Give ${names} a proper prior.`;
  return onDeclarations(fitted, entries, { severity: 'warning', code: 'improper-posterior', message });
}

/** Multiples of the estimate's size (or its error) at which the density is evaluated. */
const FAR = [1e7, 1e10] as const;
/** A log-density that changes less than this from far to further away has reached a limit: its integral diverges, however low the limit is. */
const STEADY = 1e-2;

/** Entries with a flat prior along which the density reaches a limit above 0, all others staying at the MAP estimate. */
function openEnded({ bound }: Fitted, map: Estimate, until: Until): EntryIndex[] {
  const { objective, natural, standardErrors } = map;
  const density = (x: Float64Array): number => objective.logLikelihood(x) + objective.logPrior(x);
  // Some of a network's weights are always free to run away: that is not a finding.
  const isFlat = ({ prior, inLikelihood, network, index }: Entry): boolean =>
    prior === undefined && inLikelihood && network !== true && objective.free.includes(index);
  const reaches = (index: EntryIndex, sign: number): boolean => {
    const se = at(standardErrors, index);
    const unit = Math.max(Math.abs(at(natural, index)), se > 0 ? se : 1);
    const [near = NaN, far = NaN] = FAR.map((reach) => density(objective.place(natural, index, at(natural, index) + sign * reach * unit)));
    return Math.abs(far - near) < STEADY;
  };
  return bound.model.entries.filter(isFlat).flatMap(({ index, mapSupport }) => {
    if (until.isOver()) return [];
    const sides = [...(mapSupport.upper === Infinity ? [1] : []), ...(mapSupport.lower === -Infinity ? [-1] : [])];
    return sides.some((sign) => reaches(index, sign)) ? [index] : [];
  });
}

/** With this many levels a flat prior on their standard deviation leaves a proper posterior (Gelman, Bayesian Analysis 1, 2006, §3.2). */
const ENOUGH_LEVELS = 3;

/** A flat prior on the standard deviation of one or two levels. */
function fewLevels(fitted: Fitted): Problem[] {
  const { bound } = fitted;
  const scales = bound.model.latents.flatMap(({ args, column }, index) => {
    const levels = bound.latents[index]?.levels.length ?? ENOUGH_LEVELS;
    const flat = entriesBelow(bound.model, args.slice(1)).filter((entry) => {
      const found = bound.model.entries[entry];
      return found?.fixed === undefined && found?.prior === undefined && found?.support.upper === Infinity;
    });
    return levels < ENOUGH_LEVELS && flat.length > 0 ? [{ column, levels, flat }] : [];
  });
  return scales.flatMap(({ column, levels, flat }) => {
    const message =
      `${column} has ${String(levels)} ${levels === 1 ? 'level' : 'levels'}: a flat prior on the spread of so few levels (${list(flat.map((entry) => nameOf(fitted, entry)))}) ` +
      `leaves the posterior improper. Give it a prior such as ${suggested.scalePrior}, or make ${column} an ordinary factor.`;
    return onDeclarations(fitted, flat, { severity: 'warning', code: 'improper-posterior', message });
  });
}
