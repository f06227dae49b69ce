import type { Estimate } from '../../engine/inference/estimate.js';
import type { Problem } from '../../engine/problem.js';
import { type Check, type Fitted, listed, nameOf, priorFixes } from './check.js';
import { runningNetworks } from './endlessNetwork.js';

const CLASSIFIERS = new Set(['Bernoulli', 'Binomial', 'Categorical', 'Poisson']);

/**
 * The outcome is predicted perfectly along some direction, so the likelihood rises for ever (Albert & Anderson, Biometrika 71, 1984).
 * Beside a finite MAP estimate this is a warning.
 */
export const separation: Check = (fitted) => {
  const { mle, bound, map } = fitted;
  const likelihood = bound.model.likelihoods.find(({ distribution }) => CLASSIFIERS.has(distribution.name));
  if (mle.status !== 'infinite' || !likelihood || runningNetworks(mle).length > 0) return [];
  const towards = directions(fitted, mle);
  const finite = map?.status === 'converged' || map?.status === 'boundary';
  const why = bound.latents.length > 0 ? 'The data do not say how large this is' : 'The data are separated';
  const message =
    `${why}: the likelihood of \`${likelihood.outcome.text}\` keeps rising as ${listed(towards)}, ` +
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

/** Steps of less than this share of the way gone so far are rounding: where the search has come to rest, the way itself tells. */
const STRIDE = 1e-6;

/** `b[x] → ∞` for each entry that runs away. */
function directions(fitted: Fitted, { objective, point, solution, running }: Estimate): string[] {
  const before = objective.natural(point);
  const after = objective.natural(point.map((w, i) => w + (solution.lastStep[i] ?? 0)));
  return running.map((entry) => {
    const [from, to] = [before[entry] ?? 0, after[entry] ?? 0];
    const towards = Math.abs(to - from) > STRIDE * Math.abs(from) ? to - from : from;
    return `${nameOf(fitted, entry)} → ${towards < 0 ? '−∞' : '∞'}`;
  });
}
