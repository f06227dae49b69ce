import type { NodeId } from '../../ir/graph.js';
import type { Ops } from '../../ir/ops.js';
import { type ArgumentNodes, type ArgumentRecord, type Distribution, domains } from '../distribution.js';
import { logBetween, tailsAt, tailsBefore, withoutTails } from './tails.js';
import { type Family, guard, type Parts, partsOf, supportOf, type Wrapper } from './wrapper.js';

/** The text and names of a wrapper. */
type Words = Pick<Wrapper, 'name' | 'title' | 'formula' | 'loss' | 'names' | 'source'>;

/** log-density of a row: from the outcome, the own arguments and those of the distribution inside. */
type RowDensity = (o: Ops, y: NodeId, own: ArgumentNodes, inner: Family, args: ArgumentNodes) => NodeId;

const when: ArgumentRecord = { name: 'when', domain: domains.binary, data: true, text: 'true (1) in rows where only a bound is known' };

/** The distribution of outcomes that are not always known exactly: everything except the log-density is that of the distribution inside. */
function make(words: Words, own: ArgumentRecord, inner: Family | undefined, rowDensity: RowDensity): Family | string {
  if (!inner) throw new Error(`${words.name} was made of nothing`);
  const missing = withoutTails(words.name, inner);
  if (missing !== undefined) return missing;
  const parts = partsOf([own], [inner]);
  const { arguments: records, canonical, fromCanonical, edges } = parts;
  const { mean } = inner.parameterisation;
  const parameterisation = {
    ...{ arguments: records, canonical, fromCanonical, edges, ...oneMaximum(inner) },
    ...(mean ? { mean: (o: Ops, args: ArgumentNodes) => mean(o, parts.nodes(args).inner[0] ?? []) } : {}),
    uncensored: (args: ArgumentNodes) => ({ ...inner, args: parts.nodes(args).inner[0] ?? [] }),
    logDensity: (o: Ops, y: NodeId, args: ArgumentNodes) => {
      const split = parts.nodes(args);
      return rowDensity(o, y, split.own, inner, split.inner[0] ?? []);
    },
  };
  return { distribution: distributionOf(words, inner, parts), parameterisation };
}

/** Censoring keeps one maximum where the density is log-concave in its location (Burridge, JRSS B 43, 1981). */
function oneMaximum({ distribution, parameterisation: { oneMaximumIn } }: Family): { readonly oneMaximumIn?: readonly string[] } {
  const isLocation = distribution.outcome.lower === -Infinity && distribution.logConcave !== undefined;
  return isLocation && oneMaximumIn ? { oneMaximumIn } : {};
}

function distributionOf({ name, title, formula, loss, names, source }: Words, inner: Family, parts: Parts): Distribution {
  const { distribution } = inner;
  const { kind, outcome } = distribution;
  const args = (all: readonly number[]): readonly number[] => parts.numbers(all).inner[0] ?? [];
  return {
    ...{ name, title, formula, loss, names, source, kind, outcome },
    parameterisations: [],
    isCensored: true,
    support: (all) => supportOf(inner, args(all)),
    mean: (all) => distribution.mean(args(all)),
    start: (sample) => [NaN, ...(distribution.start?.(sample) ?? [])],
    otherStarts: (sample) => (distribution.otherStarts?.(sample) ?? []).map((start) => [NaN, ...start]),
  };
}

const own = (args: ArgumentNodes, o: Ops): NodeId => args[0]?.[0] ?? o.num(NaN);

const rightWords: Words = {
  name: 'RightCensored',
  title: 'right-censored outcomes: for some rows only a lower bound is known',
  formula: 'p(y) where y is known, P(Y ≥ y) where `when` is true',
  loss: 'survival analysis: rows without the event count as having lasted at least that long',
  names: { r: 'survival::Surv(time, event)', stan: 'lccdf', pymc: 'Censored', scipy: 'CensoredData(right = …)' },
  source: 'Kalbfleisch & Prentice, The Statistical Analysis of Failure Time Data (2002), ch. 3',
};

export const RightCensored: Wrapper = {
  ...rightWords,
  before: [],
  after: [{ name: 'when' }],
  several: false,
  calls: ['RightCensored(D, event == 0)'],
  make: ([inner]) =>
    make(rightWords, when, inner, (o, y, args, family, nodes) => {
      const bound = tailsBefore(o, family, y, nodes).above;
      return o.select(own(args, o), bound, family.parameterisation.logDensity(o, y, nodes));
    }),
};

const leftWords: Words = {
  name: 'LeftCensored',
  title: 'left-censored outcomes: for some rows only an upper bound is known',
  formula: 'p(y) where y is known, P(Y ≤ y) where `when` is true',
  loss: 'tobit regression, values below a limit of detection',
  names: { r: 'survival::Surv(type = "left")', stan: 'lcdf', pymc: 'Censored', scipy: 'CensoredData(left = …)' },
  source: 'Tobin, Econometrica 26 (1958) 24–36',
};

export const LeftCensored: Wrapper = {
  ...leftWords,
  before: [],
  after: [{ name: 'when' }],
  several: false,
  calls: ['LeftCensored(D, y == 0)'],
  make: ([inner]) =>
    make(leftWords, when, inner, (o, y, args, family, nodes) => {
      const bound = tailsAt(o, family, y, nodes).below;
      return o.select(own(args, o), bound, family.parameterisation.logDensity(o, y, nodes));
    }),
};

const intervalWords: Words = {
  name: 'IntervalCensored',
  title: 'interval-censored outcomes: each is known to lie between two bounds',
  formula: 'P(y < Y ≤ upper), for counts P(y ≤ Y ≤ upper); p(y) where upper = y',
  loss: 'grouped and rounded data, events between two inspections',
  names: { r: 'survival::Surv(type = "interval2")', stan: 'log_diff_exp of lcdf', scipy: 'CensoredData(interval = …)' },
  source: 'Turnbull, JRSS B 38 (1976) 290–295',
};

const upperBound: ArgumentRecord = {
  name: 'upper',
  domain: { ...domains.real, upperClosed: true, text: 'a number, or infinity' },
  data: true,
  text: 'upper bound of the outcome; the outcome itself is the lower one',
};

/** A lower bound may lie on the edge of the distribution's support. */
function withEdge(made: Family | string): Family | string {
  if (typeof made === 'string') return made;
  const { outcome } = made.distribution;
  return { ...made, distribution: { ...made.distribution, outcome: { ...outcome, lowerClosed: Number.isFinite(outcome.lower) } } };
}

export const IntervalCensored: Wrapper = {
  ...intervalWords,
  before: [],
  after: [{ name: 'upper' }],
  several: false,
  calls: ['IntervalCensored(D, upper)'],
  make: ([inner]) => {
    const made = make(intervalWords, upperBound, inner, (o, y, args, family, nodes) => {
      const upper = own(args, o);
      const from = tailsBefore(o, family, y, nodes);
      const isFinite = o.less(upper, o.num(Infinity));
      const between = logBetween(o, from, tailsAt(o, family, o.select(isFinite, upper, y), nodes));
      const part = o.select(isFinite, between, from.above);
      const exact = guard(o, y, family.distribution.outcome, o.num(-Infinity), (at) => family.parameterisation.logDensity(o, at, nodes));
      return o.select(o.equal(y, upper), exact, part);
    });
    if (typeof made === 'string') return made;
    const problem = ([upper = NaN]: readonly number[], y: number): string | undefined =>
      upper < y ? `the upper bound ${String(upper)} lies below the outcome ${String(y)}, which is the lower one.` : undefined;
    return withEdge({ ...made, parameterisation: { ...made.parameterisation, problem } });
  },
};
