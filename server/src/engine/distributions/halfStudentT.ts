import type { NodeId } from '../ir/graph.js';
import type { Ops } from '../ir/ops.js';
import gammaln from '@stdlib/math-base-special-gammaln';
import {
  type ArgumentNodes,
  complement,
  type Distribution,
  domains,
  identity,
  type Parameterisation,
  scalar,
  whereAbove,
} from './distribution.js';
import { studentQuantile } from '../numeric/quantiles.js';
import { HalfNormal } from './halfNormal.js';
import { StudentT } from './studentT.js';

const [whole] = StudentT.parameterisations;

const logSurvival = (o: Ops, y: NodeId, args: ArgumentNodes): NodeId =>
  o.add(o.num(Math.LN2), o.logStudentCdf(o.neg(o.div(y, scalar(args, 1))), scalar(args, 0)));

const byScale: Parameterisation = {
  arguments: [
    { name: 'df', domain: domains.positive, text: 'degrees of freedom: small is heavy-tailed' },
    { name: 'scale', domain: domains.positive, text: 'spread' },
  ],
  /** log 2 + log of Student's t around 0, for y ≥ 0. */
  logDensity: (o, y, [df = [], scale = []]) => {
    const density = whole?.logDensity(o, y, [df, [o.num(0)], scale]) ?? o.num(NaN);
    return o.select(o.less(y, o.num(0)), o.num(-Infinity), o.add(o.num(Math.LN2), density));
  },
  logCdf: (o, y, args) => complement(o, logSurvival(o, y, args)),
  logSurvival: logSurvival,
  mean: (o, args) => {
    const df = scalar(args, 0);
    const half = o.mul(o.num(0.5), df);
    const ratio = o.exp(o.sub(o.lgamma(o.add(half, o.num(0.5))), o.lgamma(half)));
    const factor = o.div(o.mul(o.num(2), o.mul(o.sqrt(o.div(df, o.num(Math.PI))), ratio)), o.sub(df, o.num(1)));
    return whereAbove(o, df, 1, o.mul(scalar(args, 1), factor));
  },
  canonical: identity,
  limits: [{ arguments: ['df'], is: 'the half-Normal distribution', write: `${HalfNormal.name}(scale)` }],
};

export const HalfStudentT: Distribution = {
  name: 'HalfStudentT',
  title: "half Student's t distribution",
  kind: 'continuous',
  outcome: domains.nonNegative,
  parameterisations: [byScale],
  mean: ([df = NaN, scale = NaN]) =>
    df > 1 ? 2 * scale * Math.sqrt(df / Math.PI) * (Math.exp(gammaln((df + 1) / 2) - gammaln(df / 2)) / (df - 1)) : NaN,
  variance: ([df = NaN, scale = NaN]) => {
    if (!(df > 2)) return NaN;
    return (scale * scale * df) / (df - 2) - HalfStudentT.mean([df, scale]) ** 2;
  },
  quantile: (p, [df = NaN, scale = NaN]) => scale * studentQuantile(0.5 + p / 2, df),
  start: ({ median }) => [5, median],
  rescaled: ([df = NaN, scale = NaN], factor) => [df, factor * scale],
  formula: 'p(y) = 2 · t(y/scale; df) / scale, y ≥ 0',
  loss: 'a robust loss for positive values',
  names: { r: 'extraDistr::dht', stan: 'student_t with lower=0', pymc: 'HalfStudentT' },
  source: 'Gelman, Bayesian Analysis 1 (2006) 515–534',
};
