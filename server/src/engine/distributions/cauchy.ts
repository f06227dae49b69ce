import { type Distribution, domains, identity, scalar } from './distribution.js';

export const Cauchy: Distribution = {
  name: 'Cauchy',
  title: 'Cauchy distribution',
  kind: 'continuous',
  outcome: domains.real,
  parameterisations: [
    {
      arguments: [
        { name: 'location', domain: domains.real, text: 'centre: the median' },
        { name: 'scale', domain: domains.positive, text: 'half of the interquartile range' },
      ],
      /** −log π − log scale − log1p(z²). */
      logDensity: (o, y, args) => {
        const z = o.div(o.sub(y, scalar(args, 0)), scalar(args, 1));
        return o.sub(o.sub(o.num(-Math.log(Math.PI)), o.log(scalar(args, 1))), o.log1p(o.mul(z, z)));
      },
      canonical: identity,
    },
  ],
  mean: () => NaN,
  quantile: (p, [location = NaN, scale = NaN]) => location + scale * Math.tan(Math.PI * (p - 0.5)),
  start: ({ median, sd }) => [median, sd / 2],
  formula: 'p(y) = 1 / (π scale (1 + ((y − location)/scale)²))',
  loss: 'a robust loss: log(1 + z²)',
  names: { r: 'dcauchy', stan: 'cauchy', pymc: 'Cauchy', scipy: 'cauchy' },
  source: 'Johnson, Kotz & Balakrishnan 1 (1994), ch. 16',
};
