import type { NodeId } from '../ir/graph.js';
import type { Ops } from '../ir/ops.js';
import gammaln from '@stdlib/math-base-special-gammaln';
import { type ArgumentNodes, complement, type Distribution, domains, identity, scalar } from './distribution.js';

const EULER = 0.5772156649015329;

/** −(y/scale)^shape. */
const logSurvival = (o: Ops, y: NodeId, args: ArgumentNodes): NodeId =>
  o.neg(o.exp(o.mul(scalar(args, 0), o.sub(o.log(y), o.log(scalar(args, 1))))));

export const Weibull: Distribution = {
  name: 'Weibull',
  title: 'Weibull distribution',
  kind: 'continuous',
  outcome: domains.positive,
  parameterisations: [
    {
      arguments: [
        { name: 'shape', domain: domains.positive, text: 'shape: 1 is exponential, above 1 the hazard grows' },
        { name: 'scale', domain: domains.positive, text: 'the quantile 1 − 1/e' },
      ],
      /** log shape − log y + u − e^u, u = shape · log(y/scale). */
      logDensity: (o, y, args) => {
        const [shape, scale] = [scalar(args, 0), scalar(args, 1)];
        const u = o.mul(shape, o.sub(o.log(y), o.log(scale)));
        return o.add(o.sub(o.log(shape), o.log(y)), o.sub(u, o.exp(u)));
      },
      logCdf: (o, y, args) => complement(o, logSurvival(o, y, args)),
      logSurvival: logSurvival,
      mean: (o, args) => o.mul(scalar(args, 1), o.exp(o.lgamma(o.add(o.num(1), o.div(o.num(1), scalar(args, 0)))))),
      quantile: (o, p, args) => {
        const power = o.div(o.log(o.neg(o.log1p(o.neg(p)))), scalar(args, 0));
        return o.mul(scalar(args, 1), o.exp(power));
      },
      canonical: identity,
      oneMaximumIn: [],
    },
  ],
  mean: ([shape = NaN, scale = NaN]) => scale * Math.exp(gammaln(1 + 1 / shape)),
  variance: ([shape = NaN, scale = NaN]) => scale ** 2 * (Math.exp(gammaln(1 + 2 / shape)) - Math.exp(2 * gammaln(1 + 1 / shape))),
  quantile: (p, [shape = NaN, scale = NaN]) => scale * (-Math.log1p(-p)) ** (1 / shape),
  start: ({ meanLog, sdLog }) => {
    const shape = Math.PI / (Math.sqrt(6) * sdLog);
    return [shape, Math.exp(meanLog + EULER / shape)];
  },
  formula: 'p(y) = shape/scale · (y/scale)^(shape − 1) · exp(−(y/scale)^shape), y > 0',
  loss: 'a waiting time whose hazard is a power of time',
  names: { r: 'dweibull', stan: 'weibull', pymc: 'Weibull', scipy: 'weibull_min' },
  source: 'Johnson, Kotz & Balakrishnan 1 (1994), ch. 21',
};
