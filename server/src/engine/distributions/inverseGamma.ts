import { type Distribution, domains, identity, scalar, whereAbove } from './distribution.js';
import { gammaQuantile } from '../numeric/quantiles.js';

export const InverseGamma: Distribution = {
  name: 'InverseGamma',
  title: 'inverse-gamma distribution',
  kind: 'continuous',
  outcome: domains.positive,
  parameterisations: [
    {
      arguments: [
        { name: 'shape', domain: domains.positive, text: 'shape' },
        { name: 'scale', domain: domains.positive, text: 'scale: the rate of 1/y' },
      ],
      /** shape · log scale − lgamma(shape) − (shape + 1) log y − scale/y. */
      logDensity: (o, y, args) => {
        const [shape, scale] = [scalar(args, 0), scalar(args, 1)];
        const normaliser = o.sub(o.mul(shape, o.log(scale)), o.lgamma(shape));
        return o.sub(o.sub(normaliser, o.mul(o.add(shape, o.num(1)), o.log(y))), o.div(scale, y));
      },
      logCdf: (o, y, args) => o.logGammaQ(scalar(args, 0), o.div(scalar(args, 1), y)),
      logSurvival: (o, y, args) => o.logGammaP(scalar(args, 0), o.div(scalar(args, 1), y)),
      mean: (o, args) => whereAbove(o, scalar(args, 0), 1, o.div(scalar(args, 1), o.sub(scalar(args, 0), o.num(1)))),
      canonical: identity,
      oneMaximumIn: [],
    },
  ],
  mean: ([shape = NaN, scale = NaN]) => (shape > 1 ? scale / (shape - 1) : NaN),
  variance: ([shape = NaN, scale = NaN]) => (shape > 2 ? scale ** 2 / ((shape - 1) ** 2 * (shape - 2)) : NaN),
  quantile: (p, [shape = NaN, scale = NaN]) => scale / gammaQuantile(1 - p, shape, 1),
  start: ({ mean, sd }) => {
    const shape = (mean / sd) ** 2 + 2;
    return [shape, mean * (shape - 1)];
  },
  formula: 'p(y) = scale^shape / Γ(shape) · y^(−shape − 1) · exp(−scale/y), y > 0',
  loss: 'the log-score of a variance',
  names: { r: 'invgamma::dinvgamma', stan: 'inv_gamma', pymc: 'InverseGamma', scipy: 'invgamma' },
  source: 'Gelman et al., Bayesian Data Analysis (2013), app. A',
};
