import { curvatureAlong, type KinkPenalty, type LocalModel } from './minimisationProblem.js';

/** A step within a radius and its predicted reduction. */
export interface Proposal {
  readonly step: Float64Array;
  /** Reduction of the objective that the quadratic model predicts; ≥ 0. */
  readonly predicted: number;
  /** Length in the method's own scaled units. */
  readonly length: number;
}

/** The quadratic model at one point, ready to propose steps for several radii. */
export interface Subproblem {
  /** Twice the reduction of the unrestricted step; Infinity where the model is not convex. */
  readonly decrement: number;
  /** Length of the unrestricted step in scaled units; a sensible first radius where the model is not convex. */
  readonly naturalRadius: number;
  propose(radius: number): Proposal;
}

/** One way to make a step from a local quadratic model. The loop in `minimise.ts` owns acceptance and termination. */
export interface Method {
  readonly name: string;
  /** The decrement that counts as converged, where it is not exact. */
  readonly tolerance?: number;
  prepare(local: LocalModel, point: Float64Array, penalties: readonly KinkPenalty[]): Subproblem;
}

/** Curvature below this counts as 0: its root cannot be divided by. */
const LEAST = 1e-280;
/** So does this share of the largest. */
const TRACE = 1e-30;
/** In units of the coordinate itself, this share of the largest counts as 0. */
const CLEAR = 1e-12;

const largest = (values: Float64Array): number => values.reduce((a, b) => Math.max(a, b), 0);

/** Scale of each coordinate: the root of the diagonal curvature, so that one scaled unit is about one standard error. */
export function curvatureScales(local: LocalModel, point?: Float64Array): Float64Array {
  const diagonal = local.gradient.map((_, i) => Math.abs(curvatureAlong(local, i)));
  const floor = largest(diagonal) * TRACE;
  // In units of the coordinate itself: a column in units of 10^50 counts as much as any other.
  const relative = diagonal.map((value, i) => value * (point?.[i] ?? 0) ** 2);
  const least = largest(relative) * CLEAR;
  const isClear = (value: number, i: number): boolean => value > floor || (value > LEAST && (relative[i] as number) > least);
  return diagonal.map((value, i) => (isClear(value, i) ? Math.sqrt(value) : 1));
}

/** The Hessian in scaled coordinates: entry (i, j) over scale i and scale j. */
export function scaledBy(hessian: Float64Array, scales: Float64Array): Float64Array {
  const n = scales.length;
  const scaled = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) scaled[i * n + j] = (hessian[i * n + j] as number) / ((scales[i] as number) * (scales[j] as number));
  }
  return scaled;
}
