import { type Distribution, domains, identity, type Parameterisation, scalar, through } from './distribution.js';
import { betaQuantile } from '../numeric/quantiles.js';

/** lgamma(a + b) − lgamma(a) − lgamma(b) + (a − 1) log y + (b − 1) log(1 − y). */
const byCounts: Parameterisation = {
  arguments: [
    { name: 'alpha', domain: domains.positive, text: 'as a prior: 1 + the successes it is worth' },
    { name: 'beta', domain: domains.positive, text: 'as a prior: 1 + the failures it is worth' },
  ],
  logDensity: (o, y, args) => {
    const [a, b] = [scalar(args, 0), scalar(args, 1)];
    const normaliser = o.sub(o.sub(o.lgamma(o.add(a, b)), o.lgamma(a)), o.lgamma(b));
    const kernel = o.add(o.xlogy(o.sub(a, o.num(1)), y), o.xlog1py(o.sub(b, o.num(1)), o.neg(y)));
    return o.add(normaliser, kernel);
  },
  logCdf: (o, y, args) => o.logBetaP(y, scalar(args, 0), scalar(args, 1)),
  logSurvival: (o, y, args) => o.logBetaQ(y, scalar(args, 0), scalar(args, 1)),
  mean: (o, args) => o.div(scalar(args, 0), o.add(scalar(args, 0), scalar(args, 1))),
  canonical: identity,
  oneMaximumIn: [],
};

const byMean: Parameterisation = {
  arguments: [
    { name: 'mean', domain: domains.unit, text: 'mean, alpha/(alpha + beta)' },
    { name: 'precision', domain: domains.positive, text: 'alpha + beta' },
  ],
  ...through(byCounts, (o, args) => {
    const a = o.mul(scalar(args, 0), scalar(args, 1));
    return [[a], [o.sub(scalar(args, 1), a)]];
  }),
  canonical: ([mean = NaN, precision = NaN]) => [mean * precision, (1 - mean) * precision],
  fromCanonical: ([a = NaN, b = NaN]) => [a / (a + b), a + b],
};

export const Beta: Distribution = {
  name: 'Beta',
  title: 'beta distribution',
  kind: 'continuous',
  outcome: domains.openUnit,
  parameterisations: [byCounts, byMean],
  support: () => ({ lower: 0, upper: 1 }),
  mean: ([a = NaN, b = NaN]) => a / (a + b),
  variance: ([a = NaN, b = NaN]) => (a * b) / ((a + b) ** 2 * (a + b + 1)),
  quantile: (p, [a = NaN, b = NaN]) => betaQuantile(p, a, b),
  start: ({ mean, sd }) => {
    const size = Math.max((mean * (1 - mean)) / (sd * sd) - 1, 0.1);
    return [mean * size, (1 - mean) * size];
  },
  /** With the same mean: the variance is m (1 − m)/(a + b + 1). No Beta is wider than half at 0 and half at 1. */
  rescaled: ([a = NaN, b = NaN], factor) => {
    const total = (a + b + 1) / factor ** 2 - 1;
    return total > 0 ? [(total * a) / (a + b), (total * b) / (a + b)] : [NaN, NaN];
  },
  logConcave: ([a = NaN, b = NaN]) => a >= 1 && b >= 1,
  /** The mode of Beta(a, b) times a binomial likelihood counts a − 1 more successes and b − 1 more failures. */
  worth: ([a = NaN, b = NaN], amount) => {
    if (a < 1 || b < 1) return 'The prior pulls towards 0 or 1: one of its arguments is below 1.';
    if (a === 1 && b === 1) return 'Beta(1, 1) is uniform: it adds no pseudo-counts, so the MAP equals the MLE.';
    return `Worth **${amount(a - 1, 'success')} and ${amount(b - 1, 'failure')}** seen before the data (pseudo-counts α − 1 and β − 1).`;
  },
  formula: 'p(y) = y^(alpha − 1) · (1 − y)^(beta − 1) / B(alpha, beta), 0 < y < 1',
  loss: 'the log-score of a proportion',
  names: { r: 'dbeta', stan: 'beta', pymc: 'Beta', scipy: 'beta' },
  source: 'Johnson, Kotz & Balakrishnan 2 (1995), ch. 25',
};
