import { type Distribution, domains, identity, type Sample, scalar, standardise } from './distribution.js';
import { HALF_LOG_2PI, normalCdf, owenT, quantileOf } from '../numeric/quantiles.js';

/** Mean of the standard form, √(2/π) δ. */
const shift = (shape: number): number => (Math.sqrt(2 / Math.PI) * shape) / Math.hypot(1, shape);

/** Largest absolute skewness that moments are matched to: the family ends at 0.995. */
const MOST_SKEW = 0.9;

/** Third central moment in units of the spread. */
function skewness({ sorted, mean, sd }: Sample): number {
  const sum = sorted.reduce((total, y) => total + ((y - mean) / sd) ** 3, 0);
  return Math.max(-MOST_SKEW, Math.min(sum / sorted.length, MOST_SKEW));
}

/** Moments (Azzalini & Capitanio 2014, §3.1.1). A shape of 0 is a point of inflection, where no search may start. */
function start(sample: Sample): readonly number[] {
  const skew = skewness(sample) || 0.1;
  const ratio = Math.cbrt((2 * Math.abs(skew)) / (4 - Math.PI));
  const delta = Math.min((Math.sqrt(Math.PI / 2) * ratio) / Math.hypot(1, ratio), 0.99);
  const shape = (Math.sign(skew) * delta) / Math.sqrt(1 - delta * delta);
  const scale = sample.sd / Math.sqrt(1 - shift(shape) ** 2);
  return [sample.mean - scale * shift(shape), scale, shape];
}

export const SkewNormal: Distribution = {
  name: 'SkewNormal',
  title: 'skew-Normal distribution',
  kind: 'continuous',
  outcome: domains.real,
  parameterisations: [
    {
      arguments: [
        { name: 'location', domain: domains.real, text: 'location: the mean where shape is 0' },
        { name: 'scale', domain: domains.positive, text: 'spread: the standard deviation where shape is 0' },
        { name: 'shape', domain: domains.real, text: 'skewness: 0 is Normal, positive has its long tail on the right' },
      ],
      /** log 2 − log scale − ½ z² − ½ log 2π + log Phi(shape · z). */
      logDensity: (o, y, args) => {
        const z = standardise(o, y, args, 0, 1);
        const normal = o.sub(o.sub(o.mul(o.num(-0.5), o.mul(z, z)), o.log(scalar(args, 1))), o.num(HALF_LOG_2PI - Math.LN2));
        return o.add(normal, o.logPhi(o.mul(scalar(args, 2), z)));
      },
      mean: (o, args) => {
        const shape = scalar(args, 2);
        const delta = o.div(shape, o.sqrt(o.add(o.num(1), o.mul(shape, shape))));
        return o.add(scalar(args, 0), o.mul(o.mul(o.num(Math.sqrt(2 / Math.PI)), scalar(args, 1)), delta));
      },
      canonical: identity,
      limits: [{ arguments: ['shape'], is: 'a half-Normal distribution that begins at location' }],
    },
  ],
  mean: ([location = NaN, scale = NaN, shape = NaN]) => location + scale * shift(shape),
  variance: ([, scale = NaN, shape = NaN]) => scale * scale * (1 - shift(shape) ** 2),
  quantile: (p, [location = NaN, scale = NaN, shape = NaN]) =>
    location + scale * quantileOf(p, (z) => normalCdf(z) - 2 * owenT(z, shape), 0, 1),
  start,
  otherStarts: (sample) => [-2, 2].map((shape) => [sample.mean - sample.sd * shift(shape), sample.sd, shape]),
  logConcave: () => true,
  formula: 'p(y) = 2/scale · φ(z) · Phi(shape · z), z = (y − location)/scale',
  loss: 'squared errors that count more on one side than on the other',
  names: { r: 'sn::dsn', stan: 'skew_normal', pymc: 'SkewNormal', scipy: 'skewnorm' },
  source: 'Azzalini, Scandinavian Journal of Statistics 12 (1985) 171–178',
};
