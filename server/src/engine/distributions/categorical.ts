import type { NodeId } from '../ir/graph.js';
import type { Ops } from '../ir/ops.js';
import { Dirichlet } from './dirichlet.js';
import { type Distribution, domains, type Parameterisation, type VectorShape } from './distribution.js';
import { ofScores } from './recessions.js';

const classes: Omit<VectorShape, 'form'> = { entries: (count) => count, each: 'classes' };

/** The entry of `values` whose index is y: a chain of choices over the classes. */
export function pick(o: Ops, y: NodeId, values: readonly NodeId[]): NodeId {
  const last = values.length - 1;
  return values.slice(0, last).reduceRight((rest, value, k) => o.select(o.equal(y, o.num(k)), value, rest), values[last] ?? o.num(NaN));
}

const byProbabilities: Parameterisation = {
  arguments: [
    { name: 'p', domain: domains.unit, vector: { ...classes, form: 'simplex' }, text: 'a probability for each class, summing to 1' },
  ],
  logDensity: (o, y, [p = []]) => o.log(pick(o, y, p)),
  canonical: (args) => args,
};

/** logits[y] − log Σ e^logits: the softmax log-likelihood. */
const byLogits: Parameterisation = {
  arguments: [
    {
      name: 'logits',
      domain: domains.real,
      vector: { ...classes, form: 'free' },
      isRelative: true,
      text: 'a score for each class: probabilities are their softmax',
    },
  ],
  logDensity: (o, y, [logits = []]) => {
    const total = logits.reduce((sum, logit) => o.logAddExp(sum, logit));
    return o.sub(pick(o, y, logits), total);
  },
  canonical: (logits) => {
    const high = Math.max(...logits);
    const weights = logits.map((logit) => Math.exp(logit - high));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => weight / total);
  },
  oneMaximumIn: ['logits'],
  recession: ofScores('logits'),
};

export const Categorical: Distribution = {
  name: 'Categorical',
  title: 'categorical distribution',
  kind: 'categorical',
  outcome: domains.count,
  parameterisations: [byProbabilities, byLogits],
  mean: () => NaN,
  conjugate: Dirichlet,
  formula: 'P(y = k) = p[k] = e^logits[k] / Σ e^logits',
  loss: 'minimising cross-entropy (softmax regression)',
  names: { r: 'nnet::multinom', stan: 'categorical, categorical_logit', pymc: 'Categorical', scipy: 'multinomial with n = 1' },
  source: 'Agresti, Categorical Data Analysis (2013), ch. 8',
};
