import type { Problem } from '../../report/problem.js';
import { withError } from '../../report/numbers.js';
import { list, onDeclarations } from './check.js';
import { byPrior, informedParameters } from './informed.js';
import { CONFLICT, conflictProbability } from './priorConflict.js';
import type { SlowCheck } from './slow.js';

/** From this share of the information on, the prior says more than the data. */
const DOMINANT = 0.8;

/** Most of what is known about a parameter comes from its prior: the share of the posterior's information that does not come from the likelihood. */
export const priorDominates: SlowCheck = (fitted, until) => {
  // Where prior and data disagree, `prior-conflict` says it.
  const dominated = informedParameters(fitted).filter(
    (each) => share(each) >= DOMINANT && !until.isOver() && conflictProbability(each) >= CONFLICT,
  );
  return byPrior(dominated).flatMap((group): Problem[] => {
    const [first] = group;
    if (!first) return [];
    const names = list(group.map(({ entry }) => entry.name));
    const percent = (100 * Math.min(...group.map(share))).toFixed(0);
    const message =
      `The prior ${first.prior.text} says more about ${names} than the data do: ${group.length > 1 ? 'at least ' : ''}${percent} % of the information in the MAP estimate comes from it ` +
      `(${first.entry.name}: ${withError(first.map, first.mapSe)} with it, ${withError(first.mle, first.mleSe)} from the data alone). ` +
      `If it is not meant to be this strong, widen it; with more rows it matters less.`;
    const entries = group.map(({ entry }) => entry.index);
    return onDeclarations(fitted, entries, { severity: 'information', code: 'prior-dominates', message });
  });
};

const share = ({ mleSe, mapSe }: { readonly mleSe: number; readonly mapSe: number }): number => 1 - (mapSe / mleSe) ** 2;
