import type { NodeId } from '../../ir/graph.js';
import type { Ops } from '../../ir/ops.js';
import { at } from '../../numeric/at.js';
import { type ArgumentNodes, type ArgumentRecord, type Distribution, type Domain, domains, type Sample } from '../distribution.js';
import { sampleOf } from '../sample.js';
import { type Family, guard, type Parts, partsOf, supportOf, type Wrapper } from './wrapper.js';

type Term = (family: Family, y: NodeId, args: ArgumentNodes) => NodeId;

/** log Σ w[k] e^term[k], the terms of a row. A component that cannot produce y adds nothing. */
function logSum(o: Ops, y: NodeId, args: ArgumentNodes, { inner, parts, domain }: Build, term: Term): NodeId {
  const { own: weights, inner: nodes } = parts.nodes(args);
  const weighted = inner.map((family, k) => {
    const of = (at: NodeId): NodeId => term(family, at, nodes[k] ?? []);
    const { outcome } = family.distribution;
    const own = isSame(outcome, domain) ? of(y) : guard(o, y, outcome, o.num(-Infinity), of);
    return timesWeight(o, weights[0]?.[k] ?? o.num(NaN), own);
  });
  return weighted.reduce((a, b) => o.logAddExp(a, b));
}

/** log w + term; a weight of 0 in the data removes the component. */
function timesWeight(o: Ops, weight: NodeId, term: NodeId): NodeId {
  const isFree = o.graph.reachable([weight]).some((id) => o.graph.node(id).kind === 'variable');
  if (isFree) return o.add(o.log(weight), term);
  const isNone = o.equal(weight, o.num(0));
  return o.select(isNone, o.num(-Infinity), o.add(o.log(o.select(isNone, o.num(1), weight)), term));
}

interface Build {
  readonly inner: readonly Family[];
  readonly parts: Parts;
  readonly domain: Domain;
}

function make(inner: readonly Family[]): Family | string {
  const kinds = [...new Set(inner.map(({ distribution }) => distribution.kind))];
  const [kind] = kinds;
  if (!kind || kinds.length > 1) return 'The components of a Mixture must all be continuous, all be counts, or all be classes.';
  const parts = partsOf([weightsFor(inner.length)], inner);
  const build = { inner, parts, domain: union(inner.map(({ distribution }) => distribution.outcome)) };
  const logDensity = (o: Ops, y: NodeId, args: ArgumentNodes): NodeId =>
    logSum(o, y, args, build, ({ parameterisation }, at, nodes) => parameterisation.logDensity(o, at, nodes));
  const { canonical, fromCanonical, arguments: records, edges } = parts;
  const parameterisation = {
    ...{ arguments: records, edges, logDensity, canonical, fromCanonical, ...tails(build), ...meanOf(build) },
    problem: weightProblem(inner.length),
  };
  return { distribution: distributionOf(kind, build), parameterisation };
}

/** Distribution function and survival are sums as the density is, where every component has them on the whole of the mixture's domain. */
function tails(build: Build): Pick<Family['parameterisation'], 'logCdf' | 'logSurvival'> {
  const { inner, domain } = build;
  const known = inner.every(({ parameterisation: { logCdf, logSurvival }, distribution }) => {
    return logCdf && logSurvival && isSame(distribution.outcome, domain);
  });
  if (!known) return {};
  return {
    logCdf: (o, y, args) =>
      logSum(o, y, args, build, ({ parameterisation }, at, nodes) => parameterisation.logCdf?.(o, at, nodes) ?? o.num(NaN)),
    logSurvival: (o, y, args) =>
      logSum(o, y, args, build, ({ parameterisation }, at, nodes) => parameterisation.logSurvival?.(o, at, nodes) ?? o.num(NaN)),
  };
}

/** The weighted mean of the components' means, where each has one. */
function meanOf({ inner, parts }: Build): Pick<Family['parameterisation'], 'mean'> {
  if (!inner.every(({ parameterisation }) => parameterisation.mean)) return {};
  return {
    mean: (o, args) => {
      const { own: weights, inner: nodes } = parts.nodes(args);
      const shares = inner.map(({ parameterisation }, k) =>
        o.mul(weights[0]?.[k] ?? o.num(NaN), parameterisation.mean?.(o, nodes[k] ?? []) ?? o.num(NaN)),
      );
      return shares.reduce((a, b) => o.add(a, b));
    },
  };
}

const weightsFor = (count: number): ArgumentRecord => ({
  name: 'weights',
  domain: domains.unit,
  vector: { entries: () => count, each: 'components', form: 'simplex' },
  text: 'a probability for each component, summing to 1',
});

/** Weights that are all known must sum to 1. */
const weightProblem =
  (count: number) =>
  (args: readonly number[]): string | undefined => {
    const total = args.slice(0, count).reduce((a, b) => a + b, 0);
    return Math.abs(total - 1) > 1e-8 ? `The weights of Mixture sum to ${String(total)}; they must sum to 1.` : undefined;
  };

function distributionOf(kind: Distribution['kind'], { inner, parts, domain }: Build): Distribution {
  const { name, title, formula, loss, names, source } = Mixture;
  return {
    ...{ name, title, formula, loss, names, source, kind },
    outcome: domain,
    parameterisations: [],
    support: (args) => {
      const supports = inner.map((family, k) => supportOf(family, parts.numbers(args).inner[k] ?? []));
      return { lower: Math.min(...supports.map(({ lower }) => lower)), upper: Math.max(...supports.map(({ upper }) => upper)) };
    },
    mean: (args) => {
      const { own, inner: each } = parts.numbers(args);
      return inner.reduce((sum, { distribution }, k) => sum + at(own, k) * distribution.mean(each[k] ?? []), 0);
    },
    start: (sample) => startFrom(inner, slices(sample, evenly(inner.length))),
    otherStarts: (sample) => otherStarts(inner, sample),
  };
}

/** A part of the outcomes for each component to start from. */
function startFrom(inner: readonly Family[], samples: readonly Sample[]): readonly number[] {
  const total = samples.reduce((sum, { sorted }) => sum + sorted.length, 0);
  const weights = samples.map(({ sorted }) => sorted.length / total);
  return [
    ...weights,
    ...inner.flatMap(({ distribution, parameterisation }, k) => {
      const sample = samples[k];
      return (sample && distribution.start?.(sample)) ?? parameterisation.arguments.map(() => NaN);
    }),
  ];
}

/** Uneven slices, every assignment of even slices to the components, and components of the same centre but different spread. */
function otherStarts(inner: readonly Family[], sample: Sample): readonly (readonly number[])[] {
  const count = inner.length;
  const even = slices(sample, evenly(count));
  const assigned = orders(count).map((order) => order.flatMap((k) => even[k] ?? []));
  const uneven = [0.5, 2].map((ratio) => slices(sample, geometric(count, ratio)));
  const nested = inner.map((_, k) => slice(sample, 0.5 - 0.5 / 2 ** (count - 1 - k), 0.5 + 0.5 / 2 ** (count - 1 - k)));
  return [...assigned, ...uneven, nested, nested.toReversed()].map((samples) => startFrom(inner, samples));
}

const evenly = (count: number): readonly number[] => Array.from({ length: count + 1 }, (_, k) => k / count);

/** Cuts of [0, 1] into parts whose lengths form a geometric series. */
function geometric(count: number, ratio: number): readonly number[] {
  const lengths = Array.from({ length: count }, (_, k) => ratio ** k);
  const total = lengths.reduce((a, b) => a + b, 0);
  return [0, ...lengths.map((_, k) => lengths.slice(0, k + 1).reduce((a, b) => a + b, 0) / total)];
}

/** All orders of up to three components; with more, only the given one. */
function orders(count: number): readonly (readonly number[])[] {
  if (count === 2) return [[1, 0]];
  if (count > 3) return [];
  return [
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ];
}

const slices = (sample: Sample, cuts: readonly number[]): Sample[] => cuts.slice(1).map((to, k) => slice(sample, at(cuts, k), to));

/** Equal outcomes would let a component start in its collapse on one point: its spread is kept above this share of the whole. */
const LEAST_SPREAD = 0.05;

function slice(sample: Sample, from: number, to: number): Sample {
  const { sorted, sd } = sample;
  const first = Math.min(Math.floor(from * sorted.length), sorted.length - 1);
  const part = sampleOf(sorted.slice(first, Math.max(Math.ceil(to * sorted.length), first + 1)));
  return { ...part, sd: Math.max(part.sd, LEAST_SPREAD * sd) };
}

/** The smallest interval around the domains. */
function union(all: readonly Domain[]): Domain {
  const [first = domains.real] = all;
  if (all.every((each) => isSame(each, first))) return first;
  const lower = Math.min(...all.map((each) => each.lower));
  const upper = Math.max(...all.map((each) => each.upper));
  const closed = (end: 'lower' | 'upper', value: number): boolean => all.some((each) => each[end] === value && each[`${end}Closed`]);
  return {
    ...{ lower, upper, lowerClosed: closed('lower', lower), upperClosed: closed('upper', upper) },
    whole: all.every(({ whole }) => whole === true),
    text: 'a value that one of the components can produce',
  };
}

function isSame(a: Domain, b: Domain): boolean {
  const bounds = a.lower === b.lower && a.upper === b.upper && a.lowerClosed === b.lowerClosed && a.upperClosed === b.upperClosed;
  return bounds && (a.whole ?? false) === (b.whole ?? false);
}

export const Mixture: Wrapper = {
  name: 'Mixture',
  title: 'mixture of distributions',
  before: [{ name: 'weights' }],
  after: [],
  several: true,
  calls: ['Mixture([w, 1 - w], D1, D2)', 'Mixture([w1, w2, w3], D1, D2, D3)'],
  make,
  formula: 'p(y) = Σ w[k] · p_k(y), w ≥ 0, Σ w = 1',
  loss: 'soft clustering: each row belongs to every component in proportion to its share of the density',
  names: { r: 'mclust, flexmix', stan: 'log_sum_exp, log_mix', pymc: 'Mixture', scipy: 'scikit-learn GaussianMixture' },
  source: 'McLachlan & Peel, Finite Mixture Models (2000)',
};
