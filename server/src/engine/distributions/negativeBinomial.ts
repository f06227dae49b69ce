import gammaln from '@stdlib/math-base-special-gammaln';
import type { NodeId } from '../ir/graph.js';
import type { Ops } from '../ir/ops.js';
import { type ArgumentRecord, type Distribution, domains, identity, type Parameterisation, scalar } from './distribution.js';
import { countQuantile } from '../numeric/quantiles.js';
import { Poisson } from './poisson.js';
import { ofEvents } from './recessions.js';

const dispersion: ArgumentRecord = {
  name: 'dispersion',
  domain: domains.positive,
  text: 'size θ: the variance is mean + mean²/θ; when large, close to Poisson',
};

/**
 * log of Γ(y + θ) / (Γ(θ) y!) · θ^θ / (θ + μ)^(θ + y), through Stirling's formula and its remainder S, so that nothing is lost for a large θ:
 * (y + θ) log1p((y − μ)/(θ + μ)) − ½ log1p(y/θ) − y + S(y + θ) − S(θ) − lgamma(y + 1).
 */
function withoutPower(o: Ops, y: NodeId, mean: NodeId, theta: NodeId): NodeId {
  const sum = o.add(y, theta);
  const growth = o.mul(sum, o.log1p(o.div(o.sub(y, mean), o.add(theta, mean))));
  const halfLog = o.mul(o.num(0.5), o.log1p(o.div(y, theta)));
  const remainder = o.sub(o.stirling(sum), o.stirling(theta));
  return o.sub(o.add(o.sub(o.sub(growth, halfLog), y), remainder), o.lgamma(o.add(y, o.num(1))));
}

/** log P(Y > y) = log I(mean/(θ + mean); y + 1, θ), or of the complement. */
const logTail = (o: Ops, name: 'logBetaP' | 'logBetaQ', y: NodeId, mean: NodeId, theta: NodeId): NodeId =>
  o[name](o.div(mean, o.add(theta, mean)), o.add(y, o.num(1)), theta);

const byMean: Parameterisation = {
  arguments: [{ name: 'mean', domain: domains.positive, text: 'mean count' }, dispersion],
  logDensity: (o, y, args) => o.add(o.xlogy(y, scalar(args, 0)), withoutPower(o, y, scalar(args, 0), scalar(args, 1))),
  logCdf: (o, y, args) => logTail(o, 'logBetaQ', y, scalar(args, 0), scalar(args, 1)),
  logSurvival: (o, y, args) => logTail(o, 'logBetaP', y, scalar(args, 0), scalar(args, 1)),
  mean: (_, args) => scalar(args, 0),
  canonical: identity,
  limits: [{ arguments: ['dispersion'], is: 'the Poisson distribution', write: `${Poisson.name}(mean)` }],
  recession: ofEvents('mean'),
};

const byLog: Parameterisation = {
  arguments: [{ name: 'log', domain: domains.real, text: 'log of the mean count' }, dispersion],
  logDensity: (o, y, args) => o.add(o.mul(y, scalar(args, 0)), withoutPower(o, y, o.exp(scalar(args, 0)), scalar(args, 1))),
  logCdf: (o, y, args) => logTail(o, 'logBetaQ', y, o.exp(scalar(args, 0)), scalar(args, 1)),
  logSurvival: (o, y, args) => logTail(o, 'logBetaP', y, o.exp(scalar(args, 0)), scalar(args, 1)),
  mean: (o, args) => o.exp(scalar(args, 0)),
  canonical: ([log = NaN, theta = NaN]) => [Math.exp(log), theta],
  fromCanonical: ([mean = NaN, theta = NaN]) => [Math.log(mean), theta],
  limits: [{ arguments: ['dispersion'], is: 'the Poisson distribution', write: `${Poisson.name}(log = …)` }],
  recession: ofEvents('log'),
};

function logMass(k: number, mean: number, theta: number): number {
  const ways = gammaln(k + theta) - gammaln(theta) - gammaln(k + 1);
  return ways - theta * Math.log1p(mean / theta) + (k === 0 ? 0 : k * (Math.log(mean) - Math.log(theta + mean)));
}

export const NegativeBinomial: Distribution = {
  name: 'NegativeBinomial',
  title: 'negative binomial distribution: counts that vary more than Poisson',
  kind: 'discrete',
  outcome: domains.count,
  parameterisations: [byMean, byLog],
  mean: ([mean = NaN]) => mean,
  variance: ([mean = NaN, theta = NaN]) => mean + (mean * mean) / theta,
  quantile: (p, [mean = NaN, theta = NaN]) =>
    countQuantile(p, (k) => Math.exp(logMass(k, mean, theta)), mean + 200 * Math.sqrt(mean + (mean * mean) / theta) + 100),
  start: ({ mean, sd }) => [mean, sd * sd > mean ? (mean * mean) / (sd * sd - mean) : 10 * mean + 1],
  counts: { of: 'events' },
  widens: {
    of: Poisson,
    call: 'NegativeBinomial(mean, dispersion)',
    parameter: 'dispersion',
    arguments: { rate: { name: 'mean' }, log: { name: 'log' } },
  },
  formula: 'P(y) = Γ(y + θ) / (Γ(θ) y!) · (θ/(θ + mean))^θ · (mean/(θ + mean))^y, θ the dispersion',
  loss: 'minimising negative binomial deviance',
  names: { r: 'dnbinom(mu, size), MASS::glm.nb', stan: 'neg_binomial_2', pymc: 'NegativeBinomial(mu, alpha)', scipy: 'nbinom' },
  source: 'Hilbe, Negative Binomial Regression (2011), ch. 8',
};
