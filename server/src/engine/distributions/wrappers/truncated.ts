import type { NodeId } from '../../ir/graph.js';
import type { Ops } from '../../ir/ops.js';
import { type ArgumentNodes, type ArgumentRecord, domains } from '../distribution.js';
import { logBetween, type Tails, tailsAt, tailsBefore, withoutTails } from './tails.js';
import { type Family, once, type Parts, partsOf, sizeOf, supportOf, type Wrapper, wrapperUsage } from './wrapper.js';

const records: Readonly<Record<string, ArgumentRecord>> = {
  lower: { name: 'lower', domain: domains.real, text: 'smallest value that is kept' },
  upper: { name: 'upper', domain: domains.real, text: 'largest value that is kept' },
};

/** What is needed to work with a truncated distribution: the one inside, and which bounds are given. */
interface Build {
  readonly inner: Family;
  readonly given: readonly string[];
  readonly parts: Parts;
}

function make([inner]: readonly Family[], given: readonly string[]): Family | string {
  if (!inner || given.length === 0) return `Truncated needs \`lower\` or \`upper\`, or both. ${wrapperUsage(Truncated)}`;
  const missing = withoutTails('Truncated', inner);
  if (missing !== undefined) return missing;
  const parts = partsOf(
    given.flatMap((name) => records[name] ?? []),
    [inner],
  );
  const build = { inner, given, parts };
  const { canonical, fromCanonical, arguments: own, edges } = parts;
  const parameterisation = {
    ...{ arguments: own, canonical, fromCanonical, edges: [...given, ...edges] },
    logDensity: (o: Ops, y: NodeId, args: ArgumentNodes) => logDensity(o, y, args, build),
    logCdf: once((o, y, args) => logPart(o, args, build, undefined, y)),
    logSurvival: once((o, y, args) => logPart(o, args, build, y, undefined)),
    problem: (args: readonly number[], y: number) => problem(args, y, build),
  };
  return { distribution: distributionOf(build), parameterisation };
}

function boundsOf(o: Ops, args: ArgumentNodes, { inner, given, parts }: Build) {
  const { own, inner: nodes } = parts.nodes(args);
  const [lower, upper] = ['lower', 'upper'].map((name) => own[given.indexOf(name)]?.[0]);
  const innerArgs = nodes[0] ?? [];
  const from: Tails | undefined = lower === undefined ? undefined : tailsBefore(o, inner, lower, innerArgs);
  const to: Tails | undefined = upper === undefined ? undefined : tailsAt(o, inner, upper, innerArgs);
  return { lower, upper, innerArgs, from, to };
}

/** log p(y) less the log of the probability between the bounds; −Infinity outside them. */
function logDensity(o: Ops, y: NodeId, args: ArgumentNodes, build: Build): NodeId {
  const { lower, upper, innerArgs, from, to } = boundsOf(o, args, build);
  const density = o.sub(build.inner.parameterisation.logDensity(o, y, innerArgs), logBetween(o, from, to));
  const above = lower === undefined ? [] : [o.lessEqual(lower, y)];
  const below = upper === undefined ? [] : [o.lessEqual(y, upper)];
  const isInside = [...above, ...below].reduce((a, b) => o.mul(a, b));
  return o.select(isInside, density, o.num(-Infinity));
}

/** The log of the share of the kept range that lies above `after` or up to `until`. */
function logPart(o: Ops, args: ArgumentNodes, build: Build, after: NodeId | undefined, until: NodeId | undefined): NodeId {
  const { innerArgs, from, to } = boundsOf(o, args, build);
  const at = (y: NodeId): Tails => tailsAt(o, build.inner, y, innerArgs);
  const part = logBetween(o, after === undefined ? from : at(after), until === undefined ? to : at(until));
  return o.sub(part, logBetween(o, from, to));
}

/** Bounds that leave nothing, and outcomes outside them. */
function problem(args: readonly number[], y: number, { inner, given, parts }: Build): string | undefined {
  const { own, inner: numbers } = parts.numbers(args);
  const [lower = -Infinity, upper = Infinity] = ['lower', 'upper'].map((name) => own[given.indexOf(name)]);
  const whole = inner.distribution.outcome.whole === true;
  const [first, last] = whole ? [Math.ceil(lower), Math.floor(upper)] : [lower, upper];
  const { name } = inner.distribution;
  const nothing = 'nothing is left of the distribution';
  if (whole ? first > last : first >= last) return `Truncated keeps values from ${shown(lower)} to ${shown(upper)}: ${nothing}.`;
  const known = (numbers[0] ?? []).every((value) => !Number.isNaN(value));
  const support =
    known && numbers[0]?.length === sizeOf(inner.parameterisation)
      ? supportOf(inner, inner.parameterisation.canonical(numbers[0]))
      : inner.distribution.outcome;
  if (whole ? first > support.upper || last < support.lower : first >= support.upper || last <= support.lower) {
    return `Truncated keeps values from ${shown(lower)} to ${shown(upper)}, and ${name} has none there: ${nothing}.`;
  }
  return y < lower || y > upper
    ? `the outcome ${String(y)} lies outside the range ${shown(lower)} to ${shown(upper)} that Truncated keeps.`
    : undefined;
}

const shown = (value: number): string => (Number.isFinite(value) ? String(value) : value < 0 ? '−∞' : '∞');

function distributionOf({ inner, given, parts }: Build): Family['distribution'] {
  const { name, title, formula, loss, names, source } = Truncated;
  const { distribution } = inner;
  const { kind, outcome } = distribution;
  const none = given.map(() => NaN);
  return {
    ...{ name, title, formula, loss, names, source, kind, outcome },
    parameterisations: [],
    support: (args) => {
      const { own, inner: numbers } = parts.numbers(args);
      const { lower, upper } = supportOf(inner, numbers[0] ?? []);
      const [from = lower, to = upper] = ['lower', 'upper'].map((bound) => own[given.indexOf(bound)]);
      return { lower: Math.max(lower, from), upper: Math.min(upper, to) };
    },
    mean: () => NaN,
    start: (sample) => [...none, ...(distribution.start?.(sample) ?? [])],
    otherStarts: (sample) => (distribution.otherStarts?.(sample) ?? []).map((start) => [...none, ...start]),
    logConcave: (args) => distribution.logConcave?.(parts.numbers(args).inner[0] ?? []) ?? false,
  };
}

export const Truncated: Wrapper = {
  name: 'Truncated',
  title: 'truncated distribution: values outside a range were never seen',
  before: [],
  after: [
    { name: 'lower', optional: true },
    { name: 'upper', optional: true },
  ],
  several: false,
  calls: ['Truncated(D, lower, upper)', 'Truncated(D, lower = 0)', 'Truncated(D, upper = 10)'],
  make,
  formula: 'p(y) = p_D(y) / P_D(lower ≤ Y ≤ upper), lower ≤ y ≤ upper',
  loss: 'the loss of D, corrected for the rows that the range excludes',
  names: { r: 'truncreg, truncdist', stan: 'T[lower, upper]', pymc: 'Truncated', scipy: 'truncnorm' },
  source: 'Johnson, Kotz & Balakrishnan 1 (1994), §1.2; Stan Reference Manual, “Truncated distributions”',
};
