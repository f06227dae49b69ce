import { type Distribution, domains, identity, scalar } from './distribution.js';
import { HALF_LOG_2PI, normalQuantile } from '../numeric/quantiles.js';

export const HalfNormal: Distribution = {
  name: 'HalfNormal',
  title: 'half-Normal distribution',
  kind: 'continuous',
  outcome: domains.nonNegative,
  parameterisations: [
    {
      arguments: [{ name: 'sd', domain: domains.positive, text: 'standard deviation of the Normal that is folded at 0' }],
      /** log 2 − ½ (y/sd)² − log sd − ½ log 2π for y ≥ 0. */
      logDensity: (o, y, args) => {
        const z = o.div(y, scalar(args, 0));
        const inside = o.sub(o.sub(o.mul(o.num(-0.5), o.mul(z, z)), o.log(scalar(args, 0))), o.num(HALF_LOG_2PI - Math.LN2));
        return o.select(o.less(y, o.num(0)), o.num(-Infinity), inside);
      },
      logCdf: (o, y, args) => o.log(o.erf(o.mul(o.num(Math.SQRT1_2), o.div(y, scalar(args, 0))))),
      logSurvival: (o, y, args) => o.add(o.num(Math.LN2), o.logPhi(o.neg(o.div(y, scalar(args, 0))))),
      mean: (o, args) => o.mul(o.num(Math.sqrt(2 / Math.PI)), scalar(args, 0)),
      quantile: (o, p, args) => o.mul(scalar(args, 0), o.probit(o.mul(o.num(0.5), o.add(o.num(1), p)))),
      canonical: identity,
      oneMaximumIn: [],
    },
  ],
  mean: ([sd = NaN]) => sd * Math.sqrt(2 / Math.PI),
  variance: ([sd = NaN]) => sd * sd * (1 - 2 / Math.PI),
  quantile: (p, [sd = NaN]) => sd * normalQuantile(0.5 + p / 2),
  start: ({ mean }) => [mean * Math.sqrt(Math.PI / 2)],
  rescaled: ([scale = NaN], factor) => [factor * scale],
  logConcave: () => true,
  formula: 'p(y) = 2 exp(−y² / (2 sd²)) / (sd √(2π)), y ≥ 0',
  loss: 'minimising the sum of squares of positive values',
  names: { r: 'extraDistr::dhnorm', stan: 'normal with lower=0', pymc: 'HalfNormal', scipy: 'halfnorm' },
  source: 'Gelman, Bayesian Analysis 1 (2006) 515–534',
};
