import type { EntryIndex } from '../../model/entryIndex.js';
import { minimise } from '../../optimise/minimise.js';
import type { Solution } from '../../optimise/minimisationProblem.js';
import { Objective } from '../objective/objective.js';
import { problemOf } from '../search/search.js';

/** Shares of the way from a bound at which points are compared. */
const INSIDE = [0.5, 0.1];

/**
 * A point away from a bound where the density is as high as there: the bound is then one point of a ridge, on which a combination of parameters is not
 * determined, and not a maximum of its own.
 */
export function asGoodInside(
  objective: Objective,
  solution: Solution,
  bounds: readonly { readonly entry: EntryIndex; readonly value: number }[],
  deadline: number,
): Solution | undefined {
  const { bound, target, held, cancellation } = objective;
  if (bound.latents.length > 0 || bound.model.networks.length > 0) return undefined;
  const natural = objective.natural(solution.point);
  const highest = solution.value + 1e-9 * (1 + Math.abs(solution.value));
  for (const { entry, value } of bounds.filter(({ entry: each }) => !objective.isShare(each))) {
    const { lower, upper } = objective.supportOf(entry);
    const width = Number.isFinite(upper - lower) ? upper - lower : 2 * Math.max(1, Math.abs(value));
    for (const share of INSIDE) {
      const x = value === lower ? lower + share * width : upper - share * width;
      const other = new Objective(bound, target, new Map([...held, [entry, x]]), cancellation);
      const found = minimise(problemOf(other, deadline), other.working(natural.with(entry, x)));
      if (found.status !== 'converged' || found.value > highest) continue;
      const free = minimise(problemOf(objective, deadline), objective.working(other.natural(found.point)));
      if (free.status === 'converged' && free.value <= highest) return free;
    }
  }
  return undefined;
}
