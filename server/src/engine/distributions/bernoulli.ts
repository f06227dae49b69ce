import { Beta } from './beta.js';
import { type Distribution, domains, type Parameterisation, scalar } from './distribution.js';
import { ofShare } from './recessions.js';

/** y log p + (1 − y) log(1 − p), 0 log 0 = 0. */
const byProbability: Parameterisation = {
  arguments: [{ name: 'p', domain: domains.unit, text: 'probability of 1' }],
  logDensity: (o, y, args) => {
    const p = scalar(args, 0);
    return o.add(o.xlogy(y, p), o.xlog1py(o.sub(o.num(1), y), o.neg(p)));
  },
  mean: (_, args) => scalar(args, 0),
  canonical: (args) => args,
  oneMaximumIn: ['p'],
  recession: ofShare('p'),
};

/** y·logit − log(1 + e^logit). */
const byLogit: Parameterisation = {
  arguments: [{ name: 'logit', domain: domains.real, text: 'log-odds of 1' }],
  logDensity: (o, y, args) => o.sub(o.mul(y, scalar(args, 0)), o.softplus(scalar(args, 0))),
  mean: (o, args) => o.logistic(scalar(args, 0)),
  canonical: ([logit = NaN]) => [1 / (1 + Math.exp(-logit))],
  fromCanonical: ([p = NaN]) => [Math.log(p) - Math.log1p(-p)],
  oneMaximumIn: ['logit'],
  recession: ofShare('logit'),
};

export const Bernoulli: Distribution = {
  name: 'Bernoulli',
  title: 'Bernoulli distribution',
  kind: 'discrete',
  outcome: domains.binary,
  parameterisations: [byProbability, byLogit],
  mean: ([p = NaN]) => p,
  variance: ([p = NaN]) => p * (1 - p),
  quantile: (q, [p = NaN]) => (q <= 1 - p ? 0 : 1),
  start: ({ mean }) => [mean],
  conjugate: Beta,
  formula: 'P(y = 1) = p, P(y = 0) = 1 − p',
  loss: 'minimising binary cross-entropy (log loss)',
  names: { r: 'dbinom with size 1', stan: 'bernoulli, bernoulli_logit', pymc: 'Bernoulli', scipy: 'bernoulli' },
  source: 'McCullagh & Nelder, Generalized Linear Models (1989), ch. 4',
};
