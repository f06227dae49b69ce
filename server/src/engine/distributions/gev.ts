import gammaln from '@stdlib/math-base-special-gammaln';
import type { NodeId } from '../ir/graph.js';
import type { Ops } from '../ir/ops.js';
import { type ArgumentNodes, complement, type Distribution, domains, identity, scalar, standardise, rescale } from './distribution.js';

const EULER = 0.5772156649015329;

/** The position of y: shape · z, which is above −1 inside the support, and log(1 + shape · z)/shape, which is z where shape is 0. */
function place(o: Ops, y: NodeId, args: ArgumentNodes): { reach: NodeId; height: NodeId } {
  const z = standardise(o, y, args, 0, 1);
  const reach = o.mul(scalar(args, 2), z);
  return { reach, height: o.mul(z, o.log1pRatio(reach)) };
}

const isInside = (o: Ops, reach: NodeId): NodeId => o.less(o.num(-1), reach);

/** log P(Y ≤ y) = −e^(−height) inside the support. */
function logCdf(o: Ops, y: NodeId, args: ArgumentNodes): NodeId {
  const { reach, height } = place(o, y, args);
  const outside = o.select(o.less(scalar(args, 2), o.num(0)), o.num(0), o.num(-Infinity));
  return o.select(isInside(o, reach), o.neg(o.exp(o.neg(height))), outside);
}

export const GEV: Distribution = {
  name: 'GEV',
  title: 'generalised extreme value distribution of maxima',
  kind: 'continuous',
  outcome: domains.real,
  parameterisations: [
    {
      arguments: [
        { name: 'location', domain: domains.real, text: 'location' },
        { name: 'scale', domain: domains.positive, text: 'spread' },
        { name: 'shape', domain: domains.real, text: 'tail: 0 is Gumbel, positive heavy (Fréchet), negative has an upper end (Weibull)' },
      ],
      /** −log scale − (1 + shape) h − e^(−h), h = log(1 + shape · z)/shape; −Infinity outside the support. */
      logDensity: (o, y, args) => {
        const { reach, height } = place(o, y, args);
        const power = o.mul(o.add(o.num(1), scalar(args, 2)), height);
        const inside = o.sub(o.sub(o.neg(o.log(scalar(args, 1))), power), o.exp(o.neg(height)));
        return o.select(isInside(o, reach), inside, o.num(-Infinity));
      },
      logCdf,
      logSurvival: (o, y, args) => {
        const { reach, height } = place(o, y, args);
        const outside = o.select(o.less(scalar(args, 2), o.num(0)), o.num(-Infinity), o.num(0));
        return o.select(isInside(o, reach), complement(o, o.neg(o.exp(o.neg(height)))), outside);
      },
      mean: (o, args) => {
        const shape = scalar(args, 2);
        const isZero = o.equal(shape, o.num(0));
        const safe = o.select(isZero, o.num(0.5), shape);
        const factor = o.div(o.expm1(o.lgamma(o.sub(o.num(1), safe))), safe);
        const reach = o.select(isZero, o.num(EULER), factor);
        return o.add(scalar(args, 0), o.mul(scalar(args, 1), o.select(o.less(shape, o.num(1)), reach, o.num(NaN))));
      },
      quantile: (o, p, args) => {
        const shape = scalar(args, 2);
        const isZero = o.equal(shape, o.num(0));
        const safe = o.select(isZero, o.num(0.5), shape);
        const log = o.log(o.neg(o.log(p)));
        return rescale(o, o.select(isZero, o.neg(log), o.div(o.expm1(o.neg(o.mul(safe, log))), safe)), args, 0, 1);
      },
      canonical: identity,
    },
  ],
  support: ([location = NaN, scale = NaN, shape = NaN]) => {
    const end = location - scale / shape;
    return { lower: shape > 0 ? end : -Infinity, upper: shape < 0 ? end : Infinity };
  },
  mean: ([location = NaN, scale = NaN, shape = NaN]) => {
    if (shape >= 1) return NaN;
    return location + scale * (Math.abs(shape) < 1e-8 ? EULER : Math.expm1(gammaln(1 - shape)) / shape);
  },
  quantile: (p, [location = NaN, scale = NaN, shape = NaN]) => {
    const height = -Math.log(-Math.log(p));
    const reach = shape * height;
    return location + scale * (Math.abs(reach) < 1e-9 ? height * (1 + reach / 2) : Math.expm1(reach) / shape);
  },
  start: ({ mean, sd }) => {
    const scale = (sd * Math.sqrt(6)) / Math.PI;
    return [mean - EULER * scale, scale, 0.05];
  },
  formula: 'p(y) = t^(1 + shape) · e^(−t) / scale, t = (1 + shape · z)^(−1/shape), z = (y − location)/scale',
  loss: 'the log-score of block maxima',
  names: { r: 'evd::dgev', stan: 'by hand', pymc: 'pymc_extras GenExtreme', scipy: 'genextreme (shape with the opposite sign)' },
  source: 'Coles, An Introduction to Statistical Modeling of Extreme Values (2001), ch. 3',
};
