import type { Cancellation } from '../../kernel/kernel.js';
import type { BoundModel } from '../../model/bound.js';
import type { EntryIndex } from '../../model/entryIndex.js';
import { at } from '../../numeric/at.js';
import type { Natural } from '../objective/coordinates.js';
import { type Estimate, estimate } from '../estimate.js';
import { addScaled } from '../../numeric/eigen.js';
import { rowScores } from '../objective/rowScores.js';

/** What a row moves most: the estimate of an entry, by how many of its standard errors. */
export interface Influence {
  readonly row: number;
  readonly entry: EntryIndex;
  readonly change: number;
}

/** The influence of a row by a fit without it. */
export interface Deletion extends Influence {
  /** The estimate of the entry there. */
  readonly value: number;
  /** All estimates there. */
  readonly natural: Natural;
  /** Cook's distance: the change of all estimates, d' I d / p for the observed information I. */
  readonly distance: number;
}

/** Rows times squared parameters from which they would take seconds: among this many rows and parameters hardly any row matters much. */
const DEAR = 4e8;

/** The rows that move some estimate by more than `least` standard errors in one Newton step without them, C · score: those that move one most, first. */
export function influences(bound: BoundModel, mle: Estimate, least: number): Influence[] {
  if (bound.used * mle.objective.dimension ** 2 > DEAR) return [];
  const scores = rowScores(bound, mle.natural);
  const width = mle.natural.length;
  const { objective, point, information, standardErrors } = mle;
  const n = objective.dimension;
  const covariance = naturalCovariance(objective.jacobian(point), information.covariance, n);
  const found: Influence[] = [];
  const errors = Float64Array.from(objective.free, (entry) => at(standardErrors, entry));
  const own = new Float64Array(n);
  for (let row = 0; row < bound.used; row++) {
    for (let b = 0; b < n; b++) own[b] = scores[row * width + (objective.free[b] as number)] as number;
    const best = furthest(covariance, own, errors);
    if (best.change > least) found.push({ row, entry: at(objective.free, best.index), change: best.change });
  }
  return found.sort((a, b) => b.change - a.change);
}

/** The entry of C · score that is the most of its standard errors. */
function furthest(covariance: Float64Array, score: Float64Array, errors: Float64Array): { index: number; change: number } {
  const n = score.length;
  let best = { index: -1, change: 0 };
  for (let a = 0; a < n; a++) {
    let moved = 0;
    for (let b = 0; b < n; b++) moved += (covariance[a * n + b] as number) * (score[b] as number);
    const change = Math.abs(moved) / (errors[a] as number);
    if (change > best.change) best = { index: a, change };
  }
  return best;
}

/** J C J'. */
export function naturalCovariance(jacobian: Float64Array, covariance: Float64Array, n: number): Float64Array {
  return product(product(jacobian, covariance, n), transpose(jacobian, n), n);
}

/** Row by row, so that numbers are read in the order in which they lie; what is 0 is left out. */
function product(left: Float64Array, right: Float64Array, n: number): Float64Array {
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = result.subarray(i * n, i * n + n);
    for (let k = 0; k < n; k++) {
      const factor = left[i * n + k] as number;
      if (factor !== 0) addScaled(row, factor, right.subarray(k * n, k * n + n));
    }
  }
  return result;
}

const transpose = (matrix: Float64Array, n: number): Float64Array =>
  matrix.map((_, cell) => matrix[(cell % n) * n + Math.floor(cell / n)] as number);

/** Maximises again near a point, from there alone: it ends after a number of steps, never by the clock. */
export const refitWithout = (bound: BoundModel, from: Float64Array, stop: Cancellation): Estimate =>
  estimate(bound, 'mle', { starts: 1, seed: 1, deadline: Infinity }, stop, from);

/** What a fit without the row changes; undefined where that has no clear maximum. */
export function deletion(bound: BoundModel, mle: Estimate, row: number, stop: Cancellation): Deletion | undefined {
  const weights = new Float64Array(bound.used).fill(1);
  weights[row] = 0;
  const found = refitWithout({ ...bound, weights, observations: bound.used - 1 }, mle.natural, stop);
  if (found.status !== 'converged') return undefined;
  const { objective, natural, standardErrors } = mle;
  const distance = cooksDistance(mle, objective.working(found.natural));
  const changes = objective.free.map((entry): Deletion => {
    const value = at(found.natural, entry);
    return {
      row,
      entry,
      value,
      distance,
      natural: found.natural,
      change: Math.abs(value - at(natural, entry)) / at(standardErrors, entry),
    };
  });
  return changes.reduce((a, b) => (b.change > a.change ? b : a));
}

/** d' H d / p in working coordinates (Cook & Weisberg, Residuals and Influence in Regression, 1982, §5.2). */
function cooksDistance({ point, solution, objective: { dimension: n } }: Estimate, moved: Float64Array): number {
  const d = moved.map((value, i) => value - at(point, i));
  const { hessian } = solution.local;
  return d.reduce((sum, own, i) => sum + d.reduce((part, other, j) => part + own * other * at(hessian, i * n + j), 0), 0) / n;
}
