import type { EntryIndex } from '../../model/entryIndex.js';
import { at } from '../../numeric/at.js';
import type { Objective, Working } from '../objective/objective.js';

/** Distances from where a search has stopped, in shares of a value's size, within which an edge of the density is looked for. */
const NEAREST = 1e-15;
const STEPS = 5;
/** What a power of the distance gains with each tenth of it; a density with a limit at its edge gains less and less. */
const GAIN = 0.02;

/**
 * Free entries at an edge of the density, beyond which there is none, where it rises with the logarithm of the distance: without limit, as that of a Weibull
 * distribution with a shape below 1 does where its threshold comes to the smallest outcome, or a GEV's at the end of its support.
 */
export function singularities(objective: Objective, point: Working): EntryIndex[] {
  const natural = objective.natural(point);
  return objective.free.filter((entry) =>
    [-1, 1].some((side) => isSingular((x) => objective.density(natural.with(entry, x)), at(natural, entry), side)),
  );
}

function isSingular(density: (x: number) => number, x: number, side: number): boolean {
  const size = Math.abs(x) || 1;
  const edge = edgeBeyond(density, x, side * size);
  if (edge === undefined) return false;
  const values = Array.from({ length: STEPS }, (_, k) => density(edge - side * size * NEAREST * 10 ** (k + 1)));
  const gains = values.slice(1).map((value, k) => at(values, k) - value);
  return gains.every((gain) => gain > GAIN) && at(gains, 0) > (gains.at(-1) ?? 0) / 2;
}

/** The last number with a density close to x on a side, found by bisection. */
function edgeBeyond(density: (x: number) => number, x: number, unit: number): number | undefined {
  const beyond = [1, 10, 100, 1000, 1e4, 1e5, 1e6].map((k) => x + unit * NEAREST * k).find((at) => !Number.isFinite(density(at)));
  if (beyond === undefined) return undefined;
  let [inside, outside] = [x, beyond];
  for (let i = 0; i < 60; i++) {
    const middle: number = (inside + outside) / 2;
    if (middle === inside || middle === outside) break;
    if (Number.isFinite(density(middle))) inside = middle;
    else outside = middle;
  }
  return inside;
}
