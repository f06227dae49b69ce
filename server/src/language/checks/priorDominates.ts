import type { Problem } from '../../report/problem.js';
import { withError } from '../../report/numbers.js';
import { listed, onDeclarations } from './check.js';
import { byPrior, informed } from './informed.js';
import { CONFLICT, conflictProbability } from './priorConflict.js';
import type { SlowCheck } from './slow.js';

/** The prior speaks for more than the data from this share of the information on. */
const DOMINANT = 0.8;

/** Most of what is known of a parameter comes from its prior: the share of the posterior's information that the likelihood does not bring. */
export const priorDominates: SlowCheck = (fitted, until) => {
  // Where prior and data disagree, that is what there is to say.
  const dominated = informed(fitted).filter((each) => share(each) >= DOMINANT && !until.isOver() && conflictProbability(each) >= CONFLICT);
  return byPrior(dominated).flatMap((group): Problem[] => {
    const [first] = group;
    if (!first) return [];
    const names = listed(group.map(({ entry }) => entry.name));
    const percent = (100 * Math.min(...group.map(share))).toFixed(0);
    const message =
      `The prior ${first.prior.text} says more about ${names} than the data: ${group.length > 1 ? 'at least ' : ''}${percent} % of the information in the MAP estimate is its own ` +
      `(${first.entry.name}: ${withError(first.map, first.mapSe)} with it, ${withError(first.mle, first.mleSe)} from the data alone). ` +
      `If it is not meant to be so strong, widen it; more rows make it matter less.`;
    const entries = group.map(({ entry }) => entry.index);
    return onDeclarations(fitted, entries, { severity: 'information', code: 'prior-dominates', message });
  });
};

const share = ({ mleSe, mapSe }: { readonly mleSe: number; readonly mapSe: number }): number => 1 - (mapSe / mleSe) ** 2;
