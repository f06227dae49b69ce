import { symmetricEigen } from '../numeric/eigen.js';
import { curvatureScales, scaledBy } from '../optimise/method.js';
import type { Estimate } from './estimate.js';

/** How a maximum was found, and what speaks for it being one. */
export interface Certificate {
  /** The optimiser that had the last word. */
  readonly method: string;
  /** Steps of the search that led to it. */
  readonly iterations: number;
  /** √(g' I⁻¹ g) at the end: how far off the maximum is, in standard errors. */
  readonly gradientNorm: number;
  /**
   * Smallest eigenvalue of the observed information, each coordinate in units that make its diagonal 1: near 0 some combination is hardly determined.
   * Undefined where there is no Hessian, or too large a one.
   */
  readonly smallestEigenvalue?: number;
  /** Starts tried, and how many of them ended at this maximum; one where the problem has a single maximum. */
  readonly starts: number;
  readonly agreeing: number;
}

/** More coordinates than these have too many eigenvalues to work out in passing. */
const MOST = 200;

export function certificateOf({ solution, tried, agreeing }: Estimate): Certificate {
  const { method, iterations, decrement, local } = solution;
  const n = local.gradient.length;
  const hasHessian = n > 0 && n <= MOST && local.hessian.length === n * n && local.hessian.every(Number.isFinite);
  const smallest = hasHessian ? symmetricEigen(scaledBy(local.hessian, curvatureScales(local)), n).values[0] : undefined;
  return {
    method,
    iterations,
    gradientNorm: Math.sqrt(decrement),
    ...(smallest === undefined ? {} : { smallestEigenvalue: smallest }),
    starts: tried,
    agreeing,
  };
}
