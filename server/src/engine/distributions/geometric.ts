import { Beta } from './beta.js';
import { complement, type Distribution, domains, identity, scalar } from './distribution.js';

export const Geometric: Distribution = {
  name: 'Geometric',
  title: 'geometric distribution: failures before the first success',
  kind: 'discrete',
  outcome: domains.count,
  parameterisations: [
    {
      arguments: [{ name: 'p', domain: domains.unit, text: 'probability of a success' }],
      /** log p + y log(1 − p). */
      logDensity: (o, y, args) => o.add(o.log(scalar(args, 0)), o.xlog1py(y, o.neg(scalar(args, 0)))),
      logCdf: (o, y, args) => complement(o, o.xlog1py(o.add(y, o.num(1)), o.neg(scalar(args, 0)))),
      logSurvival: (o, y, args) => o.xlog1py(o.add(y, o.num(1)), o.neg(scalar(args, 0))),
      mean: (o, args) => o.div(o.sub(o.num(1), scalar(args, 0)), scalar(args, 0)),
      canonical: identity,
      oneMaximumIn: ['p'],
    },
  ],
  mean: ([p = NaN]) => (1 - p) / p,
  variance: ([p = NaN]) => (1 - p) / (p * p),
  quantile: (q, [p = NaN]) => Math.max(Math.ceil(Math.log1p(-q) / Math.log1p(-p) - 1 - 1e-12), 0),
  start: ({ mean }) => [1 / (1 + mean)],
  conjugate: Beta,
  formula: 'P(y) = p · (1 − p)^y',
  loss: 'a waiting time in whole steps with a constant hazard',
  names: { r: 'dgeom', stan: 'neg_binomial with shape 1', pymc: 'Geometric (which counts from 1)', scipy: 'geom (which counts from 1)' },
  source: 'Johnson, Kemp & Kotz, Univariate Discrete Distributions (2005), ch. 5',
};
