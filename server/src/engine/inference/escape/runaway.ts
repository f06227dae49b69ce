import type { EntryIndex } from '../../model/entryIndex.js';
import { curvatureAlong, type Solution } from '../../optimise/minimisationProblem.js';
import { constantOutcome, exactFit, jointPlateau, plateau } from './degenerate.js';
import { withoutEnd } from './networkScale.js';
import type { Natural, Objective, Working } from '../objective/objective.js';
import { leavingOf } from '../../model/leaving.js';
import { at } from '../../numeric/at.js';
import { singularities } from './singularity.js';

/** Where a search without an interior maximum was heading. */
export type Escape =
  /** The maximum lies on the bound of these entries. */
  | { readonly kind: 'boundary'; readonly bounds: readonly { readonly entry: EntryIndex; readonly value: number }[] }
  /** The maximum lies where these entries of an ordered vector meet the ones before them. */
  | { readonly kind: 'meeting'; readonly entries: readonly EntryIndex[] }
  /** The density grows without limit as these entries go to the edge of their range. */
  | { readonly kind: 'unbounded'; readonly entries: readonly EntryIndex[] }
  /** The density rises towards a limit that it never reaches: these entries go to infinity. */
  | { readonly kind: 'infinite'; readonly entries: readonly EntryIndex[] };

/** How far beyond the last step the search looks, in multiples of that step. */
const REACHES = [4, 16, 64];

/**
 * A search that slows down or never ends may be following a ray to infinity. Undefined where the density falls further along the last
 * step, as it does beyond every proper maximum.
 */
export function runaway(objective: Objective, solution: Solution): Escape | undefined {
  if (objective.dimension === 0) return undefined;
  const near = pastTheEdge(objective, solution) ?? meeting(objective, solution) ?? atRest(objective, solution);
  if (near) return near;
  if (objective.bound.model.networks.length === 0) return alongRay(objective, solution) ?? farOut(objective, solution);
  const entries = withoutEnd(objective, solution);
  return entries.length > 0 ? { kind: 'infinite', entries } : undefined;
}

/** A density without limit: a spread that only rounding keeps from 0, or a bounded parameter that ran to its edge. */
function pastTheEdge(objective: Objective, solution: Solution): Escape | undefined {
  const exact = exactFit(objective, solution);
  if (exact.length > 0) return { kind: 'unbounded', entries: exact };
  if (solution.status !== 'max-iterations') return undefined;
  // Where an argument of a distribution leaves its domain the density ends without a singularity.
  const isSmooth = objective.bound.model.networks.length === 0 && leavingOf(objective.bound).length === 0;
  const atEdge = isSmooth ? singularities(objective, solution.point) : [];
  if (atEdge.length > 0) return { kind: 'unbounded', entries: atEdge };
  const gone = extreme(objective, solution.point);
  const entries = gone.length > 0 ? gone : constantOutcome(objective);
  return entries.length > 0 ? { kind: 'unbounded', entries } : undefined;
}

/** Ordered entries this close, in units of their size, may be about to meet. */
const CLOSE = 1e-3;

function meeting(objective: Objective, { point, value }: Solution): Escape | undefined {
  const x = objective.natural(point);
  const least = -value - 1e-9 * (1 + Math.abs(value));
  const met = objective.steps.filter(({ coordinate, entry }) => {
    const isClose = Math.exp(at(point, coordinate)) < CLOSE * (1 + Math.abs(at(x, entry)));
    return isClose && objective.logDensity(point.map((w, i) => (i === coordinate ? -Infinity : w))) >= least;
  });
  return met.length > 0 ? { kind: 'meeting', entries: met.map(({ entry }) => entry) } : undefined;
}

function atRest(objective: Objective, solution: Solution): Escape | undefined {
  const bounds = solution.status === 'converged' ? restingBounds(objective, solution) : [];
  return bounds.length > 0 ? { kind: 'boundary', bounds } : undefined;
}

function farOut(objective: Objective, solution: Solution): Escape | undefined {
  const alone = plateau(objective, solution);
  const entries = alone.length > 0 ? alone : jointPlateau(objective, solution);
  return entries.length > 0 ? { kind: 'infinite', entries } : undefined;
}

function alongRay(objective: Objective, solution: Solution): Escape | undefined {
  const { status, slow, lastStep, point, value } = solution;
  const suspicious = status === 'max-iterations' || (status === 'converged' && slow);
  if (!suspicious || !isStriding(objective, solution)) return undefined;
  const bounds = boundsReached(objective, solution);
  if (bounds.length > 0) return { kind: 'boundary', bounds };
  const along = REACHES.map((reach) => objective.logDensity(point.map((w, i) => w + reach * at(lastStep, i))));
  const tolerance = 1e-9 * (1 + Math.abs(value));
  const rises = along.every((density) => density >= -value - tolerance || density === Infinity);
  const finite = along.filter(Number.isFinite);
  const last = finite.at(-1) ?? -value;
  const entries = moving(objective, lastStep, point);
  return rises && finite.length > 0 ? { kind: last > -value + 1 ? 'unbounded' : 'infinite', entries } : undefined;
}

/** Whether the steps still are a good part of the way gone so far: a search that has converged is not on a ray. */
function isStriding(objective: Objective, { point, lastStep }: Solution): boolean {
  return objective.free.some((entry, a) => Math.abs(at(lastStep, a)) > 1e-3 * (isBounded(objective, entry) ? 1 : Math.abs(at(point, a))));
}

/** e^±100 times the unit of its scale is where no data lie. */
function extreme(objective: Objective, point: Working): EntryIndex[] {
  return objective.free.filter((entry, a) => Math.abs(at(point, a)) > 100 && isBounded(objective, entry));
}

function isBounded(objective: Objective, entry: EntryIndex): boolean {
  const support = supportOf(objective, entry);
  return Number.isFinite(support.lower) || Number.isFinite(support.upper);
}

/** Where an entry of a simplex is 1 the others are 0: these show it. */
function supportOf(objective: Objective, entry: EntryIndex): { lower: number; upper: number } {
  if (objective.isShare(entry)) return { lower: 0, upper: Infinity };
  const found = objective.bound.model.entries[entry];
  return (objective.target === 'map' ? found?.mapSupport : found?.support) ?? { lower: -Infinity, upper: Infinity };
}

/** The bounds that the last step goes to and where the density is as high as here. */
function boundsReached(objective: Objective, { point, lastStep, value }: Solution): { entry: EntryIndex; value: number }[] {
  const natural = objective.natural(point);
  const reached: { entry: EntryIndex; value: number }[] = [];
  objective.free.forEach((entry, a) => {
    if (!isBounded(objective, entry)) return;
    const direction = at(lastStep, a);
    const { lower, upper } = supportOf(objective, entry);
    const bound = direction < 0 ? lower : upper;
    if (Math.abs(direction) < 0.05 || !Number.isFinite(bound)) return;
    const others = reached.reduce((x, other) => objective.place(x, other.entry, other.value), natural);
    const candidate = objective.place(others, entry, bound);
    const density = objective.logLikelihood(candidate) + objective.logPrior(candidate);
    if (Number.isFinite(density) && density >= -value - 1e-6 * (1 + Math.abs(value))) reached.push({ entry, value: bound });
  });
  return [...reached, ...vanishing(objective, natural, -value - 1e-6 * (1 + Math.abs(value)))];
}

/** Shares of a simplex below this may be on their way to 0. */
const SMALL_SHARE = 1e-3;

/** Shares of a simplex that have no working coordinate of their own and are 0 where the density is as high as `least`. */
function vanishing(objective: Objective, natural: Natural, least: number): { entry: EntryIndex; value: number }[] {
  return objective.dependent(objective.working(natural)).flatMap(({ entry }) => {
    if (!(at(natural, entry) < SMALL_SHARE)) return [];
    const candidate = objective.place(natural, entry, 0);
    const density = objective.logLikelihood(candidate) + objective.logPrior(candidate);
    return Number.isFinite(density) && density >= least ? [{ entry, value: 0 }] : [];
  });
}

/** Information on a logarithm or log-odds beyond which no bound, infinitely far away there, can be as likely. */
const WELL_DETERMINED = 1000;

/** Bounds where the density is as high as at the point where a search has converged: the maximum lies there. */
function restingBounds(objective: Objective, { point, value, local }: Solution): { entry: EntryIndex; value: number }[] {
  const natural = objective.natural(point);
  const least = -value - 1e-10 * (1 + Math.abs(value));
  const resting = objective.free.flatMap((entry, a) => {
    const { lower, upper } = supportOf(objective, entry);
    const isThere = natural[entry] === lower || natural[entry] === upper;
    const curvature = curvatureAlong(local, a);
    if (!isBounded(objective, entry) || (!isThere && (curvature === 0 || curvature > WELL_DETERMINED))) return [];
    const reached = [lower, upper].find((bound) => {
      if (!Number.isFinite(bound)) return false;
      const candidate = objective.place(natural, entry, bound);
      const density = objective.logLikelihood(candidate) + objective.logPrior(candidate);
      return Number.isFinite(density) && density >= least;
    });
    return reached === undefined ? [] : [{ entry, value: reached }];
  });
  return [...resting, ...vanishing(objective, natural, least)];
}

/** Entries with a noticeable share in the last step. */
function moving(objective: Objective, step: Float64Array, point: Working): EntryIndex[] {
  const before = objective.natural(point);
  const after = objective.natural(point.map((w, i) => w + at(step, i)));
  const change = objective.free.map((entry) => Math.abs(at(after, entry) - at(before, entry)));
  const bounded = objective.free.filter((entry, a) => isBounded(objective, entry) && Math.abs(at(step, a)) > 0.05);
  if (bounded.length > 0) return bounded;
  const largest = Math.max(...change);
  return objective.free.filter((_, a) => at(change, a) > 0.05 * largest);
}
