import { Bernoulli } from './bernoulli.js';
import { Beta } from './beta.js';
import { Categorical } from './categorical.js';
import type { Distribution } from './distribution.js';
import { Exponential } from './exponential.js';
import { Gamma } from './gamma.js';
import { HalfNormal } from './halfNormal.js';
import { Laplace } from './laplace.js';
import { Logistic } from './logistic.js';
import { LogNormal } from './logNormal.js';
import { MultivariateNormal } from './multivariateNormal.js';
import { Normal } from './normal.js';
import { L1, L2 } from './penalties.js';
import { StudentT } from './studentT.js';

/** A call as it is written. */
export const callText = ({ name }: Pick<Distribution, 'name'>, ...args: readonly (string | number)[]): string =>
  `${name}(${args.join(', ')})`;

/** What messages propose, by what it is for: names stand in the records alone. */
export const suggested = {
  /** Of an outcome, in examples. */
  outcome: callText(Normal, 'mu', 'sigma'),
  binaryOutcome: callText(Bernoulli, 'theta'),
  /** In examples of priors: of a parameter on the whole line, and of a probability. */
  prior: callText(Normal, 0, 1),
  widePrior: callText(Normal, 0, 10),
  probabilityPrior: callText(Beta, 2, 2),
  /** Weakly informative for a coefficient (Gelman et al., Annals of Applied Statistics 2, 2008). */
  weakPrior: callText(Normal, 0, 2.5),
  /** Of a standard deviation (Gelman, Bayesian Analysis 1, 2006). */
  scalePrior: HalfNormal.name,
  /** Penalties with derivatives everywhere. */
  smoothPenalties: [Normal.name, L2.name],
  /** Of a positive parameter, decaying from 0. */
  positiveDecay: Exponential,
  positiveExample: callText(HalfNormal, 1),
  /** Of a number, around a centre with a width. */
  wide: Normal,
  /** Penalties as priors: λ θ², λ |θ|, and the density that the latter is. */
  penalties: { quadratic: L2, absolute: L1, kinkedDensity: Laplace },
  /** Of outcomes that are 0 or 1, lie between, lie above 0, or are classes. */
  binary: callText(Bernoulli, 'p'),
  shares: Beta.name,
  positive: [Gamma.name, LogNormal.name],
  classes: Categorical.name,
  /** Heavy-tailed with derivatives everywhere. */
  smoothHeavyTailed: [StudentT.name, Logistic.name],
  /** Of latent values that come together. */
  joint: (...args: readonly string[]): string => callText(MultivariateNormal, ...args),
} as const;
