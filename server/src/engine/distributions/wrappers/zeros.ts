import type { NodeId } from '../../ir/graph.js';
import type { Ops } from '../../ir/ops.js';
import { at } from '../../numeric/at.js';
import {
  type ArgumentNodes,
  type ArgumentRecord,
  complement,
  contains,
  type Distribution,
  domains,
  type Parameterisation,
  type Sample,
} from '../distribution.js';
import { Poisson } from '../poisson.js';
import { sampleOf } from '../sample.js';
import { tailsAt } from './tails.js';
import { type Family, guard, type Parts, partsOf, supportOf, type Wrapper } from './wrapper.js';

type Words = Pick<Wrapper, 'name' | 'title' | 'formula' | 'loss' | 'names' | 'source'>;

/** log-densities at 0 and elsewhere, for the probability of an extra zero and log p of the distribution inside. */
interface Rows {
  zero(o: Ops, p: NodeId, density: NodeId): NodeId;
  other(o: Ops, p: NodeId, density: NodeId, atZero: NodeId | undefined): NodeId;
  mean(p: number, inner: number, isCount: boolean): number;
  /** log P(Y > y) for y ≥ 0 from that of the distribution inside. */
  above(o: Ops, p: NodeId, above: NodeId, atZero: NodeId | undefined): NodeId;
  meanNode(o: Ops, p: NodeId, inner: NodeId, atZero: NodeId | undefined): NodeId;
}

function make(words: Words, text: string, inner: Family | undefined, rows: Rows): Family | string {
  if (!inner) throw new Error(`${words.name} was made of nothing`);
  const { kind, outcome } = inner.distribution;
  if (kind === 'categorical') return `${words.name} needs a distribution of numbers, but ${inner.distribution.name} is one of classes.`;
  const p: ArgumentRecord = { name: 'p', domain: domains.unit, text };
  const parts = partsOf([p], [inner]);
  const isCount = kind === 'discrete' && contains(outcome, 0);
  const logDensity = (o: Ops, y: NodeId, args: ArgumentNodes): NodeId => {
    const { own, inner: nodes } = parts.nodes(args);
    const share = own[0]?.[0] ?? o.num(NaN);
    const innerArgs = nodes[0] ?? [];
    const isZero = o.equal(y, o.num(0));
    const density = guard(o, y, outcome, o.num(-Infinity), (at) => inner.parameterisation.logDensity(o, at, innerArgs));
    const atZero = isCount ? inner.parameterisation.logDensity(o, o.num(0), innerArgs) : undefined;
    return o.select(isZero, atZero === undefined ? o.log(share) : rows.zero(o, share, atZero), rows.other(o, share, density, atZero));
  };
  const { arguments: records, canonical, fromCanonical, edges } = parts;
  const distribution = distributionOf(words, inner, parts, (a, b) => rows.mean(a, b, isCount));
  const parameterisation = {
    arguments: records,
    canonical,
    fromCanonical,
    edges,
    logDensity,
    ...meanOf(inner, parts, rows, isCount),
    ...tailsOf(inner, parts, rows, isCount),
  };
  return { distribution, parameterisation };
}

/** The distribution function of outcomes that are not negative. */
function tailsOf(inner: Family, parts: Parts, rows: Rows, isCount: boolean): Pick<Parameterisation, 'logCdf' | 'logSurvival'> {
  const own = inner.parameterisation;
  if (!own.logCdf || inner.distribution.outcome.lower < 0) return {};
  const logSurvival = (o: Ops, y: NodeId, args: ArgumentNodes): NodeId => {
    const { own: shares, inner: nodes } = parts.nodes(args);
    const innerArgs = nodes[0] ?? [];
    const { above } = tailsAt(o, inner, y, innerArgs);
    return rows.above(o, shares[0]?.[0] ?? o.num(NaN), above, isCount ? own.logDensity(o, o.num(0), innerArgs) : undefined);
  };
  return { logSurvival, logCdf: (o, y, args) => complement(o, logSurvival(o, y, args)) };
}

function meanOf({ parameterisation }: Family, parts: Parts, rows: Rows, isCount: boolean): Pick<Parameterisation, 'mean'> {
  const { mean } = parameterisation;
  if (!mean) return {};
  return {
    mean: (o, args) => {
      const { own, inner } = parts.nodes(args);
      const nodes = inner[0] ?? [];
      return rows.meanNode(
        o,
        own[0]?.[0] ?? o.num(NaN),
        mean(o, nodes),
        isCount ? parameterisation.logDensity(o, o.num(0), nodes) : undefined,
      );
    },
  };
}

function distributionOf(
  { name, title, formula, loss, names, source }: Words,
  inner: Family,
  parts: Parts,
  mean: (p: number, inner: number) => number,
): Distribution {
  const { outcome, kind } = inner.distribution;
  const isBeside = outcome.lower === 0 && !outcome.lowerClosed;
  return {
    ...{ name, title, formula, loss, names, source, kind },
    outcome: isBeside ? { ...outcome, lowerClosed: true, text: `0 or ${outcome.text}` } : outcome,
    parameterisations: [],
    support: (args) => {
      const { lower, upper } = supportOf(inner, parts.numbers(args).inner[0] ?? []);
      return { lower: Math.min(lower, 0), upper: Math.max(upper, 0) };
    },
    mean: (args) => {
      const { own, inner: numbers } = parts.numbers(args);
      return mean(at(own, 0), inner.distribution.mean(numbers[0] ?? []));
    },
    start: (sample) => startFrom(sample, (others) => inner.distribution.start?.(others) ?? []),
  };
}

/** The rows that are not 0 determine the distribution; half of the others are taken to be extra zeros. */
function startFrom({ sorted }: Sample, start: (sample: Sample) => readonly number[]): readonly number[] {
  const others = sorted.filter((y) => y !== 0);
  const share = 1 - others.length / sorted.length;
  return [Math.min(Math.max(share / 2, 0.01), 0.99), ...start(sampleOf(others.length > 0 ? others : sorted))];
}

const inflatedWords: Words = {
  name: 'ZeroInflated',
  title: 'zero-inflated distribution: zeros from two sources',
  formula: 'P(0) = p + (1 − p) · P_D(0), P(y) = (1 − p) · P_D(y) for y ≠ 0',
  loss: 'a mixture of a class of certain zeros and D',
  names: { r: 'pscl::zeroinfl', stan: 'log_sum_exp by hand', pymc: 'ZeroInflatedPoisson and others' },
  source: 'Lambert, Technometrics 34 (1992) 1–14',
};

export const ZeroInflated: Wrapper = {
  ...inflatedWords,
  before: [{ name: 'p' }],
  after: [],
  several: false,
  calls: [`ZeroInflated(p, ${Poisson.name}(rate))`],
  make: ([inner]) =>
    make(inflatedWords, 'probability of an extra zero', inner, {
      zero: (o, p, density) => o.logAddExp(o.log(p), o.add(o.log1p(o.neg(p)), density)),
      other: (o, p, density) => o.add(o.log1p(o.neg(p)), density),
      mean: (p, mean) => (1 - p) * mean,
      above: (o, p, above) => o.add(o.log1p(o.neg(p)), above),
      meanNode: (o, p, mean) => o.mul(o.sub(o.num(1), p), mean),
    }),
};

const hurdleWords: Words = {
  name: 'Hurdle',
  title: 'hurdle distribution: zeros have a probability of their own',
  formula: 'P(0) = p, p(y) = (1 − p) · p_D(y) / (1 − P_D(0)) for y ≠ 0',
  loss: 'two models in one: whether it is zero, and how much where it is not',
  names: { r: 'pscl::hurdle', stan: 'by hand', pymc: 'HurdlePoisson and others' },
  source: 'Mullahy, Journal of Econometrics 33 (1986) 341–365',
};

export const Hurdle: Wrapper = {
  ...hurdleWords,
  before: [{ name: 'p' }],
  after: [],
  several: false,
  calls: [`Hurdle(p, ${Poisson.name}(rate))`],
  make: ([inner]) =>
    make(hurdleWords, 'probability of a zero', inner, {
      zero: (o, p) => o.log(p),
      other: (o, p, density, atZero) => {
        const share = o.add(o.log1p(o.neg(p)), density);
        return atZero === undefined ? share : o.sub(share, o.logDiffExp(o.num(0), atZero));
      },
      mean: (p, mean, isCount) => (isCount ? NaN : (1 - p) * mean),
      above: (o, p, above, atZero) => {
        const share = o.add(o.log1p(o.neg(p)), above);
        return atZero === undefined ? share : o.sub(share, o.logDiffExp(o.num(0), atZero));
      },
      meanNode: (o, p, mean, atZero) => {
        const share = o.mul(o.sub(o.num(1), p), mean);
        return atZero === undefined ? share : o.div(share, o.neg(o.expm1(atZero)));
      },
    }),
};
