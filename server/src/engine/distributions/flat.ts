import { type Distribution, domains } from './distribution.js';

/** The explicit improper prior: density 1 everywhere, so it adds nothing to the likelihood. */
export const Flat: Distribution = {
  name: 'Flat',
  title: 'flat (improper) prior',
  kind: 'continuous',
  outcome: domains.real,
  parameterisations: [{ arguments: [], logDensity: (o) => o.num(0), canonical: (args) => args, oneMaximumIn: [] }],
  mean: () => NaN,
  isImproper: true,
  logConcave: () => true,
  formula: 'p(θ) ∝ 1',
  loss: 'none',
  penalty: 'no penalty',
  names: { stan: 'no prior statement', pymc: 'Flat' },
  source: 'Gelman et al., Bayesian Data Analysis (2013), §2.8',
};
