import type { NodeId } from '../ir/graph.js';
import type { Ops } from '../ir/ops.js';
import { type Distribution, domains, identity, scalar, standardise, rescale } from './distribution.js';

/** log P(Z ≤ z): atan(−1/z)/π on the left, where the sum with ½ would cancel. */
function logTail(o: Ops, z: NodeId): NodeId {
  const left = o.atan(o.div(o.num(-1), z));
  const right = o.add(o.atan(z), o.num(Math.PI / 2));
  return o.sub(o.log(o.select(o.less(z, o.num(0)), left, right)), o.num(Math.log(Math.PI)));
}

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
      logCdf: (o, y, args) => logTail(o, standardise(o, y, args, 0, 1)),
      logSurvival: (o, y, args) => logTail(o, o.neg(standardise(o, y, args, 0, 1))),
      quantile: (o, p, args) => rescale(o, o.tan(o.mul(o.num(Math.PI), o.sub(p, o.num(0.5)))), args, 0, 1),
      canonical: identity,
      redescendsIn: 'location',
    },
  ],
  mean: () => NaN,
  variance: () => NaN,
  quantile: (p, [location = NaN, scale = NaN]) => location + scale * Math.tan(Math.PI * (p - 0.5)),
  start: ({ median, sd }) => [median, sd / 2],
  rescaled: ([location = NaN, scale = NaN], factor) => [location, factor * scale],
  formula: 'p(y) = 1 / (π scale (1 + ((y − location)/scale)²))',
  loss: 'a robust loss: log(1 + z²)',
  names: { r: 'dcauchy', stan: 'cauchy', pymc: 'Cauchy', scipy: 'cauchy' },
  source: 'Johnson, Kotz & Balakrishnan 1 (1994), ch. 16',
};
