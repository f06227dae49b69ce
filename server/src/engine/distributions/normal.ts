import type { NodeId } from '../ir/graph.js';
import type { Ops } from '../ir/ops.js';
import { type Distribution, domains, identity, type Parameterisation, scalar, standardise, through, rescale } from './distribution.js';
import { HALF_LOG_2PI, normalQuantile } from '../numeric/quantiles.js';

const mean = { name: 'mean', domain: domains.real, text: 'centre' };

/** −½ ((y − mean)/sd)² − log sd − ½ log 2π. */
const bySd: Parameterisation = {
  arguments: [mean, { name: 'sd', domain: domains.positive, text: 'standard deviation' }],
  logDensity: (o, y, args) => {
    const sd = scalar(args, 1);
    const z = o.div(o.sub(y, scalar(args, 0)), sd);
    return o.sub(o.sub(o.mul(o.num(-0.5), o.mul(z, z)), o.log(sd)), o.num(HALF_LOG_2PI));
  },
  logCdf: (o, y, args) => o.logPhi(standardise(o, y, args, 0, 1)),
  logSurvival: (o, y, args) => o.logPhi(o.neg(standardise(o, y, args, 0, 1))),
  squares: (o, y, args) => ({ outcome: y, mean: scalar(args, 0), sd: scalar(args, 1), rest: o.num(0) }),
  mean: (_, args) => scalar(args, 0),
  quantile: (o, p, args) => rescale(o, o.probit(p), args, 0, 1),
  canonical: identity,
  oneMaximumIn: ['mean'],
};

const byVariance: Parameterisation = {
  arguments: [mean, { name: 'variance', domain: domains.positive, text: 'variance, sd²' }],
  ...through(bySd, (o, [location = [], variance = []]) => [location, [o.sqrt(scalar([variance], 0))]]),
  squares: (o, y, args) => ({ outcome: y, mean: scalar(args, 0), sd: o.sqrt(scalar(args, 1)), rest: o.num(0) }),
  canonical: ([location = NaN, variance = NaN]) => [location, Math.sqrt(variance)],
  fromCanonical: ([location = NaN, sd = NaN]) => [location, sd * sd],
  oneMaximumIn: ['mean'],
};

const byPrecision: Parameterisation = {
  arguments: [mean, { name: 'precision', domain: domains.positive, text: 'precision, 1/sd²' }],
  ...through(bySd, (o, [location = [], precision = []]) => [location, [o.div(o.num(1), o.sqrt(scalar([precision], 0)))]]),
  squares: (o, y, args) => ({ outcome: y, mean: scalar(args, 0), sd: o.div(o.num(1), o.sqrt(scalar(args, 1))), rest: o.num(0) }),
  canonical: ([location = NaN, precision = NaN]) => [location, 1 / Math.sqrt(precision)],
  fromCanonical: ([location = NaN, sd = NaN]) => [location, 1 / (sd * sd)],
  oneMaximumIn: ['mean'],
};

/** −½ z² − ½ log 2π. */
export const standardNormal = (o: Ops, z: NodeId): NodeId => o.sub(o.mul(o.num(-0.5), o.mul(z, z)), o.num(HALF_LOG_2PI));

export const Normal: Distribution = {
  name: 'Normal',
  title: 'Normal (Gaussian) distribution',
  kind: 'continuous',
  outcome: domains.real,
  parameterisations: [bySd, byVariance, byPrecision],
  mean: ([location = NaN]) => location,
  variance: ([, sd = NaN]) => sd * sd,
  quantile: (p, [location = NaN, sd = NaN]) => location + sd * normalQuantile(p),
  start: ({ mean: location, sd }) => [location, sd],
  rescaled: ([location = NaN, scale = NaN], factor) => [location, factor * scale],
  logConcave: () => true,
  gaussian: ([location = NaN, sd = NaN]) => ({ mean: location, sd }),
  formula: 'p(y) = exp(−(y − mean)² / (2 sd²)) / (sd √(2π))',
  loss: 'minimising the sum of squares: mean squared error (MSE) is Normal maximum likelihood',
  penalty: 'an L2 penalty: weight decay, ridge regression',
  names: { r: 'dnorm', stan: 'normal', pymc: 'Normal', scipy: 'norm' },
  source: 'Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 1 (1994), ch. 13',
};
