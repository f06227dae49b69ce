import type { EntryIndex } from '../../model/entryIndex.js';
import { at } from '../../numeric/at.js';
import type { Natural, Objective, Working } from '../objective/objective.js';

/** Distances from a bound that are tried, on whatever scale the parameter is. */
const EXPONENTS = Array.from({ length: 25 }, (_, k) => k - 12);

const SHARES = [...EXPONENTS.filter((k) => k < 0).map((k) => 10 ** k), 0.3, 0.5, 0.7, 0.9, 0.99, 0.9999, 1 - 1e-6, 1 - 1e-9];

/** The points that lie 10^k from the bound at which an entry lies, the others as they are; on an interval, such shares of its width. */
function leaving(objective: Objective, entry: EntryIndex, natural: Natural): Natural[] {
  const support = objective.supportOf(entry);
  const width = support.upper - support.lower;
  const sign = natural[entry] === support.upper ? -1 : 1;
  const distances = Number.isFinite(width) ? SHARES.map((share) => share * width) : EXPONENTS.map((k) => 10 ** k);
  return distances.map((distance) => natural.with(entry, at(natural, entry) + sign * distance));
}

/** The start with each entry of `rooted` at the distance from its bound where the density is highest. */
export function awayFromBounds(objective: Objective, rooted: readonly EntryIndex[], w: Working): Working {
  let x = objective.natural(w);
  for (const entry of rooted) {
    const { lower, upper } = objective.supportOf(entry);
    const bound = at(x, entry) - lower < upper - at(x, entry) ? lower : upper;
    const candidates = leaving(objective, entry, x.with(entry, bound)).map((at) => ({ at, value: objective.density(at) }));
    const best = candidates.reduce((a, b) => (b.value > a.value ? b : a), { at: x, value: -Infinity });
    x = best.at;
  }
  return objective.working(x);
}

/**
 * Points close to a bound of one other entry (a variance of 0, say) where the density is not much lower than at w, whose value (minus the log-density) is
 * given: a search from there may end higher.
 */
export function pointsOnBounds(objective: Objective, w: Working, value: number, held: EntryIndex): Working[] {
  const natural = objective.natural(w);
  const others = objective.free.filter((entry) => entry !== held && !objective.isShare(entry));
  return others.flatMap((entry) => {
    const { lower, upper } = objective.supportOf(entry);
    const bounds = [lower, upper].filter(Number.isFinite);
    return bounds.flatMap((bound) => {
      const near = objective.working(natural.with(entry, bound + NEAR * (at(natural, entry) - bound)));
      return -objective.logDensity(near) < value + WORTH ? [near] : [];
    });
  });
}

/** Distances from a bound: close to it, and still where a search can move. */
const NEAR = 1e-3;
/** What the other parameters may make up for. */
const WORTH = 3;

/** How far from its bound, on the scale of `rootedAt`, an entry has lowered the density by z²/2 with the others as they are; NaN where it never does. */
export function distanceToLevel(objective: Objective, entry: EntryIndex, natural: Natural, z: number): number {
  const highest = objective.density(natural);
  const below = leaving(objective, entry, natural).find((at) => highest - objective.density(at) > (z * z) / 2);
  const axis = objective.axis(entry);
  return below ? axis.coordinate(at(below, entry)) : NaN;
}
