import { type Distribution, domains, identity, scalar } from './distribution.js';
import { gammaQuantile } from '../numeric/quantiles.js';

export const ChiSquared: Distribution = {
  name: 'ChiSquared',
  title: 'chi-squared distribution',
  kind: 'continuous',
  outcome: domains.positive,
  parameterisations: [
    {
      arguments: [{ name: 'df', domain: domains.positive, text: 'degrees of freedom: the mean' }],
      /** Gamma(df/2, 1/2): (df/2 − 1) log y − y/2 − df/2 · log 2 − lgamma(df/2). */
      logDensity: (o, y, args) => {
        const half = o.mul(o.num(0.5), scalar(args, 0));
        const kernel = o.sub(o.xlogy(o.sub(half, o.num(1)), y), o.mul(o.num(0.5), y));
        return o.sub(o.sub(kernel, o.mul(o.num(Math.LN2), half)), o.lgamma(half));
      },
      logCdf: (o, y, args) => o.logGammaP(o.mul(o.num(0.5), scalar(args, 0)), o.mul(o.num(0.5), y)),
      logSurvival: (o, y, args) => o.logGammaQ(o.mul(o.num(0.5), scalar(args, 0)), o.mul(o.num(0.5), y)),
      mean: (_, args) => scalar(args, 0),
      canonical: identity,
      oneMaximumIn: [],
    },
  ],
  mean: ([df = NaN]) => df,
  variance: ([df = NaN]) => 2 * df,
  quantile: (p, [df = NaN]) => gammaQuantile(p, df / 2, 0.5),
  start: ({ mean }) => [mean],
  logConcave: ([df = NaN]) => df >= 2,
  formula: 'p(y) = y^(df/2 − 1) · e^(−y/2) / (2^(df/2) Γ(df/2)), y > 0',
  loss: 'the log-score of a sum of squares',
  names: { r: 'dchisq', stan: 'chi_square', pymc: 'ChiSquared', scipy: 'chi2' },
  source: 'Johnson, Kotz & Balakrishnan 1 (1994), ch. 18',
};
