import gammaln from '@stdlib/math-base-special-gammaln';
import { type Distribution, domains, type Parameterisation, scalar } from './distribution.js';
import { countQuantile } from '../numeric/quantiles.js';
import { Gamma } from './gamma.js';
import { ofEvents } from './recessions.js';

/** y log rate − rate − log y!. */
const byRate: Parameterisation = {
  arguments: [{ name: 'rate', domain: domains.positive, text: 'mean count' }],
  logDensity: (o, y, args) => {
    const rate = scalar(args, 0);
    return o.sub(o.sub(o.xlogy(y, rate), rate), o.lgamma(o.add(y, o.num(1))));
  },
  logCdf: (o, y, args) => o.logGammaQ(o.add(y, o.num(1)), scalar(args, 0)),
  logSurvival: (o, y, args) => o.logGammaP(o.add(y, o.num(1)), scalar(args, 0)),
  mean: (_, args) => scalar(args, 0),
  canonical: (args) => args,
  oneMaximumIn: ['rate'],
  recession: ofEvents('rate'),
};

/** y·log − e^log − log y!. */
const byLog: Parameterisation = {
  arguments: [{ name: 'log', domain: domains.real, text: 'log of the mean count' }],
  logDensity: (o, y, args) => {
    const eta = scalar(args, 0);
    return o.sub(o.sub(o.mul(y, eta), o.exp(eta)), o.lgamma(o.add(y, o.num(1))));
  },
  logCdf: (o, y, args) => o.logGammaQ(o.add(y, o.num(1)), o.exp(scalar(args, 0))),
  logSurvival: (o, y, args) => o.logGammaP(o.add(y, o.num(1)), o.exp(scalar(args, 0))),
  mean: (o, args) => o.exp(scalar(args, 0)),
  canonical: ([eta = NaN]) => [Math.exp(eta)],
  fromCanonical: ([rate = NaN]) => [Math.log(rate)],
  oneMaximumIn: ['log'],
  recession: ofEvents('log'),
};

export const Poisson: Distribution = {
  name: 'Poisson',
  title: 'Poisson distribution',
  kind: 'discrete',
  outcome: domains.count,
  parameterisations: [byRate, byLog],
  mean: ([rate = NaN]) => rate,
  variance: ([rate = NaN]) => rate,
  quantile: (p, [rate = NaN]) =>
    countQuantile(p, (k) => Math.exp(k * Math.log(rate) - rate - gammaln(k + 1)), rate + 40 * Math.sqrt(rate) + 100),
  start: ({ mean }) => [mean],
  counts: { of: 'events' },
  conjugate: Gamma,
  formula: 'P(y) = rate^y · e^(−rate) / y!',
  loss: 'minimising Poisson deviance',
  names: { r: 'dpois', stan: 'poisson, poisson_log', pymc: 'Poisson', scipy: 'poisson' },
  source: 'McCullagh & Nelder (1989), ch. 6',
};
