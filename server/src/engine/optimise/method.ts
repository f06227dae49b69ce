import type { KinkPenalty, LocalModel } from './minimisationProblem.js';

/** A step within a radius and what it promises. */
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

/** Curvature below this is none: its root could not be divided by. */
const LEAST = 1e-280;
/** Nor is this share of the largest. */
const TRACE = 1e-30;
/** In units of the coordinate itself this share of the largest is no trace. */
const CLEAR = 1e-12;

const largest = (values: Float64Array): number => values.reduce((a, b) => Math.max(a, b), 0);

/** Scale of each coordinate: the root of the diagonal curvature, so that one scaled unit is about one standard error. */
export function curvatureScales({ hessian, gradient }: LocalModel, point?: Float64Array): Float64Array {
  const n = gradient.length;
  const diagonal = Float64Array.from({ length: n }, (_, i) => Math.abs(hessian[i * n + i] ?? 0));
  const floor = largest(diagonal) * TRACE;
  // In units of the coordinate itself: a column in units of 10^50 has as much to say as one in others.
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
