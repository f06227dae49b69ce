import type { NodeId } from '../ir/graph.js';
import type { Ops } from '../ir/ops.js';
import { type ArgumentNodes, type Distribution, domains, identity, scalar } from './distribution.js';
import { HALF_LOG_2PI, normalCdf, quantileOf } from '../numeric/quantiles.js';

/** √(shape/y) (y/mean ∓ 1), and 2 shape/mean: P(Y ≤ y) = Phi(near) + e^power Phi(−far). */
function parts(o: Ops, y: NodeId, args: ArgumentNodes): { near: NodeId; far: NodeId; power: NodeId } {
  const [mean, shape] = [scalar(args, 0), scalar(args, 1)];
  const root = o.sqrt(o.div(shape, y));
  const ratio = o.div(y, mean);
  const power = o.div(o.mul(o.num(2), shape), mean);
  return { near: o.mul(root, o.sub(ratio, o.num(1))), far: o.mul(root, o.add(ratio, o.num(1))), power };
}

function cdf(y: number, mean: number, shape: number): number {
  const root = Math.sqrt(shape / y);
  return normalCdf(root * (y / mean - 1)) + Math.exp((2 * shape) / mean) * normalCdf(-root * (y / mean + 1));
}

export const InverseGaussian: Distribution = {
  name: 'InverseGaussian',
  title: 'inverse Gaussian (Wald) distribution',
  kind: 'continuous',
  outcome: domains.positive,
  parameterisations: [
    {
      arguments: [
        { name: 'mean', domain: domains.positive, text: 'mean' },
        { name: 'shape', domain: domains.positive, text: 'shape: the variance is mean³/shape' },
      ],
      /** ½ log shape − ½ log 2π − 1.5 log y − shape (y − mean)² / (2 mean² y). */
      logDensity: (o, y, args) => {
        const [mean, shape] = [scalar(args, 0), scalar(args, 1)];
        const z = o.sub(o.div(y, mean), o.num(1));
        const normaliser = o.sub(o.mul(o.num(0.5), o.log(shape)), o.add(o.num(HALF_LOG_2PI), o.mul(o.num(1.5), o.log(y))));
        return o.sub(normaliser, o.div(o.mul(o.mul(o.num(0.5), shape), o.mul(z, z)), y));
      },
      logCdf: (o, y, args) => {
        const { near, far, power } = parts(o, y, args);
        return o.logAddExp(o.logPhi(near), o.add(power, o.logPhi(o.neg(far))));
      },
      logSurvival: (o, y, args) => {
        const { near, far, power } = parts(o, y, args);
        return o.logDiffExp(o.logPhi(o.neg(near)), o.add(power, o.logPhi(o.neg(far))));
      },
      mean: (_, args) => scalar(args, 0),
      canonical: identity,
      oneMaximumIn: [],
    },
  ],
  mean: ([mean = NaN]) => mean,
  variance: ([mean = NaN, shape = NaN]) => mean ** 3 / shape,
  quantile: (p, [mean = NaN, shape = NaN]) => quantileOf(p, (y) => cdf(y, mean, shape), mean, mean / 2, 1e-300),
  start: ({ mean, sd }) => [mean, mean ** 3 / (sd * sd)],
  formula: 'p(y) = √(shape/(2π y³)) · exp(−shape (y − mean)² / (2 mean² y)), y > 0',
  loss: 'inverse Gaussian deviance: (y − mean)²/(mean² y)',
  names: { r: 'statmod::dinvgauss', stan: 'by hand', pymc: 'Wald(mu, lam)', scipy: 'invgauss(mean/shape, scale = shape)' },
  source: 'Chhikara & Folks, The Inverse Gaussian Distribution (1989)',
};
