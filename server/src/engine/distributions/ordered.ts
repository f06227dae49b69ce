import type { NodeId } from '../ir/graph.js';
import type { Ops } from '../ir/ops.js';
import { pick } from './categorical.js';
import { type ArgumentRecord, type Distribution, domains, type Parameterisation, type Sample, scalar } from './distribution.js';
import { normalQuantile } from '../numeric/quantiles.js';
import { ofPlace } from './recessions.js';

/** A latent scale that cutpoints divide: its log tails and the log of the probability between two places. */
interface Scale {
  logCdf(o: Ops, x: NodeId): NodeId;
  logBetween(o: Ops, from: NodeId, to: NodeId): NodeId;
  quantile(p: number): number;
}

const argumentRecords: readonly ArgumentRecord[] = [
  {
    name: 'eta',
    domain: domains.real,
    intercept: false,
    text: 'position on the latent scale; `linear` has no intercept here, since the cutpoints take its place',
  },
  {
    name: 'cutpoints',
    domain: domains.real,
    vector: { entries: (classes) => classes - 1, each: 'cutpoints', form: 'ordered' },
    text: 'where one class ends and the next begins: increasing, one fewer than there are classes',
  },
];

/** log P(y = k) = log(F(c[k + 1] − eta) − F(c[k] − eta)) for class k from 0 on, with c[0] = −∞ and c[K] = ∞. Both tails are symmetric. */
function parameterisation(scale: Scale): Parameterisation {
  return {
    arguments: argumentRecords,
    logDensity: (o, y, args) => {
      const eta = scalar(args, 0);
      const places = (args[1] ?? []).map((cut) => o.sub(cut, eta));
      const [first = o.num(NaN), last = o.num(NaN)] = [places[0], places.at(-1)];
      const between = places.slice(1).map((to, k) => scale.logBetween(o, places[k] ?? first, to));
      return pick(o, y, [scale.logCdf(o, first), ...between, scale.logCdf(o, o.neg(last))]);
    },
    canonical: (args) => args,
    oneMaximumIn: ['eta', 'cutpoints'],
    recession: ofPlace('eta', 'cutpoints'),
  };
}

/** eta 0 and cutpoints where the classes' frequencies put them. */
function startFrom({ sorted }: Sample, scale: Scale): readonly number[] {
  const classes = (sorted.at(-1) ?? 0) + 1;
  const below = (k: number): number => sorted.filter((code) => code <= k).length;
  const share = (k: number): number => (below(k) + 0.5) / (sorted.length + 1);
  return [0, ...Array.from({ length: classes - 1 }, (_, k) => scale.quantile(share(k)))];
}

const logistic: Scale = {
  logCdf: (o, x) => o.neg(o.softplus(o.neg(x))),
  // (e^to − e^from) / ((1 + e^from)(1 + e^to))
  logBetween: (o, from, to) => o.sub(o.sub(o.logDiffExp(to, from), o.softplus(from)), o.softplus(to)),
  quantile: (p) => Math.log(p) - Math.log1p(-p),
};

const normal: Scale = {
  logCdf: (o, x) => o.logPhi(x),
  logBetween: (o, from, to) => {
    const left = o.logDiffExp(o.logPhi(to), o.logPhi(from));
    const right = o.logDiffExp(o.logPhi(o.neg(from)), o.logPhi(o.neg(to)));
    return o.select(o.less(o.add(from, to), o.num(0)), left, right);
  },
  quantile: normalQuantile,
};

const common = {
  kind: 'categorical',
  outcome: domains.count,
  mean: () => NaN,
} as const;

export const OrderedLogistic: Distribution = {
  ...common,
  name: 'OrderedLogistic',
  title: 'ordered logistic distribution: classes with an order (proportional odds)',
  parameterisations: [parameterisation(logistic)],
  start: (sample) => startFrom(sample, logistic),
  formula: 'P(y ≤ k) = logistic(cutpoints[k] − eta)',
  loss: 'cross-entropy of classes on a scale: ordinal regression',
  names: { r: 'MASS::polr', stan: 'ordered_logistic', pymc: 'OrderedLogistic', scipy: 'statsmodels OrderedModel(distr = "logit")' },
  source: 'McCullagh, JRSS B 42 (1980) 109–142; one maximum: Pratt, JASA 76 (1981)',
};

export const OrderedProbit: Distribution = {
  ...common,
  name: 'OrderedProbit',
  title: 'ordered probit distribution: classes with an order, cut from a Normal',
  parameterisations: [parameterisation(normal)],
  start: (sample) => startFrom(sample, normal),
  formula: 'P(y ≤ k) = Phi(cutpoints[k] − eta)',
  loss: 'cross-entropy of classes on a scale: ordinal regression',
  names: { r: 'MASS::polr(method = "probit")', stan: 'ordered_probit', pymc: 'OrderedProbit', scipy: 'statsmodels OrderedModel' },
  source: 'McKelvey & Zavoina, Journal of Mathematical Sociology 4 (1975); one maximum: Pratt, JASA 76 (1981)',
};
