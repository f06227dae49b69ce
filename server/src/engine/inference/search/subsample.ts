import type { Cancellation } from '../../kernel/kernel.js';
import type { BoundModel } from '../../bind/bind.js';
import { cholesky, solve } from '../../numeric/cholesky.js';
import { dot } from '../../numeric/eigen.js';
import { curvatureScales, scaledBy } from '../../optimise/method.js';
import type { LocalModel } from '../../optimise/minimisationProblem.js';
import { levelSample } from '../../bind/levelSample.js';
import { type Natural, Objective, type Working } from '../objective/objective.js';
import type { Target } from '../../model/model.js';
import { preparedOf } from '../objective/prepared.js';
import { runaway } from '../escape/runaway.js';
import { search, type SearchOptions } from './search.js';
import { startValues } from '../start/starts.js';
import { withoutLatents } from '../../bind/withoutLatents.js';
import { thin } from '../../bind/thin.js';
import type { EntryIndex } from '../../model/entryIndex.js';
import { at } from '../../numeric/at.js';

/** With fewer rows than this, a fit of all of them is just as quick. */
const MANY_ROWS = 20_000;
/** One row in this many is drawn, within limits. */
const SHARE = 30;
const LEAST_SAMPLE = 2000;
const MOST_SAMPLE = 100_000;
/** A sample must say something about each parameter. */
const ROWS_BY_ENTRY = 20;

/**
 * Rows of the sample that a fit of many rows starts from; undefined where it starts from all. A sum of squares needs no row after the first pass, and
 * a network learns little from few rows.
 */
export function sampleRows(bound: BoundModel, cancellation: Cancellation): number | undefined {
  const { likelihoods, targets, entries, latents, networks } = bound.model;
  // A sample of rows would leave levels with one row each.
  if (latents.length > 0 || networks.length > 0) return undefined;
  const rows = Math.max(Math.min(Math.round(bound.used / SHARE), MOST_SAMPLE), LEAST_SAMPLE, ROWS_BY_ENTRY * entries.length);
  if (bound.used < MANY_ROWS || rows > bound.used / 5) return undefined;
  const needsRows = targets.length > 0 || likelihoods.some((_, index) => preparedOf(bound, cancellation).reduction(index) === undefined);
  return needsRows ? rows : undefined;
}

/**
 * Starting values from the statistics of the data, or, for many rows, the estimates from some of them and one step from there on all rows: the fit then
 * takes two or three steps. Rows are drawn by a fixed seed.
 */
export function firstValues(
  bound: BoundModel,
  target: Target,
  held: ReadonlyMap<EntryIndex, number>,
  options: SearchOptions,
  cancellation: Cancellation,
): Natural {
  const levels = levelSample(bound);
  if (levels) return fromLevels(levels, target, held, options, cancellation);
  const rows = sampleRows(bound, cancellation);
  if (cancellation.cancelled) return new Float64Array(bound.model.entries.length);
  if (rows === undefined) return plainStart(new Objective(bound, target, held, cancellation), options);
  const few = new Objective(thin(bound, rows), target, held, cancellation);
  const start = plainStart(few, options);
  // Further starts are tried where it ends, not twice.
  const found = search(few, few.working(start), { ...options, starts: 1 }).solution;
  if (found.status !== 'converged' || runaway(few, found)) return start;
  const all = new Objective(bound, target, held, cancellation);
  if (!all.isPlain || !few.isPlain || found.local.hessian.length === 0) return few.natural(found.point);
  return all.natural(withSampleHessian(all, found.point, found.local, bound.used / rows));
}

/** The estimates from some of the levels of latent values: one pass through all of them takes as long as their whole search. */
function fromLevels(
  levels: BoundModel,
  target: Target,
  held: ReadonlyMap<EntryIndex, number>,
  options: SearchOptions,
  cancellation: Cancellation,
): Natural {
  const few = new Objective(levels, target, held, cancellation);
  const start = plainStart(few, options);
  const found = search(few, few.working(start), { ...options, starts: 1 }).solution;
  return found.status === 'converged' && !runaway(few, found) ? few.natural(found.point) : start;
}

function plainStart(objective: Objective, { seed }: SearchOptions): Natural {
  const density = (x: Natural): number => objective.logLikelihood(x) + objective.logPrior(x);
  return startValues(withoutLatents(objective.bound), objective.target, density, objective.cancellation, seed);
}

/** Steps this many times longer than a sample's error explains come from something else. */
const SURPRISING = 20;

/** A Newton step with the gradient of all rows and the Hessian of the sample, which leaves only the sample's error of a few per cent. */
function withSampleHessian(all: Objective, point: Working, sample: LocalModel, share: number): Working {
  const scales = curvatureScales(sample);
  const factor = cholesky(scaledBy(sample.hessian, scales), point.length);
  const { value, gradient } = all.evaluate(point, 'exact', 1);
  if (!factor || !Number.isFinite(value)) return point;
  const scaled = gradient.map((slope, i) => slope / at(scales, i));
  const step = solve(factor, scaled);
  if (!(dot(step, scaled) < SURPRISING * share * point.length)) return point;
  return point.map((w, i) => w - at(step, i) / at(scales, i));
}
