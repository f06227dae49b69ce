import type { NodeId } from '../ir/graph.js';
import type { Ops } from '../ir/ops.js';
import { type Distribution, domains, identity, scalar, standardise, rescale } from './distribution.js';

/** log P(Z ≤ z): z − log 2 on the left, log1p(−½ e^(−z)) on the right. */
function logTail(o: Ops, z: NodeId): NodeId {
  const right = o.log1p(o.mul(o.num(-0.5), o.exp(o.neg(z))));
  return o.select(o.less(z, o.num(0)), o.sub(z, o.num(Math.LN2)), right);
}

export const Laplace: Distribution = {
  name: 'Laplace',
  title: 'Laplace (double exponential) distribution',
  kind: 'continuous',
  outcome: domains.real,
  parameterisations: [
    {
      arguments: [
        { name: 'location', domain: domains.real, text: 'centre: the median' },
        { name: 'scale', domain: domains.positive, text: 'mean absolute deviation' },
      ],
      /** −log 2 − log scale − |y − location|/scale. */
      logDensity: (o, y, args) => {
        const distance = o.abs(o.sub(y, scalar(args, 0)));
        return o.sub(o.sub(o.num(-Math.LN2), o.log(scalar(args, 1))), o.div(distance, scalar(args, 1)));
      },
      logCdf: (o, y, args) => logTail(o, standardise(o, y, args, 0, 1)),
      logSurvival: (o, y, args) => logTail(o, o.neg(standardise(o, y, args, 0, 1))),
      mean: (_, args) => scalar(args, 0),
      quantile: (o, p, args) => {
        const low = o.log(o.mul(o.num(2), p));
        const high = o.neg(o.log(o.mul(o.num(2), o.sub(o.num(1), p))));
        return rescale(o, o.select(o.less(p, o.num(0.5)), low, high), args, 0, 1);
      },
      canonical: identity,
      oneMaximumIn: ['location'],
    },
  ],
  mean: ([location = NaN]) => location,
  variance: ([, scale = NaN]) => 2 * scale * scale,
  quantile: (p, [location = NaN, scale = NaN]) => (p < 0.5 ? location + scale * Math.log(2 * p) : location - scale * Math.log(2 * (1 - p))),
  start: ({ median, sd }) => [median, sd * Math.SQRT1_2],
  rescaled: ([location = NaN, scale = NaN], factor) => [location, factor * scale],
  logConcave: () => true,
  kink: ([at = NaN, scale = NaN]) => ({ at, below: 1 / scale, above: 1 / scale }),
  formula: 'p(y) = exp(−|y − location| / scale) / (2 scale)',
  loss: 'minimising the sum of absolute errors (MAE): the median, not the mean',
  penalty: 'an L1 penalty: the lasso, which sets coefficients to exactly 0',
  names: { r: 'none in base R', stan: 'double_exponential', pymc: 'Laplace', scipy: 'laplace' },
  source: 'Johnson, Kotz & Balakrishnan 2 (1995), ch. 24',
};
