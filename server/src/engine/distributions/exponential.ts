import { complement, type Distribution, domains, identity, type Parameterisation, scalar } from './distribution.js';
import { Gamma } from './gamma.js';

/** log rate − rate · y. */
const byRate: Parameterisation = {
  arguments: [{ name: 'rate', domain: domains.positive, text: 'events per unit of time' }],
  logDensity: (o, y, args) => o.sub(o.log(scalar(args, 0)), o.mul(scalar(args, 0), y)),
  logCdf: (o, y, args) => complement(o, o.neg(o.mul(scalar(args, 0), y))),
  logSurvival: (o, y, args) => o.neg(o.mul(scalar(args, 0), y)),
  mean: (o, args) => o.div(o.num(1), scalar(args, 0)),
  quantile: (o, p, args) => o.div(o.neg(o.log1p(o.neg(p))), scalar(args, 0)),
  canonical: identity,
  oneMaximumIn: ['rate'],
};

/** −log mean − y/mean. */
const byMean = (name: 'scale' | 'mean'): Parameterisation => ({
  arguments: [{ name, domain: domains.positive, text: 'mean, 1/rate' }],
  logDensity: (o, y, args) => o.sub(o.neg(o.log(scalar(args, 0))), o.div(y, scalar(args, 0))),
  logCdf: (o, y, args) => complement(o, o.neg(o.div(y, scalar(args, 0)))),
  logSurvival: (o, y, args) => o.neg(o.div(y, scalar(args, 0))),
  mean: (_, args) => scalar(args, 0),
  quantile: (o, p, args) => o.mul(scalar(args, 0), o.neg(o.log1p(o.neg(p)))),
  canonical: ([mean = NaN]) => [1 / mean],
  fromCanonical: ([rate = NaN]) => [1 / rate],
  oneMaximumIn: [],
});

export const Exponential: Distribution = {
  name: 'Exponential',
  title: 'exponential distribution',
  kind: 'continuous',
  outcome: domains.nonNegative,
  parameterisations: [byRate, byMean('scale'), byMean('mean')],
  mean: ([rate = NaN]) => 1 / rate,
  variance: ([rate = NaN]) => 1 / (rate * rate),
  quantile: (p, [rate = NaN]) => -Math.log1p(-p) / rate,
  start: ({ mean }) => [1 / mean],
  rescaled: ([rate = NaN], factor) => [rate / factor],
  logConcave: () => true,
  conjugate: Gamma,
  formula: 'p(y) = rate · exp(−rate · y), y ≥ 0',
  loss: 'a waiting time with a constant hazard: mean y/mean + log mean',
  names: { r: 'dexp', stan: 'exponential', pymc: 'Exponential', scipy: 'expon' },
  source: 'Johnson, Kotz & Balakrishnan 1 (1994), ch. 19',
};
