import type { NodeId } from '../ir/graph.js';
import type { Ops } from '../ir/ops.js';
import { type ArgumentNodes, type Distribution, domains, identity, scalar, standardise } from './distribution.js';

/** log P(Y ≤ y): log q + (1 − q) z on the left, log1p(−(1 − q) e^(−q z)) on the right. */
function logTail(o: Ops, z: NodeId, q: NodeId): NodeId {
  const rest = o.sub(o.num(1), q);
  const right = o.log1p(o.neg(o.mul(rest, o.exp(o.neg(o.mul(q, z))))));
  return o.select(o.less(z, o.num(0)), o.add(o.log(q), o.mul(rest, z)), right);
}

const at = (o: Ops, y: NodeId, args: ArgumentNodes): NodeId => standardise(o, y, args, 0, 1);

export const AsymmetricLaplace: Distribution = {
  name: 'AsymmetricLaplace',
  title: 'asymmetric Laplace distribution: quantile regression',
  kind: 'continuous',
  outcome: domains.real,
  parameterisations: [
    {
      arguments: [
        { name: 'location', domain: domains.real, text: 'the quantile' },
        { name: 'scale', domain: domains.positive, text: 'spread' },
        { name: 'quantile', domain: domains.openUnit, text: 'probability below the location' },
      ],
      /** log q + log(1 − q) − log scale − ρ(z), ρ(z) = ½ |z| + (q − ½) z. */
      logDensity: (o, y, args) => {
        const [scale, q] = [scalar(args, 1), scalar(args, 2)];
        const deviation = o.sub(y, scalar(args, 0));
        const half = o.mul(o.num(0.5), o.div(o.abs(deviation), scale));
        const tilt = o.mul(o.sub(q, o.num(0.5)), o.div(deviation, scale));
        return o.sub(o.sub(o.add(o.log(q), o.log1p(o.neg(q))), o.log(scale)), o.add(half, tilt));
      },
      logCdf: (o, y, args) => logTail(o, at(o, y, args), scalar(args, 2)),
      logSurvival: (o, y, args) => logTail(o, o.neg(at(o, y, args)), o.sub(o.num(1), scalar(args, 2))),
      mean: (o, args) => {
        const q = scalar(args, 2);
        const skew = o.div(o.sub(o.num(1), o.mul(o.num(2), q)), o.mul(q, o.sub(o.num(1), q)));
        return o.add(scalar(args, 0), o.mul(scalar(args, 1), skew));
      },
      canonical: identity,
      oneMaximumIn: ['location'],
    },
  ],
  mean: ([location = NaN, scale = NaN, q = NaN]) => location + (scale * (1 - 2 * q)) / (q * (1 - q)),
  variance: ([, scale = NaN, q = NaN]) => (scale * scale * (1 - 2 * q + 2 * q * q)) / (q * (1 - q)) ** 2,
  quantile: (p, [location = NaN, scale = NaN, q = NaN]) =>
    p < q ? location + (scale / (1 - q)) * Math.log(p / q) : location - (scale / q) * Math.log((1 - p) / (1 - q)),
  start: ({ median, sd }) => [median, sd / 3, 0.5],
  logConcave: () => true,
  kink: ([at = NaN, scale = NaN, q = NaN]) => ({ at, below: (1 - q) / scale, above: q / scale }),
  formula: 'p(y) = q (1 − q)/scale · exp(−ρ(z)), ρ(z) = z · (q − [z < 0]), z = (y − location)/scale',
  loss: 'minimising the pinball loss: quantile regression',
  names: {
    r: 'quantreg::rq (the same estimates)',
    stan: 'skew_double_exponential',
    pymc: 'AsymmetricLaplace',
    scipy: 'laplace_asymmetric',
  },
  source: 'Koenker & Machado, JASA 94 (1999) 1296–1310',
};
