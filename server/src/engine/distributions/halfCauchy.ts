import { type Distribution, domains, identity, scalar } from './distribution.js';

export const HalfCauchy: Distribution = {
  name: 'HalfCauchy',
  title: 'half-Cauchy distribution',
  kind: 'continuous',
  outcome: domains.nonNegative,
  parameterisations: [
    {
      arguments: [{ name: 'scale', domain: domains.positive, text: 'median' }],
      /** log 2 − log π − log scale − log1p(z²) for y ≥ 0. */
      logDensity: (o, y, args) => {
        const z = o.div(y, scalar(args, 0));
        const inside = o.sub(o.sub(o.num(Math.log(2 / Math.PI)), o.log(scalar(args, 0))), o.log1p(o.mul(z, z)));
        return o.select(o.less(y, o.num(0)), o.num(-Infinity), inside);
      },
      logCdf: (o, y, args) => o.log(o.mul(o.num(2 / Math.PI), o.atan(o.div(y, scalar(args, 0))))),
      logSurvival: (o, y, args) => o.log(o.mul(o.num(2 / Math.PI), o.atan(o.div(scalar(args, 0), y)))),
      quantile: (o, p, args) => o.mul(scalar(args, 0), o.tan(o.mul(o.num(Math.PI / 2), p))),
      canonical: identity,
    },
  ],
  mean: () => NaN,
  variance: () => NaN,
  quantile: (p, [scale = NaN]) => scale * Math.tan((Math.PI * p) / 2),
  start: ({ median }) => [median],
  rescaled: ([scale = NaN], factor) => [factor * scale],
  formula: 'p(y) = 2 / (π scale (1 + (y/scale)²)), y ≥ 0',
  loss: 'a robust loss for positive values: log(1 + z²)',
  names: { r: 'extraDistr::dhcauchy', stan: 'cauchy with lower=0', pymc: 'HalfCauchy', scipy: 'halfcauchy' },
  source: 'Gelman, Bayesian Analysis 1 (2006) 515–534',
};
