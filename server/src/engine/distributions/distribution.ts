import type { NodeId } from '../ir/graph.js';
import type { Ops } from '../ir/ops.js';
import type { Amount, Counted, Gaussian, Kink, Limit, Recession, Squares } from './traits.js';

/** A set of real numbers that an argument or an outcome may take. */
export interface Domain {
  readonly lower: number;
  readonly upper: number;
  /** Whether the bound itself belongs to the set. */
  readonly lowerClosed: boolean;
  readonly upperClosed: boolean;
  readonly whole?: boolean;
  /** For messages: "a positive number". */
  readonly text: string;
}

export const domains = {
  real: { lower: -Infinity, upper: Infinity, lowerClosed: false, upperClosed: false, text: 'a real number' },
  positive: { lower: 0, upper: Infinity, lowerClosed: false, upperClosed: false, text: 'a positive number' },
  nonNegative: { lower: 0, upper: Infinity, lowerClosed: true, upperClosed: false, text: 'a number that is not negative' },
  unit: { lower: 0, upper: 1, lowerClosed: true, upperClosed: true, text: 'a number from 0 to 1' },
  openUnit: { lower: 0, upper: 1, lowerClosed: false, upperClosed: false, text: 'a number strictly between 0 and 1' },
  count: { lower: 0, upper: Infinity, lowerClosed: true, upperClosed: false, whole: true, text: 'a whole number 0, 1, 2, …' },
  binary: { lower: 0, upper: 1, lowerClosed: true, upperClosed: true, whole: true, text: '0 or 1' },
} as const satisfies Record<string, Domain>;

export function contains(domain: Domain, value: number): boolean {
  const above = domain.lowerClosed ? value >= domain.lower : value > domain.lower;
  const below = domain.upperClosed ? value <= domain.upper : value < domain.upper;
  return above && below && (domain.whole !== true || Number.isInteger(value));
}

/** The first value outside the domain; −1 where there is none. */
export function firstOutside(domain: Domain, values: Float64Array): number {
  const { lower, upper, whole = false } = domain;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const isInner = value > lower && value < upper && (!whole || Math.floor(value) === value);
    if (!isInner && !contains(domain, value)) return i;
  }
  return -1;
}

/** Columns that were found to be finite: the same ones come with every model over the same data. */
const finite = new WeakSet<Float64Array>();

/** The first value that is not finite; −1 where there is none. A product with 0 shows this for all values at once. */
export function firstNotFinite(values: Float64Array): number {
  if (finite.has(values)) return -1;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] as number) * 0;
  if (sum !== 0) return values.findIndex((value) => !Number.isFinite(value));
  finite.add(values);
  return -1;
}

export interface ArgumentRecord {
  readonly name: string;
  readonly domain: Domain;
  /** Takes a list. */
  readonly vector?: VectorShape;
  /** Takes only numbers and columns, no parameters. */
  readonly data?: boolean;
  /** Computed from the others: it is not written in a call. */
  readonly derived?: boolean;
  /** False: `linear` has no intercept here. */
  readonly intercept?: boolean;
  /** Only differences between the entries of the list matter: what is added to all of them cancels. */
  readonly isRelative?: boolean;
  readonly text: string;
}

/** How many entries a list has, and what holds between them where they are parameters. */
export interface VectorShape {
  /** Number of entries for an outcome with this many classes. */
  entries(classes: number): number;
  /** What the entries are for, in the plural: "classes". */
  readonly each: string;
  /** simplex: not negative, with sum 1. ordered: increasing. */
  readonly form: 'free' | 'simplex' | 'ordered';
}

/** One way to give the arguments: the first of a distribution is the positional one. */
export interface Parameterisation {
  readonly arguments: readonly ArgumentRecord[];
  /**
   * log p(y | arguments) with all its constants, in a form that is stable in the tails. `args[i]` holds the nodes of argument i, one
   * unless it is a vector.
   */
  logDensity(o: Ops, y: NodeId, args: ArgumentNodes): NodeId;
  /** log P(Y ≤ y), accurate where it is far below 0 and where it is close to it. Left out where no form with derivatives is available. */
  readonly logCdf?: (o: Ops, y: NodeId, args: ArgumentNodes) => NodeId;
  /** log P(Y > y); present where `logCdf` is. */
  readonly logSurvival?: (o: Ops, y: NodeId, args: ArgumentNodes) => NodeId;
  /** The mean as a node; NaN where it does not exist. Left out where it has no closed form. */
  readonly mean?: (o: Ops, args: ArgumentNodes) => NodeId;
  /** The smallest y with P(Y ≤ y) ≥ p as a node, for continuous outcomes. Left out where there is no form with derivatives. */
  readonly quantile?: (o: Ops, p: NodeId, args: ArgumentNodes) => NodeId;
  /** The distribution of the values themselves, where outcomes may be bounds on them. */
  readonly uncensored?: (args: ArgumentNodes) => {
    readonly distribution: Distribution;
    readonly parameterisation: Parameterisation;
    readonly args: ArgumentNodes;
  };
  /** The nodes of a log-density that is a square, where it is one. */
  squares?(o: Ops, y: NodeId, args: readonly (readonly NodeId[])[]): Squares;
  /** The same distribution's arguments in the first parameterisation. */
  canonical(args: readonly number[]): readonly number[];
  /** These arguments from those of the first parameterisation; left out in the first one. */
  fromCanonical?(args: readonly number[]): readonly number[];
  /**
   * Names of arguments in which the likelihood has one maximum only when each is an affine function of parameters, every other argument
   * being a number, a column or a parameter of its own. Undefined: several maxima are possible.
   */
  readonly oneMaximumIn?: readonly string[];
  /** Names of arguments that are an edge of the support: there the likelihood jumps, so it has no derivative at its maximum. */
  readonly edges?: readonly string[];
  /** What the distribution becomes as arguments go to infinity together: a likelihood may rise forever on the way there. */
  readonly limits?: readonly Limit[];
  /** The limit at which an outcome is certain, where there is one. */
  readonly recession?: Recession;
  /**
   * Name of the argument whose score goes back to 0 far from the outcome, a location (Huber & Ronchetti, Robust Statistics, 2009, §4.8): outliers count
   * little, and there may be a maximum at each group of outcomes.
   */
  readonly redescendsIn?: string;
  /** What is wrong in a row with the arguments that are known from the data (NaN stands for the others) and the outcome, in the user's words. */
  problem?(args: readonly number[], y: number): string | undefined;
}

/** A distribution as what is used where data scatter more than another one, one of its limits, allows. */
export interface Widening {
  readonly of: Distribution;
  /** How it is written: "NegativeBinomial(mean, dispersion)". */
  readonly call: string;
  /** The argument that the other one has not. */
  readonly parameter: string;
  /**
   * What each argument of the other one is here: its name, and the function that takes it there where the two have not the same scale. One that is left out has
   * no counterpart.
   */
  readonly arguments: Readonly<Record<string, { readonly name: string; readonly through?: string }>>;
}

/** The nodes of the arguments: one for each, or one for each entry of a list. */
export type ArgumentNodes = readonly (readonly NodeId[])[];

/** How likelihood and prior of a family are written, computed and explained; priors are these same records. */
export interface Distribution {
  readonly name: string;
  readonly title: string;
  readonly kind: 'continuous' | 'discrete' | 'categorical';
  /** Where the density is positive whatever the arguments are. */
  readonly outcome: Domain;
  readonly parameterisations: readonly Parameterisation[];
  /** Outcomes a whole turn apart are the same: the density is over one turn. */
  readonly circular?: boolean;
  /** Where the density is positive for these canonical arguments; the outcome's domain where left out. */
  support?(args: readonly number[]): { readonly lower: number; readonly upper: number };
  /** Mean for canonical arguments; NaN where it does not exist. */
  mean(args: readonly number[]): number;
  /** Variance for canonical arguments; NaN where it does not exist. Left out where it has no closed form. */
  variance?(args: readonly number[]): number;
  /** What a whole-number outcome counts; left out where each outcome is one observation. */
  readonly counts?: Counted;
  /** Smallest x with P(X ≤ x) ≥ p, for p in (0, 1) and canonical arguments. Left out where it has no closed form. */
  quantile?(p: number, args: readonly number[]): number;
  /** Starting values of the arguments (canonical) from outcomes and, where known, their mean curve: method of moments. */
  start?(sample: Sample): readonly number[];
  /** Further starting values, where several maxima are to be expected. NaN stands for an argument about which they say nothing. */
  otherStarts?(sample: Sample): readonly (readonly number[])[];
  /** Whether the log-density of y is concave for these canonical arguments: such a prior adds no maximum. Left out: never. */
  logConcave?(args: readonly number[]): boolean;
  /** An outcome can be a bound on the true value: it has no distance from the mean. */
  readonly isCensored?: boolean;
  /** Canonical arguments of the same distribution around the same centre, `factor` times as wide. Left out where the family has none. */
  rescaled?(args: readonly number[], factor: number): readonly number[];
  /** The log-density is one share of that of a whole vector: it is not a density by itself. */
  readonly isShare?: boolean;
  /** Its integral is infinite: as a prior it is no probability distribution. */
  readonly isImproper?: boolean;
  /** It is written as the strength of a penalty, chosen in order to shrink. */
  readonly isPenalty?: boolean;
  /** The density's kink for canonical arguments, where it has one. */
  readonly kink?: (args: readonly number[]) => Kink;
  /** The Normal density that this one is for canonical arguments. */
  readonly gaussian?: (args: readonly number[]) => Gaussian;
  /** What it is used in place of where data scatter more. */
  readonly widens?: Widening;
  /** The family of priors for its parameter that comes out of the data as the same family. */
  readonly conjugate?: Distribution;
  /**
   * What it is worth as a prior, in data seen before, in Markdown: with a conjugate prior the MAP is the MLE of these and the data together. `beside` are the
   * distributions of the outcomes.
   */
  worth?(args: readonly number[], amount: Amount, beside: readonly Distribution[]): string | undefined;
  /** The density in Unicode, as in a textbook. */
  readonly formula: string;
  /** The loss function that maximising this likelihood minimises. */
  readonly loss: string;
  /** What this distribution means as a prior, where that has a name of its own. */
  readonly penalty?: string;
  /** The same distribution elsewhere. */
  readonly names: { readonly r?: string; readonly stan?: string; readonly pymc?: string; readonly scipy?: string };
  readonly source: string;
}

/** Moments of the outcomes, for starting values. */
export interface Sample {
  readonly mean: number;
  readonly sd: number;
  readonly median: number;
  readonly minimum: number;
  readonly maximum: number;
  /** Mean and standard deviation of log y; NaN where an outcome is not positive. */
  readonly meanLog: number;
  readonly sdLog: number;
  /** The outcomes in increasing order. */
  readonly sorted: Float64Array;
}

/** The node of a scalar argument. */
export function scalar(args: ArgumentNodes, index: number): NodeId {
  const node = args[index]?.[0];
  if (node === undefined) throw new Error(`argument ${String(index)} of a distribution is missing`);
  return node;
}

/** Whether a number that is added to the scores of all classes changes nothing. */
export const hasRelativeScores = ({ parameterisations }: Distribution): boolean =>
  parameterisations.some(({ arguments: records }) => records.some(({ isRelative }) => isRelative));

export const identity = (args: readonly number[]): readonly number[] => args;

/** The functions of a parameterisation whose arguments are computed from those of another one. */
export function through(
  base: Parameterisation,
  args: (o: Ops, own: ArgumentNodes) => ArgumentNodes,
): Pick<Parameterisation, 'logDensity' | 'logCdf' | 'logSurvival' | 'mean' | 'quantile'> {
  const { logCdf, logSurvival, mean, quantile } = base;
  return {
    logDensity: (o, y, own) => base.logDensity(o, y, args(o, own)),
    ...(logCdf ? { logCdf: (o: Ops, y: NodeId, own: ArgumentNodes) => logCdf(o, y, args(o, own)) } : {}),
    ...(logSurvival ? { logSurvival: (o: Ops, y: NodeId, own: ArgumentNodes) => logSurvival(o, y, args(o, own)) } : {}),
    ...(quantile ? { quantile: (o: Ops, p: NodeId, own: ArgumentNodes) => quantile(o, p, args(o, own)) } : {}),
    ...(mean ? { mean: (o: Ops, own: ArgumentNodes) => mean(o, args(o, own)) } : {}),
  };
}

/** (y − location)/scale for the arguments at these places. */
export const standardise = (o: Ops, y: NodeId, args: ArgumentNodes, location: number, scale: number): NodeId =>
  o.div(o.sub(y, scalar(args, location)), scalar(args, scale));

/** location + scale · standard, for the arguments at these places. */
export const rescale = (o: Ops, standard: NodeId, args: ArgumentNodes, location: number, scale: number): NodeId =>
  o.add(scalar(args, location), o.mul(scalar(args, scale), standard));

/** A value that exists only where a parameter is above a bound, and NaN elsewhere. */
export const whereAbove = (o: Ops, parameter: NodeId, bound: number, value: NodeId): NodeId =>
  o.select(o.less(o.num(bound), parameter), value, o.num(NaN));

/** log P(Y ≤ y) from log P(Y > y), or the reverse. */
export const complement = (o: Ops, log: NodeId): NodeId => o.logDiffExp(o.num(0), log);
