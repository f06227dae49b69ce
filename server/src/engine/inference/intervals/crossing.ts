import { at } from '../../numeric/at.js';
import { cholesky, solve } from '../../numeric/cholesky.js';
import { dot } from '../../numeric/eigen.js';
import { curvatureScales, scaledBy } from '../../optimise/method.js';
import type { LocalModel } from '../../optimise/minimisationProblem.js';
import type { Working } from '../objective/objective.js';

/** Where the profile along an axis has risen to a level. */
export interface CrossingProblem {
  readonly evaluate: (point: Working) => LocalModel;
  readonly shouldStop: () => boolean;
  /** The axis whose coordinate row · w is profiled. */
  readonly row: Float64Array;
  /** Minus the log-density at the estimate, with its derivatives. */
  readonly local: LocalModel;
  readonly base: number;
  /** The level is base + z²/2. */
  readonly z: number;
}

const MOST_STEPS = 8;
/**
 * Distance in standard errors from the end below which one more step, whose error is about its square, is the last. Distances across the axis count
 * by their square.
 */
const CLOSE = 1e-4;
/** A value this much below the estimate's is a better optimum. */
export const BETTER = 1e-6;

/**
 * Newton's method for both ends at once of "the level is reached" and "all other coordinates are at their best" (Venzon & Moolgavkar, Appl. Stat. 37,
 * 1988): a few evaluations where the density is nearly quadratic. Undefined where it does not converge close to the end given by the quadratic
 * model; a search along the axis then has to find it.
 */
export function crossing(problem: CrossingProblem, from: Working, side: -1 | 1): Working | undefined {
  let [point, local] = [from, problem.local];
  let first: number | undefined;
  for (let i = 0; i < MOST_STEPS && !problem.shouldStop(); i++) {
    const next = newtonStep(problem, local, point, side);
    if (next === undefined) return undefined;
    const { step, isLast } = next;
    point = point.map((w, k) => w + at(step, k));
    const travelled = dot(problem.row, point) - dot(problem.row, from);
    first ??= travelled;
    if (!(travelled / first > 0.5 && travelled / first < 1.5)) return undefined;
    if (isLast) return point;
    local = problem.evaluate(point);
  }
  return undefined;
}

/** s = H⁻¹ (λ row − g) with the λ at which the quadratic model at `local` reaches the level. */
function newtonStep(
  { row, base, z }: CrossingProblem,
  local: LocalModel,
  point: Working,
  side: -1 | 1,
): { readonly step: Float64Array; readonly isLast: boolean } | undefined {
  const { value, gradient } = local;
  const scales = curvatureScales(local, point);
  const factor = Number.isFinite(value) ? cholesky(scaledBy(local.hessian, scales), gradient.length) : undefined;
  if (!factor || value < base - BETTER * (1 + Math.abs(base))) return undefined;
  const inverse = (b: Float64Array): Float64Array =>
    solve(
      factor,
      b.map((each, i) => each / at(scales, i)),
    ).map((each, i) => each / at(scales, i));
  const [u, v] = [inverse(row), inverse(gradient)];
  const [length, along, decrement] = [dot(row, u), dot(row, v), dot(gradient, v)];
  const off = decrement - (along * along) / length;
  const isLast = Math.abs(Math.sqrt(Math.max(2 * (value - base), 0)) - z) < CLOSE && off < CLOSE ** 2;
  const rise = 2 * (base + (z * z) / 2 - value) + decrement;
  if (!(rise > 0)) return undefined;
  const lambda = side * Math.sqrt(rise / length);
  return { step: u.map((each, i) => lambda * each - at(v, i)), isLast };
}
