import { kinkOf } from '../../engine/inference/objective/priorTerms.js';
import type { Entry, Prior } from '../../engine/model/model.js';
import type { Fitted } from '../checks/check.js';
import { shortNumber } from '../../report/numbers.js';

/** What a prior is worth in the units of its field: pseudo-counts, a ridge or lasso penalty, weight decay. One sentence each. */
export function priorWorth(fitted: Fitted, entry: Entry, prior: Prior): string[] {
  const { distribution, constants } = prior;
  if (constants === undefined) return [];
  const [gaussian, kink] = [distribution.gaussian?.(constants), kinkOf(prior)];
  const outcomes = fitted.bound.model.likelihoods.map((likelihood) => likelihood.distribution);
  const inData = distribution.worth?.(constants, countText, outcomes);
  if (inData !== undefined) return [inData];
  if (!entry.inLikelihood && distribution.isPenalty !== true) return [];
  if (gaussian) return normal(fitted, gaussian.mean, gaussian.sd);
  return kink?.tilt === 0 ? laplace(fitted, kink.location, 1 / kink.weight) : [];
}

/** −2σ² log p adds (σ²/β²) Σ(θ − m)² to the sum of squares (Hoerl & Kennard 1970); on −log L the penalty is 1/(2β²). */
function normal(fitted: Fitted, location: number, sd: number): string[] {
  const term = location === 0 ? 'θ²' : `(θ − ${shortNumber(location)})²`;
  const sigma = noise(fitted);
  const onLikelihood = `On −log L: **${shortNumber(1 / (2 * sd * sd))}** · Σ ${term}, a weight decay of ${shortNumber(1 / (sd * sd))} per step (${shortNumber(1 / (sd * sd * fitted.bound.observations))} on the mean loss).`;
  if (sigma === undefined) return [`L2 penalty. ${onLikelihood}`];
  const lambda = (sigma * sigma) / (sd * sd);
  return [
    `Ridge penalty **λ = σ²/β² = ${shortNumber(lambda)}** on the sum of squares: Σ residual² + λ Σ ${term}, with σ = ${shortNumber(sigma)}.`,
    onLikelihood,
  ];
}

/** −log p = |θ − m|/b: on the sum of squares λ = 2σ²/b, on its half σ²/b (Tibshirani 1996); scikit-learn divides by n. */
function laplace(fitted: Fitted, location: number, scale: number): string[] {
  const term = location === 0 ? '|θ|' : `|θ − ${shortNumber(location)}|`;
  const sigma = noise(fitted);
  const onLikelihood = `On −log L: **λ = 1/b = ${shortNumber(1 / scale)}** · Σ ${term}.`;
  if (sigma === undefined) return [`L1 penalty. ${onLikelihood}`];
  const lambda = (sigma * sigma) / scale;
  const alpha = shortNumber(lambda / fitted.bound.observations);
  return [
    `Lasso penalty **λ = σ²/b = ${shortNumber(lambda)}** on half the sum of squares: ½ Σ residual² + λ Σ ${term} (glmnet's lambda and scikit-learn's alpha: ${alpha}).`,
    onLikelihood,
  ];
}

/** The standard deviation of a Normal likelihood: fixed, or as estimated with the prior. */
export function noise({ bound, map, mle }: Fitted): number | undefined {
  const { model } = bound;
  const [likelihood] = model.likelihoods;
  if (!likelihood?.distribution.gaussian || model.likelihoods.length > 1) return undefined;
  const node = likelihood.args[1]?.[0];
  const found = node === undefined ? undefined : model.graph.node(node);
  const source = found?.kind === 'variable' ? model.variables[found.index] : undefined;
  const value = found?.kind === 'constant' ? found.value : source?.kind === 'scalar' ? (map ?? mle).natural[source.entry] : undefined;
  if (value === undefined || likelihood.parameterisation.arguments[1]?.name !== 'sd') return undefined;
  return Number.isFinite(value) && value > 0 ? value : undefined;
}

/** "1 event", "4 units". */
const countText = (count: number, noun: string): string =>
  `${shortNumber(count)} ${noun}${count === 1 ? '' : noun.endsWith('s') ? 'es' : 's'}`;
