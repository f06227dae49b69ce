import type { Entry } from '../../engine/model/model.js';
import type { Estimate } from '../../engine/inference/estimate.js';
import { equivalentRows, withWiderPriors } from '../../engine/inference/priorWeight.js';
import { trialsOf } from '../../engine/inference/trials.js';
import { Washout } from '../../engine/inference/washout.js';
import type { Fitted } from '../checks/check.js';
import { shortNumber } from './numbers.js';
import { type Subsets, subsetText } from './subsetText.js';

/** How far a prior reaches: what it takes to wash it out, and what it would do if it were narrower or wider. */
export interface PriorReach {
  readonly name: string;
  /** What is counted: rows of the data, or the trials of Binomial counts. */
  readonly unit: 'rows' | 'trials';
  /** How many of them there are, or the sum of their weights. */
  readonly rows: number;
  /** How many rows the prior weighs as much as. */
  readonly equivalentRows?: number;
  /** Rows like these from which on the prior pulls by less than half, and by less than a tenth, of a standard error. */
  readonly untilHalf?: number;
  readonly untilTenth?: number;
  /** The MAP with the prior half and twice as wide. */
  readonly narrower?: number;
  readonly wider?: number;
  /** The MAP as the data are repeated, up to where the pull is a tenth of a standard error. */
  readonly washout?: {
    readonly rows: readonly number[];
    readonly map: readonly number[];
    readonly mle: number;
    readonly se: number;
    /** Estimates from random subsets of the rows: they come last. */
    readonly fewer?: readonly Subsets[];
  };
}

/** Parameters that are looked at. */
const MOST = 6;
/** Rows times parameters from which refits take too long for something that is read in passing. */
const DEAR = 2e6;
const POINTS = 24;

/** What can be said of each parameter with a prior of its own, as far as time allows. */
export function priorReach(fitted: Fitted, deadline: number): PriorReach[] {
  const { bound, mle, map } = fitted;
  if (!map || map.status !== 'converged' || bound.latents.length > 0 || bound.used * map.objective.dimension > DEAR) return [];
  const entries = bound.model.entries.filter(
    ({ prior, fixed, inLikelihood }) =>
      prior !== undefined && bound.model.priors[prior]?.proper === true && fixed === undefined && inLikelihood,
  );
  const trials = trialsOf(bound)?.total;
  const rows = trials ?? bound.observations;
  const weights = equivalentRows(map).map((each) => (each * rows) / bound.observations);
  const [narrower, wider] = [0.5, 2].map((factor) => withWiderPriors(map, factor, deadline));
  const washout = mle.status === 'converged' ? new Washout(mle, map, deadline) : undefined;
  return entries.slice(0, MOST).map((entry) => ({
    name: entry.name,
    unit: trials === undefined ? 'rows' : 'trials',
    rows,
    ...(hasCounts(fitted, entry) ? {} : finite('equivalentRows', weights[entry.index])),
    ...finite('narrower', narrower?.[entry.index]),
    ...finite('wider', wider?.[entry.index]),
    ...(washout ? washoutOf(washout, entry, mle, rows) : {}),
  }));
}

/** Priors whose worth is said in data have a number of rows already. */
const hasCounts = ({ bound }: Fitted, { prior }: Entry): boolean => bound.model.priors[prior ?? -1]?.distribution.worth !== undefined;

function finite<K extends string>(key: K, value: number | undefined): Partial<Record<K, number>> {
  return value !== undefined && Number.isFinite(value) ? ({ [key]: value } as Record<K, number>) : {};
}

function washoutOf(washout: Washout, { index }: Entry, mle: Estimate, all: number): Partial<PriorReach> {
  const se = mle.standardErrors[index] ?? NaN;
  if (!(se > 0)) return {};
  const [half, tenth] = [0.5, 0.1].map((threshold) => washout.copiesUntil(index, threshold));
  const last = Math.max(tenth ?? 1, 10);
  const copies = Array.from({ length: POINTS }, (_, i) => last ** (i / (POINTS - 1)));
  const points = copies.flatMap((each) => washout.at(each) ?? []);
  const rows = (count: number | undefined): number | undefined => (count === undefined ? undefined : Math.ceil(count * all));
  return {
    ...finite('untilHalf', rows(half)),
    ...finite('untilTenth', rows(tenth)),
    washout: {
      rows: points.map((point) => point.copies * all),
      map: points.map(({ natural }) => natural[index] ?? NaN),
      mle: mle.natural[index] ?? NaN,
      se,
    },
  };
}

/** What of it is worth a sentence, in Markdown. */
export function reachText(reach: PriorReach): string[] {
  const { unit, rows, equivalentRows: weight, narrower, wider, washout } = reach;
  return [
    ...(weight === undefined || weight < 0
      ? []
      : [`The prior weighs as much as about **${shortNumber(Number(weight.toPrecision(2)))} ${unit}** of these data.`]),
    ...washoutText(reach),
    ...subsetText(washout?.fewer ?? [], rows, unit),
    ...(narrower === undefined || wider === undefined
      ? []
      : [`With a prior half as wide the MAP would be ${shortNumber(narrower)}, twice as wide ${shortNumber(wider)}.`]),
  ];
}

function washoutText({ unit, rows, untilHalf: half, untilTenth: tenth }: PriorReach): string[] {
  if (tenth === undefined) return [];
  if (tenth <= rows) return ['The data have washed the prior out: it pulls by less than 0.1 standard errors.'];
  const count = (value: number): string => value.toLocaleString('en');
  const first =
    half !== undefined && half > rows
      ? `With **${count(half)} ${unit}** like these in place of ${count(rows)} it would pull by less than 0.5 standard errors, with`
      : 'With';
  return [
    `${first} **${count(tenth)} ${unit}**${half !== undefined && half > rows ? '' : ` like these in place of ${count(rows)} it would pull`} by less than 0.1${half !== undefined && half > rows ? '' : ' standard errors'}.`,
  ];
}
