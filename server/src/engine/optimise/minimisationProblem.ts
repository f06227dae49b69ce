import { at } from '../numeric/at.js';

/** A point of a smooth function to be minimised: value, gradient and Hessian (row-major, symmetric; empty where the method reads none). */
export interface LocalModel {
  readonly value: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/** The curvature along one coordinate; 0 where the method reads no Hessian. */
export const curvatureAlong = ({ gradient, hessian }: LocalModel, coordinate: number): number =>
  hessian.length === 0 ? 0 : at(hessian, coordinate * gradient.length + coordinate);

/** weight · |x[index] − location|: the part of an objective with a kink. */
export interface KinkPenalty {
  readonly index: number;
  readonly location: number;
  readonly weight: number;
}

/** What is minimised: a smooth function with exact derivatives, plus penalties with a kink in single coordinates. */
export interface MinimisationProblem {
  readonly dimension: number;
  /** The smooth part; value NaN or Infinity where it is not defined. */
  evaluate(point: Float64Array): LocalModel;
  readonly penalties: readonly KinkPenalty[];
  /** Relative error of the values; that of double precision where left out. */
  readonly rounding?: number;
  /** Read at every iteration. */
  shouldStop(): 'cancelled' | 'time-limit' | undefined;
}

export type SolverStatus = 'converged' | 'max-iterations' | 'non-finite' | 'cancelled' | 'time-limit';

export interface Solution {
  readonly status: SolverStatus;
  readonly point: Float64Array;
  /** Smooth part and penalties together. */
  readonly value: number;
  readonly local: LocalModel;
  /** Twice the reduction that a full step promises: g' H⁻¹ g, the squared gradient norm in units of standard errors. */
  readonly decrement: number;
  /** The last accepted step. */
  readonly lastStep: Float64Array;
  /** Whether the last steps shrank the decrement only slowly: the sign of an optimum at infinity or of a singular Hessian. */
  readonly slow: boolean;
  /** The name of the method that ended the search. */
  readonly method: string;
  readonly iterations: number;
}

export function penaltyAt(penalties: readonly KinkPenalty[], point: Float64Array): number {
  return penalties.reduce((sum, { index, location, weight }) => sum + weight * Math.abs(at(point, index) - location), 0);
}
