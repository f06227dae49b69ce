import { type ArgumentRecord, type Distribution, domains, identity, type Parameterisation, scalar, through } from './distribution.js';
import { gammaQuantile } from '../numeric/quantiles.js';

const shapeArgument: ArgumentRecord = { name: 'shape', domain: domains.positive, text: 'shape: 1 is exponential' };

/** shape log rate − lgamma(shape) + (shape − 1) log y − rate · y. */
const byRate: Parameterisation = {
  arguments: [shapeArgument, { name: 'rate', domain: domains.positive, text: 'rate' }],
  logDensity: (o, y, args) => {
    const [shape, rate] = [scalar(args, 0), scalar(args, 1)];
    const normaliser = o.sub(o.mul(shape, o.log(rate)), o.lgamma(shape));
    return o.sub(o.add(normaliser, o.xlogy(o.sub(shape, o.num(1)), y)), o.mul(rate, y));
  },
  logCdf: (o, y, args) => o.logGammaP(scalar(args, 0), o.mul(scalar(args, 1), y)),
  logSurvival: (o, y, args) => o.logGammaQ(scalar(args, 0), o.mul(scalar(args, 1), y)),
  mean: (o, args) => o.div(scalar(args, 0), scalar(args, 1)),
  canonical: identity,
  oneMaximumIn: [],
};

const byScale: Parameterisation = {
  arguments: [shapeArgument, { name: 'scale', domain: domains.positive, text: 'scale, 1/rate' }],
  ...through(byRate, (o, [shape = [], scale = []]) => [shape, [o.div(o.num(1), scalar([scale], 0))]]),
  canonical: ([shape = NaN, scale = NaN]) => [shape, 1 / scale],
  fromCanonical: ([shape = NaN, rate = NaN]) => [shape, 1 / rate],
  oneMaximumIn: [],
};

const byMean: Parameterisation = {
  arguments: [shapeArgument, { name: 'mean', domain: domains.positive, text: 'mean, shape/rate' }],
  ...through(byRate, (o, [shape = [], mean = []]) => [shape, [o.div(scalar([shape], 0), scalar([mean], 0))]]),
  canonical: ([shape = NaN, mean = NaN]) => [shape, shape / mean],
  fromCanonical: ([shape = NaN, rate = NaN]) => [shape, shape / rate],
  oneMaximumIn: [],
};

export const Gamma: Distribution = {
  name: 'Gamma',
  title: 'gamma distribution',
  kind: 'continuous',
  outcome: domains.positive,
  parameterisations: [byRate, byScale, byMean],
  support: () => ({ lower: 0, upper: Infinity }),
  mean: ([shape = NaN, rate = NaN]) => shape / rate,
  variance: ([shape = NaN, rate = NaN]) => shape / (rate * rate),
  quantile: (p, [shape = NaN, rate = NaN]) => gammaQuantile(p, shape, rate),
  start: ({ mean, sd }) => [(mean / sd) ** 2, mean / (sd * sd)],
  /** With the same mean. */
  rescaled: ([shape = NaN, rate = NaN], factor) => [shape / factor ** 2, rate / factor ** 2],
  logConcave: ([shape = NaN]) => shape >= 1,
  /** The mode of Gamma(shape, rate) times the likelihood of a rate counts shape − 1 more events in as much more exposure as its own rate. */
  worth: ([shape = NaN, rate = NaN], amount, beside) => {
    if (shape < 1 || !beside.some(({ conjugate }) => conjugate === Gamma)) return undefined;
    return `For a rate: worth **${amount(shape - 1, 'event')} in ${amount(rate, 'unit')}** of exposure seen before the data.`;
  },
  formula: 'p(y) = rate^shape / Γ(shape) · y^(shape − 1) · exp(−rate · y), y > 0',
  loss: 'gamma deviance: errors count relative to the mean',
  names: { r: 'dgamma', stan: 'gamma', pymc: 'Gamma', scipy: 'gamma' },
  source: 'Johnson, Kotz & Balakrishnan 1 (1994), ch. 17',
};
