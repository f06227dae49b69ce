import type { Estimate } from './estimate.js';
import type { Working } from './objective.js';
import { Objective } from './objective.js';

/** The log of the integral of likelihood times prior over all free parameters. */
export interface Evidence {
  readonly value: number;
  readonly method: 'quadrature' | 'laplace';
}

const STEP = 0.5;
const HALVINGS = 5;
const TOLERANCE = 1e-9;
/** Terms this much (in logs) below the largest are left out. */
const NEGLIGIBLE = 40;

/**
 * Evidence on the natural scale: by quadrature for one or two free parameters, by Laplace's approximation otherwise. Undefined where a prior is
 * improper or the maximum has no inner quadratic shape.
 */
export function logEvidence(map: Estimate): Evidence | undefined {
  const { bound, target, cancellation } = map.objective;
  const open = bound.model.entries.filter(({ fixed }) => fixed === undefined);
  const proper = open.every(({ prior }) => prior !== undefined && bound.model.priors[prior]?.proper === true);
  if (!proper || (map.status !== 'converged' && map.status !== 'boundary')) return undefined;
  const held = new Map(bound.model.entries.flatMap(({ index, fixed }) => (fixed === undefined ? [] : [[index, fixed] as const])));
  const objective = new Objective(bound, target, held, cancellation);
  if (objective.dimension === 1 || objective.dimension === 2) {
    const value = quadrature(objective, map);
    return Number.isFinite(value) ? { value, method: 'quadrature' } : undefined;
  }
  const value = laplace(map);
  return Number.isFinite(value) ? { value, method: 'laplace' } : undefined;
}

/** log posterior + n/2 log 2π − ½ log det(−Hessian), all on the natural scale (Tierney & Kadane 1986). */
function laplace({ objective, point, logLikelihood, logPrior, information, atKink, onBound }: Estimate): number {
  if (atKink.length > 0 || onBound.length > 0) return NaN;
  const halfLog2Pi = 0.5 * Math.log(2 * Math.PI);
  return logLikelihood + logPrior + objective.dimension * halfLog2Pi - 0.5 * information.logDeterminant + objective.logJacobian(point);
}

/**
 * Trapezoidal rule in t with w = centre + L sinh(t), L L' the covariance: tails of every power become exponential, where the rule
 * converges geometrically (Trefethen & Weideman, SIAM Review 56, 2014). The step is halved until the value settles.
 */
function quadrature(objective: Objective, map: Estimate): number {
  const { centre, factor } = frame(objective, map);
  const density = (w: Working): number => objective.logDensity(w) + objective.logJacobian(w);
  const logDeterminant = objective.dimension === 1 ? Math.log(factor[0] ?? 1) : Math.log((factor[0] ?? 1) * (factor[3] ?? 1));
  const at = (t: readonly number[]): number => {
    const s = t.map(Math.sinh);
    const w = centre.map((c, i) => c + s.reduce((sum, value, j) => sum + (factor[i * s.length + j] ?? 0) * value, 0));
    const value = density(w) + t.reduce((sum, each) => sum + Math.log(Math.cosh(each)), 0);
    return Number.isNaN(value) ? -Infinity : value;
  };
  const total = (h: number): number => (objective.dimension === 1 ? line((t) => at([t]), h) : line((t) => line((u) => at([t, u]), h), h));
  let previous = NaN;
  for (let k = 0, h = STEP; k < HALVINGS; k++, h /= 2) {
    const value = total(h) + logDeterminant;
    if (Math.abs(value - previous) < TOLERANCE * Math.max(1, Math.abs(value))) return value;
    previous = value;
  }
  return previous;
}

/** log of h Σ exp f(kh), outwards from 0 until the terms are negligible on both sides. */
function line(f: (t: number) => number, h: number): number {
  const values = [f(0)];
  let highest = values[0] ?? -Infinity;
  for (const side of [-1, 1]) {
    for (let k = 1; k * h < 12; k++) {
      const value = f(side * k * h);
      highest = Math.max(highest, value);
      values.push(value);
      if (value < highest - NEGLIGIBLE && k * h > 2) break;
    }
  }
  if (highest === -Infinity) return highest;
  return highest + Math.log(h * values.reduce((sum, value) => sum + Math.exp(value - highest), 0));
}

/** Centre and lower triangular scale of the integration: the estimate and its covariance, or plain ones where it lies on a bound. */
function frame(objective: Objective, map: Estimate): { centre: Working; factor: Float64Array } {
  const n = objective.dimension;
  const centre = objective.working(map.natural);
  if (map.objective.dimension !== n || map.information.flat.length > 0 || map.atKink.length > 0) {
    return { centre: centre.map((w) => Math.min(Math.max(w, -5), 5)), factor: n === 1 ? Float64Array.of(1) : Float64Array.of(1, 0, 0, 1) };
  }
  const c = map.information.covariance;
  if (n === 1) return { centre, factor: Float64Array.of(Math.sqrt(c[0] ?? 1)) };
  const a = Math.sqrt(c[0] ?? 1);
  const b = (c[2] ?? 0) / a;
  return { centre, factor: Float64Array.of(a, 0, b, Math.sqrt(Math.max((c[3] ?? 1) - b * b, Number.MIN_VALUE))) };
}
