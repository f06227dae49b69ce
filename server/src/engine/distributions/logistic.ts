import { type Distribution, domains, identity, scalar, standardise, rescale } from './distribution.js';

export const Logistic: Distribution = {
  name: 'Logistic',
  title: 'logistic distribution',
  kind: 'continuous',
  outcome: domains.real,
  parameterisations: [
    {
      arguments: [
        { name: 'location', domain: domains.real, text: 'centre' },
        { name: 'scale', domain: domains.positive, text: 'spread: the standard deviation is π/√3 times this' },
      ],
      /** −log scale − softplus(z) − softplus(−z). */
      logDensity: (o, y, args) => {
        const z = o.div(o.sub(y, scalar(args, 0)), scalar(args, 1));
        return o.sub(o.sub(o.neg(o.log(scalar(args, 1))), o.softplus(z)), o.softplus(o.neg(z)));
      },
      logCdf: (o, y, args) => o.neg(o.softplus(o.neg(standardise(o, y, args, 0, 1)))),
      logSurvival: (o, y, args) => o.neg(o.softplus(standardise(o, y, args, 0, 1))),
      mean: (_, args) => scalar(args, 0),
      quantile: (o, p, args) => rescale(o, o.sub(o.log(p), o.log1p(o.neg(p))), args, 0, 1),
      canonical: identity,
      oneMaximumIn: ['location'],
    },
  ],
  mean: ([location = NaN]) => location,
  variance: ([, scale = NaN]) => (Math.PI * scale) ** 2 / 3,
  quantile: (p, [location = NaN, scale = NaN]) => location + scale * (Math.log(p) - Math.log1p(-p)),
  start: ({ mean, sd }) => [mean, (sd * Math.sqrt(3)) / Math.PI],
  rescaled: ([location = NaN, scale = NaN], factor) => [location, factor * scale],
  logConcave: () => true,
  formula: 'p(y) = e^(−z) / (scale (1 + e^(−z))²), z = (y − location)/scale',
  loss: 'a loss between squared and absolute errors: log cosh',
  names: { r: 'dlogis', stan: 'logistic', pymc: 'Logistic', scipy: 'logistic' },
  source: 'Johnson, Kotz & Balakrishnan 2 (1995), ch. 23',
};
