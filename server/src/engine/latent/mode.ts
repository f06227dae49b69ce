import type { Cancellation } from '../kernel/kernel.js';
import { addScaled, dot } from '../numeric/eigen.js';
import type { JointDensity, JointValue } from './jointDensity.js';
import { SparseCholesky } from './sparse/sparseCholesky.js';
import type { SparseFactor } from './sparse/sparseFactor.js';

/** The latent values that maximise the joint density for given parameters. */
export interface Mode {
  readonly u: Float64Array;
  readonly joint: JointValue;
  /** Of minus the second derivatives there. */
  readonly factor: SparseFactor;
}

const MOST_STEPS = 100;
/** A Newton decrement g' H⁻¹ g below this share of the number of values is one of rounding. */
const AT_REST = 1e-24;
/** One that no longer falls is accepted below this. */
const NEARLY = 1e-12;

/** Maximises a joint density over its latent values by Newton's method with the exact sparse Hessian and step halving. */
export class ModeSearch {
  private readonly cholesky: SparseCholesky;

  constructor(private readonly density: JointDensity) {
    this.cholesky = new SparseCholesky(density.pattern);
  }

  /** Undefined where no maximum is found, or where it is cancelled. */
  from(theta: Float64Array, start: Float64Array, cancellation: Cancellation): Mode | undefined {
    let u = start;
    let joint = this.density.at(theta, u, cancellation);
    let before = Infinity;
    for (let step = 0; step < MOST_STEPS && Number.isFinite(joint.value) && !cancellation.cancelled; step++) {
      const { factor, isExact } = this.factorOf(joint) ?? {};
      if (!factor) return undefined;
      const direction = factor.solve(joint.gradient);
      const decrement = dot(joint.gradient, direction) / (1 + u.length);
      if (this.density.isQuadratic && isExact && isShort(decrement * (1 + u.length), joint.value))
        return atTop(u, joint, direction, factor);
      const isDone = decrement <= AT_REST || (decrement <= NEARLY && !(decrement < before / 4));
      if (isDone) return isExact ? { u, joint, factor } : undefined;
      before = decrement;
      const next = this.line(theta, u, joint.value, direction, cancellation);
      if (!next) return decrement <= NEARLY && isExact ? { u, joint, factor } : undefined;
      ({ u, joint } = next);
    }
    return undefined;
  }

  /** The factor of the precision, or where that is not positive definite of one with a ridge that makes it so. */
  private factorOf({ precision }: JointValue): { factor: SparseFactor; isExact: boolean } | undefined {
    const exact = this.cholesky.factorise(precision);
    if (exact) return { factor: exact, isExact: true };
    const { size } = this.density;
    const largest = precision.subarray(0, size).reduce((most, each) => Math.max(most, Math.abs(each)), 0);
    if (!(largest < Infinity)) return undefined;
    for (let ridge = 1e-3 * (largest || 1); ridge < 1e9 * (largest || 1); ridge *= 10) {
      const factor = this.cholesky.factorise(precision.map((each, k) => (k < size ? each + ridge : each)));
      if (factor) return { factor, isExact: false };
    }
    return undefined;
  }

  private line(
    theta: Float64Array,
    u: Float64Array,
    value: number,
    direction: Float64Array,
    cancellation: Cancellation,
  ): { u: Float64Array; joint: JointValue } | undefined {
    const tolerance = 1e-13 * (1 + Math.abs(value));
    for (let share = 1; share > 1e-9; share /= 2) {
      const next = Float64Array.from(u);
      addScaled(next, share, direction);
      const joint = this.density.at(theta, next, cancellation);
      if (joint.value >= value - tolerance) return { u: next, joint };
    }
    return undefined;
  }
}

/** Whether a quadratic function gains so little by its Newton step that the value there needs no evaluation of its own. */
const isShort = (decrement: number, value: number): boolean => decrement <= 1 + Math.abs(value);

/** The maximum of a quadratic function: one Newton step away, and higher by half the decrement. */
function atTop(u: Float64Array, joint: JointValue, direction: Float64Array, factor: SparseFactor): Mode {
  const value = joint.value + 0.5 * dot(joint.gradient, direction);
  const top = Float64Array.from(u);
  addScaled(top, 1, direction);
  return { u: top, joint: { ...joint, value, gradient: new Float64Array(u.length) }, factor };
}
