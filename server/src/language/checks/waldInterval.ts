import { normalQuantile } from '../../engine/numeric/quantiles.js';
import type { ProfileEnd } from '../../engine/inference/intervals/profile.js';
import type { Entry } from '../../engine/model/model.js';
import { at } from '../../engine/numeric/at.js';
import { shortNumber, withError } from '../../report/numbers.js';
import { type Check, type Fitted, list, onDeclarations } from './check.js';
import { fewRows } from './fewRows.js';

/** Ends further apart than this many standard errors differ noticeably. */
const NOTICEABLE = 1;

interface Disagreement {
  readonly entry: Entry;
  readonly se: number;
  readonly wald: readonly [number, number];
  readonly profile: readonly [number, number];
  /** How far apart the ends are at most, in standard errors. */
  readonly distance: number;
  readonly leaves: boolean;
}

/**
 * The Wald interval is not reliable: it contains values that the parameter cannot take, or the likelihood is far from quadratic, so that the profile interval
 * ends elsewhere (Venzon & Moolgavkar, Appl. Stat. 37, 1988).
 */
export const waldInterval: Check = (fitted) => {
  // `few-rows` already advises looking at profile intervals.
  if (!fitted.profiles || fewRows(fitted).length > 0) return [];
  const found = [...fitted.profiles].flatMap(([index, ends]) => disagreement(fitted, index, ends) ?? []);
  const [worst, ...others] = found.sort((a, b) => Number(b.leaves) - Number(a.leaves) || b.distance - a.distance);
  if (!worst) return [];
  const concerned = [worst, ...others].map(({ entry }) => entry.index);
  return onDeclarations(fitted, concerned, { severity: 'information', code: 'wald-interval', message: messageOf(worst, others) });
};

function disagreement({ bound, mle, spec }: Fitted, index: number, ends: readonly [ProfileEnd, ProfileEnd]): Disagreement | undefined {
  const entry = bound.model.entries[index];
  const [x, se] = [at(mle.natural, index), at(mle.standardErrors, index)];
  const half = normalQuantile(0.5 + spec.settings.interval / 2) * se;
  const profile = [valueOf(ends[0], -1), valueOf(ends[1], 1)] as const;
  if (!entry || profile.some(Number.isNaN)) return undefined;
  const wald = [x - half, x + half] as const;
  const distance = Math.max(Math.abs(wald[0] - profile[0]), Math.abs(wald[1] - profile[1])) / se;
  const leaves = wald[0] < entry.support.lower || wald[1] > entry.support.upper;
  return leaves || distance > NOTICEABLE ? { entry, se, wald, profile, distance, leaves } : undefined;
}

/** An open end without a bound is infinitely far out; NaN where there is no end to compare with. */
function valueOf(end: ProfileEnd, side: -1 | 1): number {
  if (end.kind === 'found') return end.value;
  return end.kind === 'open' ? (end.bound ?? side * Infinity) : NaN;
}

function messageOf({ entry, se, wald, profile, distance, leaves }: Disagreement, others: readonly Disagreement[]): string {
  const text = (ends: readonly [number, number]): string => ends.map((end) => endText(end, se)).join(' to ');
  const apart = Number.isFinite(distance) ? `${shortNumber(Number(distance.toPrecision(2)))} standard errors away` : 'nowhere on one side';
  const fault = leaves
    ? 'contains values that the parameter cannot take'
    : `does not fit the likelihood, whose profile interval ends ${apart}`;
  // Other declarations have a line of their own.
  const alike = others.filter((each) => each.entry.span.from === entry.span.from).map((each) => each.entry.name);
  const further = alike.length > 0 ? ` The same goes for ${list(alike)}.` : '';
  return `The Wald interval of ${entry.name}, ${text(wald)}, ${fault}. Use the profile interval, ${text(profile)}.${further}`;
}

const endText = (end: number, se: number): string => (Number.isFinite(end) ? at(withError(end, se).split(' ± '), 0) : shortNumber(end));
