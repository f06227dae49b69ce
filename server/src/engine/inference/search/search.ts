import { limitedMemory } from '../../optimise/lbfgs.js';
import { minimise } from '../../optimise/minimise.js';
import { curvatureScales } from '../../optimise/method.js';
import { curvatureAlong, type LocalModel, type MinimisationProblem, type Solution } from '../../optimise/minimisationProblem.js';
import { looksAround } from '../../model/bound.js';
import { hasOneMaximum } from '../../model/concavity.js';
import { type Natural, Objective, type Working } from '../objective/objective.js';
import type { Target } from '../../model/model.js';
import { normalStream } from '../../numeric/random.js';
import { furtherStarts } from '../start/furtherStarts.js';
import { problemOf } from '../objective/problemOf.js';
import { runaway } from '../escape/runaway.js';
import { SAME, sameAs } from './sameOptimum.js';
import { searchSparse } from './sparse.js';
import { thin } from '../../bind/thin.js';
import { at } from '../../numeric/at.js';

export { problemOf } from '../objective/problemOf.js';

/** How exactly starts are compared at first: the remaining digits follow. */
const ROUGH = { ending: 'plain' } as const;

/** What every fit needs: how many starts, from which seed, and when to give up. */
export interface SearchOptions {
  readonly starts: number;
  readonly seed: number;
  /** Milliseconds of `Date.now()` after which the search ends with what it has. */
  readonly deadline: number;
  /** The start is near a maximum: steps from parts of the rows would lead away from it. */
  readonly warm?: boolean;
  /** Observes the points that a search over the weights of networks tries, in turn: for which target, how to get their values, and from which start. */
  readonly watch?: (target: Target, natural: () => Natural, start?: number) => void;
}

/** The best solution found and how many starts led to it. */
export interface SearchResult {
  readonly solution: Solution;
  readonly tried: number;
  readonly agreeing: number;
  /** Where other starts came to rest, the best first; those that are the same once. */
  readonly rivals?: readonly Solution[];
}

/** With more than four times this many rows, further starts are tried on this many of them; a series needs more to show its character. */
const THINNED_ROWS = 100;
const SERIES_ROWS = 1000;
/** Some rows of a model with latent values are not like all of them: with more than these, one start has to do. */
const MOST_OF_LEVELS = 2000;

/** Minimises from the given start and, where several maxima are possible, from seeded random ones around it and around the first answer. */
export function search(objective: Objective, start: Working, options: SearchOptions): SearchResult {
  const sparse = searchSparse(objective, start, options.deadline);
  if (sparse) return { solution: sparse, tried: 1, agreeing: 1 };
  const problem = problemOf(objective, options.deadline);
  const exact = persist(objective, problem, start, options.deadline);
  const { used, model } = objective.bound;
  const isHierarchy = model.latents.length > 0;
  const alone =
    objective.dimension === 0 ||
    (isHierarchy && used > MOST_OF_LEVELS) ||
    objective.dimension > MOST_FOR_HESSIAN ||
    options.starts <= 1 ||
    hasOneMaximum(objective.bound.model, objective.target);
  if (alone || exact.status === 'cancelled' || exact.status === 'time-limit') return { solution: exact, tried: 1, agreeing: 1 };
  if (isHierarchy) return explore(objective, exact, start, options);
  const few = looksAround(model) ? SERIES_ROWS : THINNED_ROWS;
  return used > 4 * few ? exploreThinned(objective, exact, start, options, few) : explore(objective, exact, start, options);
}

/** Tries further starts on all rows. */
function explore(objective: Objective, exact: Solution, start: Working, options: SearchOptions): SearchResult {
  const problem = problemOf(objective, options.deadline);
  const isHierarchy = objective.bound.latents.length > 0;
  const first = isHierarchy ? exact : bestOf([exact, gaussNewtonFirst(objective, start, options)]);
  const scales = curvatureScales(first.local);
  const from = (point: Working): Solution =>
    isHierarchy && problem.penalties.length === 0
      ? byGradients(objective, point, options.deadline, scales)
      : minimise(problem, point, ROUGH);
  const all = [first, ...[...furtherStarts(objective, options), ...randomStarts(first, start, options)].map(from)];
  const best = bestOf(all);
  const solution = best === first ? first : minimise(problem, best.point);
  return { solution, tried: all.length, agreeing: all.filter(sameAs(objective, best)).length, rivals: rivalsOf(objective, all, best) };
}

/**
 * Tries further starts on some of the rows: where these lead to another optimum that comes near the known one, it is followed on all rows.
 * The number of rows then hardly affects the time that the starts take.
 */
function exploreThinned(objective: Objective, exact: Solution, start: Working, options: SearchOptions, rows: number): SearchResult {
  const { bound, target, held, cancellation } = objective;
  const few = new Objective(thin(bound, rows), target, held, cancellation);
  const problem = problemOf(few, options.deadline);
  const across = (w: Working): Working => few.working(objective.natural(w));
  const known = minimise(problem, across(exact.point), ROUGH);
  const starts = [across(start), ...furtherStarts(few, options), ...randomStarts(known, across(start), options)];
  const found = starts.map((point, k) => (k === 0 ? gaussNewtonFirst(few, point, options) : minimise(problem, point, ROUGH)));
  const isKnown = sameAs(few, known);
  const others = found.filter(
    (each) => each.status === 'converged' && !isKnown(each) && each.value < known.value + 4 * Math.sqrt(bound.used),
  );
  const followed = others.map((each) => minimise(problemOf(objective, options.deadline), objective.working(few.natural(each.point))));
  const best = bestOf([exact, ...followed]);
  const agreeing = sameAs(objective, best)(exact) ? 1 + found.filter(isKnown).length : 1;
  return { solution: best, tried: 1 + found.length, agreeing, rivals: rivalsOf(objective, [exact, ...followed], best) };
}

/** More optima than this are not examined. */
const MOST_RIVALS = 5;

/** Solutions that converged somewhere else, without those that only slow down on a plateau. */
function rivalsOf(objective: Objective, solutions: readonly Solution[], best: Solution): Solution[] {
  const isBest = sameAs(objective, best);
  const others = solutions.filter((each) => each.status === 'converged' && !each.slow && !isBest(each));
  const sorted = others.sort((a, b) => a.value - b.value);
  return sorted.filter((each, k) => !sorted.slice(0, k).some((earlier) => sameAs(objective, earlier)(each))).slice(0, MOST_RIVALS);
}

/** Rows times coordinates from which an evaluation takes so long that the last step is not looked at again. */
const DEAR = 1e6;
/** With more coordinates than these a Newton step takes so long that gradients lead the way, or that there can be none. */
const MANY_COORDINATES = 300;
export const MOST_FOR_HESSIAN = 1100;
const MOST_GRADIENT_STEPS = 2000;

/** Gradient descent, in units of `scales` where these are given. Penalties with a kink need their own method. */
function byGradients(objective: Objective, start: Working, deadline: number, scales?: Float64Array): Solution {
  const options = { method: limitedMemory(), maxIterations: MOST_GRADIENT_STEPS };
  const problem = problemOf(objective, deadline, 'exact', 1);
  if (!scales) return minimise(problem, start, options);
  const unscaled = (point: Working): Working => point.map((each, i) => each / at(scales, i));
  const evaluate = (point: Working): LocalModel => {
    const { value, gradient, hessian } = problem.evaluate(unscaled(point));
    return { value, gradient: unscaled(gradient), hessian };
  };
  const found = minimise(
    { ...problem, evaluate },
    start.map((each, i) => each * at(scales, i)),
    options,
  );
  return { ...found, point: unscaled(found.point), lastStep: unscaled(found.lastStep) };
}

/** Where Hessians are differences of gradients, gradients go the first part of the way: they need one Hessian for their units. */
function approach(objective: Objective, start: Working, deadline: number): Solution | undefined {
  const local = objective.evaluate(start);
  const isUsable = Number.isFinite(local.value) && local.hessian.every(Number.isFinite);
  return isUsable ? byGradients(objective, start, deadline, curvatureScales(local)) : undefined;
}

/** A cheap way towards the optimum, where there is one: Newton steps follow. */
function roughly(objective: Objective, from: Working, { penalties }: MinimisationProblem, deadline: number): Solution | undefined {
  if (penalties.length > 0) return undefined;
  if (objective.bound.latents.length > 0) return approach(objective, from, deadline);
  return objective.dimension > MANY_COORDINATES ? byGradients(objective, from, deadline) : undefined;
}

/** Narrow curved valleys (NIST's MGH10) take thousands of short steps; they are worth it only where the search is not on its way to infinity. */
function persist(objective: Objective, problem: MinimisationProblem, from: Working, deadline: number): Solution {
  const rough = roughly(objective, from, problem, deadline);
  const isOver = rough?.status === 'cancelled' || rough?.status === 'time-limit';
  if (rough && (objective.dimension > MOST_FOR_HESSIAN || isOver)) return rough;
  const start = rough?.point ?? from;
  const isDear = objective.bound.used * objective.dimension > DEAR && problem.penalties.length === 0;
  const first = minimise(problem, start, { ending: isDear ? 'stepped' : 'polished' });
  const found = { ...first, iterations: first.iterations + (rough?.iterations ?? 0) };
  if (first.status !== 'max-iterations' || runaway(objective, first)) return found;
  return minimise(problem, first.point, { maxIterations: 5000 });
}

/** Gauss-Newton steps from the same start, which often reach the basin of a curve that exact Newton steps leave, then exact ones. */
function gaussNewtonFirst(objective: Objective, start: Working, { deadline }: SearchOptions): Solution {
  const rough = minimise(problemOf(objective, deadline, 'gauss-newton'), start);
  return persist(objective, problemOf(objective, deadline), rough.point, deadline);
}

const bestOf = (solutions: readonly Solution[]): Solution => solutions.reduce((a, b) => (isBetter(b, a) ? b : a));

/** A later start replaces an earlier one only where its optimum is better beyond rounding. */
function isBetter(candidate: Solution, current: Solution): boolean {
  if (candidate.status !== 'converged') return false;
  if (current.status !== 'converged') return current.status === 'non-finite' || candidate.value < current.value + SAME;
  if (candidate.slow !== current.slow) return current.slow && candidate.value <= current.value + SAME * (1 + Math.abs(current.value));
  return candidate.value < current.value - SAME * (1 + Math.abs(current.value));
}

function randomStarts(first: Solution, start: Working, { starts, seed }: SearchOptions): Working[] {
  const normal = normalStream(seed);
  return Array.from({ length: starts - 1 }, (_, k) => {
    const near = k % 2 === 0 && first.status === 'converged';
    return Float64Array.from(start, (value, i) => {
      const curvature = Math.abs(curvatureAlong(first.local, i));
      const spread = near && curvature > 0 ? Math.min(8 / Math.sqrt(curvature), 1e3 * (1 + Math.abs(value))) : Math.max(1, Math.abs(value));
      return (near ? (first.point[i] ?? value) : value) + spread * normal();
    });
  });
}
