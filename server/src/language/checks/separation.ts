import type { Estimate } from '../../engine/inference/estimate.js';
import type { Problem } from '../../engine/problem.js';
import { type Check, type Fitted, listed, nameOf, priorFixes } from './check.js';
import { runningNetworks } from './endlessNetwork.js';

const CLASSIFIERS = new Set([
  'Bernoulli',
  'Binomial',
  'BetaBinomial',
  'Categorical',
  'OrderedLogistic',
  'OrderedProbit',
  'Poisson',
  'NegativeBinomial',
  'Geometric',
]);

/**
 * The outcome is predicted perfectly along some direction, so the likelihood rises for ever (Albert & Anderson, Biometrika 71, 1984).
 * Beside a finite MAP estimate this is a warning.
 */
export const separation: Check = (fitted) => {
  const { mle, bound, map } = fitted;
  const concerned = bound.model.likelihoods.filter(({ distribution }) => CLASSIFIERS.has(distribution.name));
  const [likelihood] = concerned;
  if (mle.status !== 'infinite' || !likelihood || runningNetworks(mle).length > 0) return [];
  const finite = map?.status === 'converged' || map?.status === 'boundary';
  const message =
    `${reason(fitted)}: the likelihood of \`${likelihood.outcome.text}\` keeps rising as ${listed(directions(fitted, mle))}${evidence(mle)}, ` +
    `so there is no maximum likelihood estimate. ${finite ? 'The MAP estimate exists because of the prior.' : 'A weakly informative prior such as Normal(0, 2.5) gives a finite MAP estimate.'}`;
  const problem: Problem = {
    severity: finite ? 'warning' : 'error',
    code: 'separation',
    message,
    span: likelihood.span,
    related: mle.running.map((entry) => nameOf(fitted, entry)),
    fixes: priorFixes(fitted, mle.running, 'Normal(0, 2.5)'),
  };
  return [problem];
};

const COUNTS = new Set(['Poisson', 'NegativeBinomial']);

function reason({ bound, mle }: Fitted): string {
  if (bound.latents.length > 0 && !mle.separation) return 'The data do not say how large this is';
  const isCount = bound.model.likelihoods.every(({ distribution }) => COUNTS.has(distribution.name));
  return isCount ? 'Where only zeros were counted, no rate is too small' : 'The data are separated';
}

/** How many rows the direction predicts. */
function evidence({ separation: found }: Estimate): string {
  if (!found || found.rows === 0) return '';
  const rows = found.rows === found.of ? `all ${String(found.of)} rows` : `${String(found.rows)} of ${String(found.of)} rows`;
  return ` (${rows} are then predicted without error)`;
}

/** Steps of less than this share of the way gone so far are rounding: where the search has come to rest, the way itself tells. */
const STRIDE = 1e-6;

/** `b[x] → ∞` for each entry that runs away. */
function directions(fitted: Fitted, { objective, point, solution, running, separation: found }: Estimate): string[] {
  const before = objective.natural(point);
  const after = objective.natural(point.map((w, i) => w + (solution.lastStep[i] ?? 0)));
  const arrow = (entry: number, sign: number): string => `${nameOf(fitted, entry)} → ${sign < 0 ? '−∞' : '∞'}`;
  if (found) return found.towards.map(({ entry, sign }) => arrow(entry, sign));
  return running.map((entry) => {
    const [from, to] = [before[entry] ?? 0, after[entry] ?? 0];
    return arrow(entry, Math.abs(to - from) > STRIDE * Math.abs(from) ? to - from : from);
  });
}
