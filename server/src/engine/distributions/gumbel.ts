import { complement, type Distribution, domains, identity, scalar, standardise, rescale } from './distribution.js';

const EULER = 0.5772156649015329;

export const Gumbel: Distribution = {
  name: 'Gumbel',
  title: 'Gumbel distribution of maxima',
  kind: 'continuous',
  outcome: domains.real,
  parameterisations: [
    {
      arguments: [
        { name: 'location', domain: domains.real, text: 'mode' },
        { name: 'scale', domain: domains.positive, text: 'spread' },
      ],
      /** −log scale − z − e^(−z). */
      logDensity: (o, y, args) => {
        const z = o.div(o.sub(y, scalar(args, 0)), scalar(args, 1));
        return o.sub(o.sub(o.neg(o.log(scalar(args, 1))), z), o.exp(o.neg(z)));
      },
      logCdf: (o, y, args) => o.neg(o.exp(o.neg(standardise(o, y, args, 0, 1)))),
      logSurvival: (o, y, args) => complement(o, o.neg(o.exp(o.neg(standardise(o, y, args, 0, 1))))),
      mean: (o, args) => o.add(scalar(args, 0), o.mul(o.num(EULER), scalar(args, 1))),
      quantile: (o, p, args) => rescale(o, o.neg(o.log(o.neg(o.log(p)))), args, 0, 1),
      canonical: identity,
      oneMaximumIn: ['location'],
    },
  ],
  mean: ([location = NaN, scale = NaN]) => location + EULER * scale,
  variance: ([, scale = NaN]) => (Math.PI * scale) ** 2 / 6,
  quantile: (p, [location = NaN, scale = NaN]) => location - scale * Math.log(-Math.log(p)),
  start: ({ mean, sd }) => {
    const scale = (sd * Math.sqrt(6)) / Math.PI;
    return [mean - EULER * scale, scale];
  },
  logConcave: () => true,
  formula: 'p(y) = exp(−z − e^(−z)) / scale, z = (y − location)/scale',
  loss: 'the log-score of block maxima',
  names: { r: 'evd::dgumbel', stan: 'gumbel', pymc: 'Gumbel', scipy: 'gumbel_r' },
  source: 'Coles, An Introduction to Statistical Modeling of Extreme Values (2001), ch. 3',
};
