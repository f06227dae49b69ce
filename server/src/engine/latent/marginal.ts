import { type Cancellation, type Evaluation, type Kernel, neverCancelled, type Order } from '../kernel/kernel.js';
import { at } from '../numeric/at.js';
import { differencedHessian } from './differences.js';
import type { JointDensity } from './jointDensity.js';
import { type Mode, ModeSearch } from './mode.js';

const HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);

/** Latent values given the data and the parameters. */
export interface Conditional {
  readonly values: Float64Array;
  /** The pair of latent values that occur together in the model. */
  covariance(a: number, b: number): number;
}

/**
 * The log-likelihood with its latent values integrated out by Laplace's approximation (Tierney & Kadane, JASA 81, 1986):
 *
 *   log ∫ exp h(θ, u) du ≈ h(θ, û) + (q/2) log 2π − ½ log det H,   H = −∂²h/∂u² at û, the maximum over the q values u.
 *
 * It is exact where h is quadratic in u, as in models that are Normal throughout. The gradient is exact, with the third derivatives that log det H
 * needs (Skaug & Fournier, Comput. Stat. Data Anal. 51, 2006; Kristensen et al., J. Stat. Softw. 70(5), 2016):
 *
 *   ∂/∂θ = ∂h/∂θ + ½ tr(H⁻¹ ∂(∂²h/∂u²)/∂θ) + vᵀ ∂²h/∂u∂θ,   v = H⁻¹ ½ ∂ tr(H⁻¹ ∂²h/∂u²)/∂u.
 *
 * Second derivatives are central differences of it.
 */
export class MarginalKernel implements Kernel {
  private readonly search: ModeSearch;
  private last: { readonly theta: Float64Array; readonly mode: Mode } | undefined;

  constructor(
    private readonly density: JointDensity,
    readonly parameters: number,
    /** Terms without latent values. */
    private readonly rest: Kernel | undefined,
  ) {
    this.search = new ModeSearch(density);
  }

  /** Whether Laplace's approximation is exact here. */
  get isExact(): boolean {
    return this.density.isQuadratic;
  }

  evaluate(theta: Float64Array, order: Order, cancellation: Cancellation = neverCancelled): Evaluation {
    const n = this.parameters;
    const result = this.rest?.evaluate(theta, order, cancellation) ?? {
      value: 0,
      gradient: new Float64Array(order >= 1 ? n : 0),
      hessian: new Float64Array(order === 2 ? n * n : 0),
    };
    const mode = this.modeAt(theta, cancellation);
    result.value += mode ? this.valueOf(mode) : NaN;
    if (order === 0) return result;
    const gradient = mode && this.gradientOf(theta, mode, cancellation);
    gradient?.forEach((slope, i) => (result.gradient[i] = at(result.gradient, i) + slope));
    if (!gradient) result.gradient.fill(NaN);
    if (order === 2 && gradient) this.addHessian(result, theta, gradient, cancellation);
    if (cancellation.cancelled) result.value = NaN;
    return result;
  }

  /** The maximum of the joint density over the latent values; undefined where there is none. */
  modeAt(theta: Float64Array, cancellation: Cancellation = neverCancelled): Mode | undefined {
    const { last } = this;
    if (last?.theta.every((each, i) => Object.is(each, theta[i]))) return last.mode;
    const origin = new Float64Array(this.density.size);
    const near = last && this.search.from(theta, last.mode.u, cancellation);
    const mode = near ?? this.search.from(theta, origin, cancellation);
    if (mode && !cancellation.cancelled) this.last = { theta: Float64Array.from(theta), mode };
    return mode;
  }

  /** The most probable latent values given the parameters with their covariances: the inverse of H at them. */
  conditional(theta: Float64Array, cancellation: Cancellation = neverCancelled): Conditional | undefined {
    const mode = this.modeAt(theta, cancellation);
    if (!mode) return undefined;
    const inverse = mode.factor.selectedInverse();
    return { values: mode.u, covariance: (a, b) => at(inverse, this.density.position(a, b)) };
  }

  /**
   * How a function of the latent values with these slopes moves with the parameters as the mode does, and its variance given the parameters: with v = H⁻¹ ∂g/∂u,
   * these are vᵀ ∂²h/∂u∂θ and vᵀ ∂g/∂u.
   */
  response(
    theta: Float64Array,
    slopes: Float64Array,
    cancellation: Cancellation = neverCancelled,
  ): { readonly slope: Float64Array; readonly variance: number } | undefined {
    const mode = this.modeAt(theta, cancellation);
    if (!mode) return undefined;
    const { u, factor } = mode;
    const direction = factor.solve(slopes);
    const inverse = factor.selectedInverse();
    const along = this.density.slope(theta, u, direction, inverse, cancellation);
    const still = this.density.slope(theta, u, new Float64Array(u.length), inverse, cancellation);
    const variance = slopes.reduce((sum, slope, k) => sum + slope * at(direction, k), 0);
    return { slope: along.map((each, i) => each - at(still, i)), variance };
  }

  private valueOf({ joint, factor, u }: Mode): number {
    return joint.value + u.length * HALF_LOG_2PI - 0.5 * factor.logDeterminant;
  }

  private gradientOf(theta: Float64Array, { u, joint, factor }: Mode, cancellation: Cancellation): Float64Array {
    const { density } = this;
    const inverse = factor.selectedInverse();
    const skewness = density.isQuadratic ? undefined : density.skewness(theta, u, inverse, joint.gradient, cancellation);
    const direction = skewness ? factor.solve(skewness) : new Float64Array(u.length);
    return density.slope(theta, u, direction, inverse, cancellation);
  }

  private addHessian(result: Evaluation, theta: Float64Array, gradient: Float64Array, cancellation: Cancellation): void {
    const slopesAt = (point: Float64Array): Float64Array | undefined => {
      const mode = cancellation.cancelled ? undefined : this.modeAt(point, cancellation);
      return mode && this.gradientOf(point, mode, cancellation);
    };
    const { last } = this;
    const own = differencedHessian(slopesAt, theta, gradient);
    this.last = last;
    own.forEach((each, k) => (result.hessian[k] = at(result.hessian, k) + each));
  }
}
