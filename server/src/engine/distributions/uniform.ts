import type { NodeId } from '../ir/graph.js';
import type { Ops } from '../ir/ops.js';
import { type Distribution, domains, identity, scalar } from './distribution.js';

/** y held inside the range. */
const clamp = (o: Ops, y: NodeId, lower: NodeId, upper: NodeId): NodeId => o.max(lower, o.min(y, upper));

/** The log of a part of the range. */
const logShare = (o: Ops, part: NodeId, lower: NodeId, upper: NodeId): NodeId => o.log(o.div(part, o.sub(upper, lower)));

export const Uniform: Distribution = {
  name: 'Uniform',
  title: 'uniform distribution',
  kind: 'continuous',
  outcome: domains.real,
  parameterisations: [
    {
      arguments: [
        { name: 'lower', domain: domains.real, text: 'smallest value' },
        { name: 'upper', domain: domains.real, text: 'largest value' },
      ],
      /** −log(upper − lower) between the bounds, −Infinity outside. */
      logDensity: (o, y, args) => {
        const [lower, upper] = [scalar(args, 0), scalar(args, 1)];
        const inside = o.mul(o.lessEqual(lower, y), o.lessEqual(y, upper));
        return o.select(inside, o.neg(o.log(o.sub(upper, lower))), o.num(-Infinity));
      },
      logCdf: (o, y, args) => {
        const [lower, upper] = [scalar(args, 0), scalar(args, 1)];
        return logShare(o, o.sub(clamp(o, y, lower, upper), lower), lower, upper);
      },
      logSurvival: (o, y, args) => {
        const [lower, upper] = [scalar(args, 0), scalar(args, 1)];
        return logShare(o, o.sub(upper, clamp(o, y, lower, upper)), lower, upper);
      },
      mean: (o, args) => o.mul(o.num(0.5), o.add(scalar(args, 0), scalar(args, 1))),
      quantile: (o, p, args) => o.add(scalar(args, 0), o.mul(p, o.sub(scalar(args, 1), scalar(args, 0)))),
      canonical: identity,
      edges: ['lower', 'upper'],
    },
  ],
  support: ([lower = NaN, upper = NaN]) => ({ lower, upper }),
  mean: ([lower = NaN, upper = NaN]) => (lower + upper) / 2,
  variance: ([lower = NaN, upper = NaN]) => (upper - lower) ** 2 / 12,
  quantile: (p, [lower = NaN, upper = NaN]) => lower + p * (upper - lower),
  start: ({ minimum, maximum }) => [minimum, maximum],
  logConcave: () => true,
  formula: 'p(y) = 1 / (upper − lower), lower ≤ y ≤ upper',
  loss: 'none: every value between the bounds is equally probable',
  names: { r: 'dunif', stan: 'uniform', pymc: 'Uniform', scipy: 'uniform' },
  source: 'Johnson, Kotz & Balakrishnan 2 (1995), ch. 26',
};
