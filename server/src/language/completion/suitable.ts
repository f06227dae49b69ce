import {
  type ArgumentRecord,
  contains,
  type Distribution,
  type Domain,
  type Parameterisation,
} from '../../engine/distributions/distribution.js';
import { distributions } from '../../engine/distributions/index.js';
import type { Column } from '../../engine/model/dataset.js';
import { summaryOf } from '../data/summary.js';

/** How an outcome looks to a distribution: the values that it takes. */
export interface Looks {
  readonly kind: 'classes' | 'binary' | 'whole' | 'real';
  readonly least: number;
  readonly most: number;
}

/** The looks of a column as an outcome; undefined where it has no values, or images. */
export function looksOf(column: Column): Looks | undefined {
  const { range, levels } = summaryOf(column);
  if (column.kind === 'boolean' || levels?.length === 2) return { kind: 'binary', least: 0, most: 1 };
  if (levels) return { kind: 'classes', least: 0, most: levels.length - 1 };
  if (!range) return undefined;
  const { least, most, isWhole } = range;
  if (isWhole && least >= 0 && most <= 1) return { kind: 'binary', least, most };
  return { kind: isWhole && least >= 0 ? 'whole' : 'real', least, most };
}

/** The distributions that can be written as priors and likelihoods, those that suit the outcome best first. Without one, in the order of the index. */
export function suitable(looks: Looks | undefined): readonly Distribution[] {
  const all = [...distributions.values()].filter(({ isPenalty, isImproper }) => !isPenalty && !isImproper);
  if (!looks) return all;
  const rank = (record: Distribution): number => misfit(record, looks);
  return [...all].sort((a, b) => rank(a) - rank(b));
}

/** 0 where the support is just what the outcome shows; more the more it is another one; 100 where the outcome cannot occur. */
export function misfit({ outcome, kind, circular, counts }: Distribution, looks: Looks): number {
  const isRow = kind === 'categorical';
  if (looks.kind === 'classes') return isRow ? 0 : 100;
  if (isRow) return looks.kind === 'whole' ? 40 : 100;
  if (!contains(outcome, looks.least) || !contains(outcome, looks.most)) return 100;
  const unusual = (circular === true ? 8 : 0) + (counts?.of === 'trials' && looks.kind !== 'binary' ? 4 : 0);
  return unusual + (looks.kind === 'real' ? tightness(outcome, looks) : discreteMisfit(outcome, looks));
}

/** Bounds that the outcome keeps and the distribution does not have, and the reverse. */
function tightness({ lower, upper, whole }: Domain, { least, most }: Looks): number {
  if (whole === true) return 60;
  const bounds = (Number.isFinite(lower) ? 1 : 0) + (Number.isFinite(upper) ? 1 : 0);
  const kept = least > 0 ? (most < 1 ? 2 : 1) : 0;
  // A bounded scale is worth knowing about, but real outcomes above 0 are often modelled as Normal.
  return kept === 2 ? Math.abs(2 - bounds) * 2 : kept === 1 ? (bounds === 0 ? 0 : bounds === 1 ? 1 : 50) : bounds * 20;
}

function discreteMisfit({ whole, upper }: Domain, { kind, most }: Looks): number {
  if (whole !== true) return kind === 'binary' ? 50 : 10;
  if (kind === 'binary') return upper === 1 ? 0 : 5;
  return upper < most ? 100 : 0;
}

/** An argument of a distribution, in one of the ways to write it. */
export interface ArgumentPlace {
  readonly parameterisation: Parameterisation;
  readonly argument: ArgumentRecord;
}

/** The way to write the distribution in which one argument can be any number: a linear predictor fits there. */
export function predictorPlace(record: Distribution): ArgumentPlace | undefined {
  if (needsTrials(record)) return undefined;
  for (const parameterisation of record.parameterisations) {
    const hasData = parameterisation.arguments.some(
      ({ data, vector }) => data === true || vector?.form === 'ordered' || vector?.form === 'simplex',
    );
    const argument = parameterisation.arguments.find(
      ({ domain, name }) => isWholeLine(domain) && parameterisation.oneMaximumIn?.includes(name) !== false,
    );
    if (argument && !hasData && (parameterisation.edges ?? []).length === 0) return { parameterisation, argument };
  }
  return undefined;
}

const isWholeLine = ({ lower, upper }: { readonly lower: number; readonly upper: number }): boolean =>
  lower === -Infinity && upper === Infinity;

/** Whether it takes a number of trials: a column, which nobody has named. */
export const needsTrials = ({ counts, parameterisations: [first] }: Distribution): boolean =>
  counts?.of === 'trials' && (first?.arguments.length ?? 0) > 1;
