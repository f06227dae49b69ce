import { at } from '../numeric/at.js';
import { cholesky, solve } from '../numeric/cholesky.js';
import { addScaled, dot, type Eigen, symmetricEigen } from '../numeric/eigen.js';
import { curvatureScales, type Method, type Proposal, scaledBy, type Subproblem } from './method.js';
import type { LocalModel } from './minimisationProblem.js';

/** Eigenvalues of the scaled Hessian below this share of the largest count as 0. */
const SINGULAR = 1e-14;
/** A slope (in standard errors) along a flat direction that is mere rounding. */
const FLAT_SLOPE = 1e-7;

/**
 * Exact Newton steps within a trust region (Conn, Gould & Toint 2000, ch. 7): the subproblem is solved through the eigenvectors of the
 * scaled Hessian, so negative curvature and the hard case need no special treatment.
 */
export const newtonTrustRegion: Method = {
  name: 'trust-region Newton',
  prepare: (local, point) => new NewtonSubproblem(local, point),
};

/**
 * Where the scaled Hessian is clearly positive definite its Cholesky factor gives the full step; the eigenvectors are computed only for steps
 * that must be shortened or bent.
 */
class NewtonSubproblem implements Subproblem {
  readonly decrement: number;
  readonly naturalRadius: number;
  private readonly scales: Float64Array;
  private readonly scaledHessian: Float64Array;
  private readonly scaledGradient: Float64Array;
  private readonly full: Proposal | undefined;
  private spectrum: Spectrum | undefined;

  constructor(local: LocalModel, point: Float64Array) {
    this.scales = curvatureScales(local, point);
    this.scaledHessian = scaledBy(local.hessian, this.scales);
    this.scaledGradient = local.gradient.map((value, i) => value / at(this.scales, i));
    this.full = this.fullStep();
    this.decrement = this.full ? 2 * this.full.predicted : this.eigen.decrement;
    this.naturalRadius = this.full?.length ?? this.eigen.naturalRadius;
  }

  propose(radius: number): Proposal {
    return this.full && this.full.length <= radius ? this.full : this.unscale(this.eigen.step(radius));
  }

  private get eigen(): Spectrum {
    return (this.spectrum ??= new Spectrum(this.scaledHessian, this.scaledGradient));
  }

  private fullStep(): Proposal | undefined {
    const factor = cholesky(this.scaledHessian, this.scaledGradient.length);
    if (!factor) return undefined;
    const step = solve(factor, this.scaledGradient).map((value) => -value);
    return this.unscale({ step, predicted: -dot(step, this.scaledGradient) / 2, length: Math.sqrt(dot(step, step)) });
  }

  private unscale({ step, predicted, length }: Proposal): Proposal {
    return { step: step.map((value, i) => value / at(this.scales, i)), predicted, length };
  }
}

/** The scaled quadratic model in the coordinates of its eigenvectors. */
class Spectrum {
  readonly decrement: number;
  readonly naturalRadius: number;
  private readonly eigen: Eigen;
  /** Gradient in the eigenvectors' coordinates. */
  private readonly slopes: Float64Array;

  constructor(hessian: Float64Array, gradient: Float64Array) {
    const n = gradient.length;
    this.eigen = symmetricEigen(hessian, n);
    this.slopes = Float64Array.from(this.eigen.vectors, (vector, k) => this.slopeAlong(dot(vector, gradient), k));
    const convex = this.slopes.every((slope, k) => at(this.eigen.values, k) > this.threshold || (slope === 0 && this.isFlat(k)));
    this.decrement = convex ? this.sum((slope, value) => safeRatio(slope * slope, value)) : Infinity;
    this.naturalRadius = convex ? Math.sqrt(this.sum((slope, value) => safeRatio(slope, value) ** 2)) : Math.sqrt(n);
  }

  /** The step of at most that length that lowers the model most. */
  step(radius: number): Proposal {
    const shift = this.shiftFor(radius);
    const coordinates = this.slopes.map((slope, k) => safeRatio(-slope, at(this.eigen.values, k) + shift));
    const length = Math.sqrt(dot(coordinates, coordinates));
    if (this.lowest < -this.threshold && length < radius * 0.999) this.alongLowest(coordinates, radius, length);
    const predicted = -coordinates.reduce((sum, c, k) => sum + c * at(this.slopes, k) + 0.5 * c * c * at(this.eigen.values, k), 0);
    return { step: this.combine(coordinates), predicted, length: Math.sqrt(dot(coordinates, coordinates)) };
  }

  /** Along a flat direction a slope that is mere rounding counts as none: the step stays where the data say nothing. */
  private slopeAlong(slope: number, k: number): number {
    return this.isFlat(k) && Math.abs(slope) < FLAT_SLOPE ? 0 : slope;
  }

  private isFlat(k: number): boolean {
    return Math.abs(at(this.eigen.values, k)) <= this.threshold;
  }

  private get threshold(): number {
    return SINGULAR * this.highest;
  }

  private get lowest(): number {
    return at(this.eigen.values, 0);
  }

  private get highest(): number {
    return Math.max(this.eigen.values.at(-1) ?? 0, 0);
  }

  private sum(term: (slope: number, value: number) => number): number {
    return this.slopes.reduce((total, slope, k) => total + term(slope, at(this.eigen.values, k)), 0);
  }

  /** The shift λ ≥ max(0, −lowest) at which the step has the length of the radius; 0 where the full step is shorter. */
  private shiftFor(radius: number): number {
    const least = Math.max(0, -this.lowest) + SINGULAR * Math.max(this.highest, -this.lowest);
    const share = (slope: number, value: number): number => (slope === 0 ? 0 : slope / value);
    const length = (shift: number): number => Math.sqrt(this.sum((slope, value) => share(slope, value + shift) ** 2));
    const start = this.decrement < Infinity ? 0 : least;
    if (length(start) <= radius) return start;
    let [low, high] = [start, Math.sqrt(dot(this.slopes, this.slopes)) / radius + least];
    for (let i = 0; i < 100 && high - low > 1e-12 * high; i++) {
      const middle = i < 30 && low > 0 ? Math.sqrt(low * high) : (low + high) / 2;
      if (length(middle) > radius) low = middle;
      else high = middle;
    }
    return high;
  }

  /** The hard case: the gradient has no share along the direction of lowest curvature, so the rest of the radius goes there. */
  private alongLowest(coordinates: Float64Array, radius: number, length: number): void {
    const rest = Math.sqrt(Math.max(radius * radius - length * length, 0));
    coordinates[0] = at(coordinates, 0) + (at(this.slopes, 0) > 0 ? -rest : rest);
  }

  private combine(coordinates: Float64Array): Float64Array {
    const step = new Float64Array(coordinates.length);
    this.eigen.vectors.forEach((vector, k) => addScaled(step, at(coordinates, k), vector));
    return step;
  }
}

const safeRatio = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a / b);
