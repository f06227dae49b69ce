import type { Cancellation } from '../kernel/kernel.js';
import type { BoundModel } from '../model/bind.js';
import { type Natural, Objective, type Target } from './objective.js';
import { preparedOf } from './prepared.js';
import { runaway } from './runaway.js';
import { search, type SearchOptions } from './search.js';
import { startValues } from './starts.js';
import { thinned } from './thin.js';

/** With fewer rows than this a fit of all of them is as quick. */
const MANY_ROWS = 50_000;
/** One row in a hundred must still say something on each parameter. */
const ROWS_BY_ENTRY = 1000;
/** One row in so many, but no more rows than these. */
const SAMPLES = [
  { share: 100, most: 50_000 },
  { share: 10, most: 500_000 },
];

/** Whether fits of some of the rows come first. A sum of squares needs no row after the first pass. */
export function isLong(bound: BoundModel, cancellation: Cancellation): boolean {
  const { likelihoods, targets, entries } = bound.model;
  if (bound.used < Math.max(MANY_ROWS, ROWS_BY_ENTRY * entries.length)) return false;
  return targets.length > 0 || likelihoods.some((_, index) => preparedOf(bound, cancellation).reduced(index) === undefined);
}

/**
 * Starting values by the statistics of the data, or, for many rows, the estimates from one row in a hundred, then from one in ten: the fit of all
 * rows then takes two or three steps. Rows are drawn by a fixed seed.
 */
export function firstValues(
  bound: BoundModel,
  target: Target,
  held: ReadonlyMap<number, number>,
  options: SearchOptions,
  cancellation: Cancellation,
): Natural {
  if (!isLong(bound, cancellation)) return plainStart(new Objective(bound, target, held, cancellation));
  let values: Natural | undefined;
  for (const { share, most } of SAMPLES) {
    const rows = Math.min(Math.round(bound.used / share), most);
    const few = new Objective(thinned(bound, rows), target, held, cancellation);
    const start = values ?? plainStart(few);
    const found = search(few, few.working(start), values ? { ...options, starts: 1 } : options).solution;
    if (found.status !== 'converged' || runaway(few, found)) return start;
    values = few.natural(found.point);
  }
  return values ?? plainStart(new Objective(bound, target, held, cancellation));
}

function plainStart(objective: Objective): Natural {
  const density = (x: Natural): number => objective.logLikelihood(x) + objective.logPrior(x);
  return startValues(objective.bound, objective.target, density, objective.cancellation);
}
