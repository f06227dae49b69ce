import { type Distribution, domains, identity, scalar, standardise, rescale } from './distribution.js';
import { HALF_LOG_2PI, normalQuantile } from '../numeric/quantiles.js';

export const LogNormal: Distribution = {
  name: 'LogNormal',
  title: 'log-Normal distribution',
  kind: 'continuous',
  outcome: domains.positive,
  parameterisations: [
    {
      arguments: [
        { name: 'meanlog', domain: domains.real, text: 'mean of log y' },
        { name: 'sdlog', domain: domains.positive, text: 'standard deviation of log y' },
      ],
      /** −½ z² − log sdlog − ½ log 2π − log y, z = (log y − meanlog)/sdlog. */
      logDensity: (o, y, args) => {
        const sd = scalar(args, 1);
        const z = o.div(o.sub(o.log(y), scalar(args, 0)), sd);
        return o.sub(o.sub(o.sub(o.mul(o.num(-0.5), o.mul(z, z)), o.log(sd)), o.log(y)), o.num(HALF_LOG_2PI));
      },
      squares: (o, y, args) => ({ outcome: o.log(y), mean: scalar(args, 0), sd: scalar(args, 1), rest: o.neg(o.log(y)) }),
      logCdf: (o, y, args) => o.logPhi(standardise(o, o.log(y), args, 0, 1)),
      logSurvival: (o, y, args) => o.logPhi(o.neg(standardise(o, o.log(y), args, 0, 1))),
      mean: (o, args) => o.exp(o.add(scalar(args, 0), o.mul(o.num(0.5), o.mul(scalar(args, 1), scalar(args, 1))))),
      quantile: (o, p, args) => o.exp(rescale(o, o.probit(p), args, 0, 1)),
      canonical: identity,
      oneMaximumIn: ['meanlog'],
    },
  ],
  mean: ([meanlog = NaN, sdlog = NaN]) => Math.exp(meanlog + (sdlog * sdlog) / 2),
  variance: ([meanlog = NaN, sdlog = NaN]) => Math.expm1(sdlog * sdlog) * Math.exp(2 * meanlog + sdlog * sdlog),
  quantile: (p, [meanlog = NaN, sdlog = NaN]) => Math.exp(meanlog + sdlog * normalQuantile(p)),
  start: ({ meanLog, sdLog }) => [meanLog, sdLog],
  rescaled: ([location = NaN, scale = NaN], factor) => [location, factor * scale],
  formula: 'p(y) = exp(−(log y − meanlog)² / (2 sdlog²)) / (y sdlog √(2π))',
  loss: 'minimising the sum of squares of log y',
  names: { r: 'dlnorm', stan: 'lognormal', pymc: 'LogNormal', scipy: 'lognorm' },
  source: 'Johnson, Kotz & Balakrishnan 1 (1994), ch. 14',
};
