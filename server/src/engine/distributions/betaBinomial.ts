import gammaln from '@stdlib/math-base-special-gammaln';
import type { NodeId } from '../ir/graph.js';
import type { Ops } from '../ir/ops.js';
import { Binomial, logChoose, trials } from './binomial.js';
import { type Distribution, domains, identity, type Parameterisation, scalar, through } from './distribution.js';
import { countQuantile } from '../numeric/quantiles.js';

/**
 * lgamma(a + k) − lgamma(a) through Stirling's formula and its remainder S, so that nothing is lost for a large a:
 * (a − ½) log1p(k/a) + k log(a + k) − k + S(a + k) − S(a).
 */
function logRising(o: Ops, a: NodeId, k: NodeId): NodeId {
  const sum = o.add(a, k);
  const growth = o.add(o.mul(o.sub(a, o.num(0.5)), o.log1p(o.div(k, a))), o.mul(k, o.log(sum)));
  return o.add(o.sub(growth, k), o.sub(o.stirling(sum), o.stirling(a)));
}

/** log C(n, y) + log B(y + alpha, n − y + beta) − log B(alpha, beta). */
const byCounts: Parameterisation = {
  arguments: [
    trials,
    { name: 'alpha', domain: domains.positive, text: 'first argument of the Beta distribution of the probability' },
    { name: 'beta', domain: domains.positive, text: 'second argument of that distribution' },
  ],
  logDensity: (o, y, args) => {
    const [n, a, b] = [scalar(args, 0), scalar(args, 1), scalar(args, 2)];
    const isTooMany = o.less(n, y);
    const failures = o.select(isTooMany, o.num(0), o.sub(n, y));
    const ways = o.add(logRising(o, a, y), logRising(o, b, failures));
    return o.add(logChoose(o, n, y), o.sub(ways, logRising(o, o.add(a, b), n)));
  },
  mean: (o, args) => o.mul(scalar(args, 0), o.div(scalar(args, 1), o.add(scalar(args, 1), scalar(args, 2)))),
  canonical: identity,
  limits: [{ arguments: ['alpha', 'beta'], is: 'the Binomial distribution', write: `${Binomial.name}(n, p)` }],
};

const byMean: Parameterisation = {
  arguments: [
    trials,
    { name: 'mean', domain: domains.unit, text: 'mean probability, alpha/(alpha + beta)' },
    { name: 'precision', domain: domains.positive, text: 'alpha + beta: when large, close to Binomial' },
  ],
  ...through(byCounts, (o, [n = [], mean = [], precision = []]) => {
    const a = o.mul(scalar([mean], 0), scalar([precision], 0));
    return [n, [a], [o.sub(scalar([precision], 0), a)]];
  }),
  limits: [{ arguments: ['precision'], is: 'the Binomial distribution', write: `${Binomial.name}(n, mean)` }],
  canonical: ([n = NaN, mean = NaN, precision = NaN]) => [n, mean * precision, (1 - mean) * precision],
  fromCanonical: ([n = NaN, a = NaN, b = NaN]) => [n, a / (a + b), a + b],
};

const logBeta = (a: number, b: number): number => gammaln(a) + gammaln(b) - gammaln(a + b);

function mass(k: number, n: number, a: number, b: number): number {
  const choose = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1);
  return Math.exp(choose + logBeta(k + a, n - k + b) - logBeta(a, b));
}

export const BetaBinomial: Distribution = {
  name: 'BetaBinomial',
  title: 'beta-binomial distribution: counts out of n that vary more than Binomial',
  kind: 'discrete',
  outcome: domains.count,
  parameterisations: [byCounts, byMean],
  support: ([n = NaN]) => ({ lower: 0, upper: n }),
  mean: ([n = NaN, a = NaN, b = NaN]) => (n * a) / (a + b),
  variance: ([n = NaN, a = NaN, b = NaN]) => (n * a * b * (a + b + n)) / ((a + b) ** 2 * (a + b + 1)),
  quantile: (p, [n = NaN, a = NaN, b = NaN]) => countQuantile(p, (k) => mass(k, n, a, b), n),
  counts: { of: 'trials', areIndependent: false },
  widens: {
    of: Binomial,
    call: 'BetaBinomial(n, mean = p, precision = …)',
    parameter: 'precision',
    arguments: { n: { name: 'n' }, p: { name: 'mean' }, logit: { name: 'mean', through: 'logistic' } },
  },
  formula: 'P(y) = C(n, y) · B(y + alpha, n − y + beta) / B(alpha, beta)',
  loss: 'cross-entropy of proportions whose probability differs from row to row',
  names: { r: 'VGAM::dbetabinom.ab', stan: 'beta_binomial', pymc: 'BetaBinomial', scipy: 'betabinom' },
  source: 'Skellam, JRSS B 10 (1948) 257–261',
};
