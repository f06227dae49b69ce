import type { NodeId } from '../ir/graph.js';
import type { Ops } from '../ir/ops.js';
import { Beta } from './beta.js';
import { type ArgumentNodes, type ArgumentRecord, type Distribution, domains, type Parameterisation, scalar } from './distribution.js';
import gammaln from '@stdlib/math-base-special-gammaln';
import { countQuantile } from '../numeric/quantiles.js';
import { ofShare } from './recessions.js';

export const trials: ArgumentRecord = { name: 'n', domain: domains.count, text: 'number of trials' };

/** log of n over y; −Infinity where y is larger. */
export function logChoose(o: Ops, n: NodeId, y: NodeId): NodeId {
  const one = o.num(1);
  const ways = o.add(o.lgamma(o.add(y, one)), o.lgamma(o.add(o.sub(n, y), one)));
  return o.select(o.less(n, y), o.num(-Infinity), o.sub(o.lgamma(o.add(n, one)), ways));
}

/** log P(Y ≤ y) = log(1 − I_p(y + 1, n − y)), or log P(Y > y), for a probability that follows from the second argument. */
function tail(side: 'lower' | 'upper', probability: (o: Ops, node: NodeId) => NodeId = (_, p) => p) {
  return (o: Ops, y: NodeId, args: ArgumentNodes): NodeId => {
    const [n, p] = [scalar(args, 0), probability(o, scalar(args, 1))];
    const isAll = o.lessEqual(n, y);
    const failures = o.select(isAll, o.num(1), o.sub(n, y));
    const name = side === 'lower' ? 'logBetaQ' : 'logBetaP';
    return o.select(isAll, o.num(side === 'lower' ? 0 : -Infinity), o[name](p, o.add(y, o.num(1)), failures));
  };
}

/** log C(n, y) + y log p + (n − y) log(1 − p). */
const byProbability: Parameterisation = {
  arguments: [trials, { name: 'p', domain: domains.unit, text: 'probability of a success' }],
  logDensity: (o, y, args) => {
    const [n, p] = [scalar(args, 0), scalar(args, 1)];
    return o.add(logChoose(o, n, y), o.add(o.xlogy(y, p), o.xlog1py(o.sub(n, y), o.neg(p))));
  },
  logCdf: tail('lower'),
  logSurvival: tail('upper'),
  mean: (o, args) => o.mul(scalar(args, 0), scalar(args, 1)),
  canonical: (args) => args,
  oneMaximumIn: ['p'],
  recession: ofShare('p'),
};

/** log C(n, y) + y·logit − n log(1 + e^logit). */
const byLogit: Parameterisation = {
  arguments: [trials, { name: 'logit', domain: domains.real, text: 'log-odds of a success' }],
  logDensity: (o, y, args) => {
    const [n, logit] = [scalar(args, 0), scalar(args, 1)];
    return o.add(logChoose(o, n, y), o.sub(o.mul(y, logit), o.mul(n, o.softplus(logit))));
  },
  logCdf: tail('lower', (o, logit) => o.logistic(logit)),
  logSurvival: tail('upper', (o, logit) => o.logistic(logit)),
  mean: (o, args) => o.mul(scalar(args, 0), o.logistic(scalar(args, 1))),
  canonical: ([n = NaN, logit = NaN]) => [n, 1 / (1 + Math.exp(-logit))],
  fromCanonical: ([n = NaN, p = NaN]) => [n, Math.log(p) - Math.log1p(-p)],
  oneMaximumIn: ['logit'],
  recession: ofShare('logit'),
};

function logMass(k: number, n: number, p: number): number {
  const choose = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1);
  return choose + (k === 0 ? 0 : k * Math.log(p)) + (k === n ? 0 : (n - k) * Math.log1p(-p));
}

export const Binomial: Distribution = {
  name: 'Binomial',
  title: 'binomial distribution',
  kind: 'discrete',
  outcome: domains.count,
  parameterisations: [byProbability, byLogit],
  support: ([n = NaN]) => ({ lower: 0, upper: n }),
  mean: ([n = NaN, p = NaN]) => n * p,
  variance: ([n = NaN, p = NaN]) => n * p * (1 - p),
  quantile: (q, [n = NaN, p = NaN]) => countQuantile(q, (k) => Math.exp(logMass(k, n, p)), n),
  counts: { of: 'trials', areIndependent: true },
  conjugate: Beta,
  formula: 'P(y) = C(n, y) · p^y · (1 − p)^(n − y)',
  loss: 'minimising cross-entropy, each row counting n times',
  names: { r: 'dbinom', stan: 'binomial, binomial_logit', pymc: 'Binomial', scipy: 'binom' },
  source: 'McCullagh & Nelder (1989), ch. 4',
};
