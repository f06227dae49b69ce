import type { NodeId } from '../ir/graph.js';
import type { Ops } from '../ir/ops.js';
import { type ArgumentNodes, complement, type Distribution, domains, identity, scalar, whereAbove } from './distribution.js';

/** log (minimum/y)^shape. */
const logTail = (o: Ops, y: NodeId, args: ArgumentNodes): NodeId => o.mul(scalar(args, 1), o.sub(o.log(scalar(args, 0)), o.log(y)));

export const Pareto: Distribution = {
  name: 'Pareto',
  title: 'Pareto distribution',
  kind: 'continuous',
  outcome: domains.positive,
  parameterisations: [
    {
      arguments: [
        { name: 'minimum', domain: domains.positive, text: 'smallest value' },
        { name: 'shape', domain: domains.positive, text: 'tail index: small is heavy-tailed' },
      ],
      /** log shape + shape · log minimum − (shape + 1) log y from the minimum on, −Infinity below. */
      logDensity: (o, y, args) => {
        const [minimum, shape] = [scalar(args, 0), scalar(args, 1)];
        const tail = o.mul(shape, o.sub(o.log(minimum), o.log(y)));
        return o.select(o.lessEqual(minimum, y), o.sub(o.add(o.log(shape), tail), o.log(y)), o.num(-Infinity));
      },
      logCdf: (o, y, args) => o.select(o.lessEqual(y, scalar(args, 0)), o.num(-Infinity), complement(o, logTail(o, y, args))),
      logSurvival: (o, y, args) => o.select(o.lessEqual(y, scalar(args, 0)), o.num(0), logTail(o, y, args)),
      mean: (o, args) =>
        whereAbove(o, scalar(args, 1), 1, o.div(o.mul(scalar(args, 0), scalar(args, 1)), o.sub(scalar(args, 1), o.num(1)))),
      quantile: (o, p, args) => o.mul(scalar(args, 0), o.exp(o.div(o.neg(o.log1p(o.neg(p))), scalar(args, 1)))),
      canonical: identity,
      edges: ['minimum'],
      oneMaximumIn: ['shape'],
    },
  ],
  support: ([minimum = NaN]) => ({ lower: minimum, upper: Infinity }),
  mean: ([minimum = NaN, shape = NaN]) => (shape > 1 ? (shape * minimum) / (shape - 1) : NaN),
  variance: ([minimum = NaN, shape = NaN]) => (shape > 2 ? (minimum ** 2 * shape) / ((shape - 1) ** 2 * (shape - 2)) : NaN),
  quantile: (p, [minimum = NaN, shape = NaN]) => minimum * Math.exp(-Math.log1p(-p) / shape),
  start: ({ minimum, meanLog }) => [minimum, 1 / (meanLog - Math.log(minimum))],
  formula: 'p(y) = shape · minimum^shape / y^(shape + 1), y ≥ minimum',
  loss: 'the mean log ratio to the minimum (Hill’s estimator)',
  names: { r: 'actuar::dpareto1', stan: 'pareto', pymc: 'Pareto', scipy: 'pareto' },
  source: 'Johnson, Kotz & Balakrishnan 1 (1994), ch. 20',
};
