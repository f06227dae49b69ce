import type { Distribution } from '../../engine/distributions/distribution.js';
import { suggested } from '../../engine/distributions/suggested.js';
import type { Estimate } from '../../engine/inference/estimate.js';
import { arrows } from './arrows.js';
import type { Problem } from '../../report/problem.js';
import { type Check, type Fitted, list, nameOf, priorFixes } from './check.js';
import { runningNetworks } from './endlessNetwork.js';

/** Whether an outcome can be certain in the limit. */
const canBeCertain = ({ parameterisations }: Distribution): boolean => parameterisations.some(({ recession }) => recession);

/**
 * The outcome is predicted perfectly along some direction, so the likelihood rises forever (Albert & Anderson, Biometrika 71, 1984).
 * Beside a finite MAP estimate this is a warning.
 */
export const separation: Check = (fitted) => {
  const { mle, bound, map } = fitted;
  const concerned = bound.model.likelihoods.filter(({ distribution }) => canBeCertain(distribution));
  const [likelihood] = concerned;
  if (!isSeparated(fitted) || !likelihood) return [];
  const finite = map?.status === 'converged' || map?.status === 'boundary';
  const message =
    `${reason(fitted)}: the likelihood of \`${likelihood.outcome.text}\` keeps rising as ${list(arrows(fitted, mle))}${evidence(mle)}, ` +
    `so there is no maximum likelihood estimate. ${finite ? 'The MAP estimate exists because of the prior.' : `A weakly informative prior such as ${suggested.weakPrior} gives a finite MAP estimate.`}`;
  const problem: Problem = {
    severity: finite ? 'warning' : 'error',
    code: 'separation',
    message,
    span: likelihood.span,
    related: mle.running.map((entry) => nameOf(fitted, entry)),
    fixes: priorFixes(fitted, mle.running, suggested.weakPrior),
  };
  return [problem];
};

/** Whether rows are predicted without error as the likelihood rises forever: other limits at infinity do not concern them. */
export const isSeparated = ({ mle }: Fitted): boolean =>
  mle.status === 'infinite' && mle.separation !== undefined && runningNetworks(mle).length === 0;

function reason({ bound }: Fitted): string {
  const isCount = bound.model.likelihoods.every(({ distribution }) => distribution.counts?.of === 'events');
  return isCount ? 'Where only zeros were counted, no rate is too small' : 'The data are separated';
}

/** How many rows the direction predicts. */
function evidence({ separation: found }: Estimate): string {
  if (!found || found.rows === 0) return '';
  const rows = found.rows === found.of ? `all ${String(found.of)} rows` : `${String(found.rows)} of ${String(found.of)} rows`;
  return ` (${rows} are then predicted without error)`;
}
