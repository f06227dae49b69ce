import type { Cancellation } from '../kernel/kernel.js';
import type { BoundModel } from '../model/bound.js';
import type { Natural } from './coordinates.js';
import { type Estimate, estimate } from './estimate.js';
import { rowScores } from './rowScores.js';

/** What a row moves most: the estimate of an entry, by how many of its standard errors. */
export interface Influence {
  readonly row: number;
  readonly entry: number;
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

/** The rows that move some estimate by more than `least` standard errors in one Newton step without them, C · score: those that move one most, first. */
export function influences(bound: BoundModel, mle: Estimate, least: number): Influence[] {
  const scores = rowScores(bound, mle.natural);
  const width = mle.natural.length;
  const { objective, point, information, standardErrors } = mle;
  const n = objective.dimension;
  const covariance = naturalCovariance(objective.jacobian(point), information.covariance, n);
  const found: Influence[] = [];
  for (let row = 0; row < bound.used; row++) {
    let best: Influence = { row, entry: -1, change: 0 };
    objective.free.forEach((entry, a) => {
      const moved = objective.free.reduce(
        (sum, other, b) => sum + (covariance[a * n + b] as number) * (scores[row * width + other] as number),
        0,
      );
      const change = Math.abs(moved) / (standardErrors[entry] ?? NaN);
      if (change > best.change) best = { row, entry, change };
    });
    if (best.change > least) found.push(best);
  }
  return found.sort((a, b) => b.change - a.change);
}

/** J C J'. */
function naturalCovariance(jacobian: Float64Array, covariance: Float64Array, n: number): Float64Array {
  const product = (left: Float64Array, right: (k: number, j: number) => number): Float64Array =>
    Float64Array.from({ length: n * n }, (_, cell) => {
      const [i, j] = [Math.floor(cell / n), cell % n];
      let sum = 0;
      for (let k = 0; k < n; k++) sum += (left[i * n + k] as number) * right(k, j);
      return sum;
    });
  const half = product(jacobian, (k, j) => covariance[k * n + j] as number);
  return product(half, (k, j) => jacobian[j * n + k] as number);
}

/** Maximises again near a point, from there alone: the number of steps is what ends it, never the clock. */
export const refitted = (bound: BoundModel, from: Float64Array, stop: Cancellation): Estimate =>
  estimate(bound, 'mle', { starts: 1, seed: 1, deadline: Infinity }, stop, from);

/** What a fit without the row changes; undefined where that has no clear maximum. */
export function deletion(bound: BoundModel, mle: Estimate, row: number, stop: Cancellation): Deletion | undefined {
  const weights = new Float64Array(bound.used).fill(1);
  weights[row] = 0;
  const found = refitted({ ...bound, weights, observations: bound.used - 1 }, mle.natural, stop);
  if (found.status !== 'converged') return undefined;
  const { objective, natural, standardErrors } = mle;
  const distance = cooksDistance(mle, objective.working(found.natural));
  const changes = objective.free.map((entry): Deletion => {
    const value = found.natural[entry] ?? NaN;
    return {
      row,
      entry,
      value,
      distance,
      natural: found.natural,
      change: Math.abs(value - (natural[entry] ?? NaN)) / (standardErrors[entry] ?? NaN),
    };
  });
  return changes.reduce((a, b) => (b.change > a.change ? b : a));
}

/** d' H d / p in working coordinates (Cook & Weisberg, Residuals and Influence in Regression, 1982, §5.2). */
function cooksDistance({ point, solution, objective: { dimension: n } }: Estimate, moved: Float64Array): number {
  const d = moved.map((value, i) => value - (point[i] ?? NaN));
  const { hessian } = solution.local;
  return d.reduce((sum, own, i) => sum + d.reduce((part, other, j) => part + own * other * (hessian[i * n + j] ?? NaN), 0), 0) / n;
}
