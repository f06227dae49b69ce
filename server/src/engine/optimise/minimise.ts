import type { Method, Subproblem } from './method.js';
import { newtonTrustRegion } from './newton.js';
import { proximalNewton } from './proximal.js';
import { type LocalModel, type MinimisationProblem, penaltyAt, type Solution, type SolverStatus } from './minimisationProblem.js';

export interface MinimiseOptions {
  readonly maxIterations?: number;
  /**
   * What becomes of a converged point. polished: it is improved until rounding stops it. stepped: one more full step is taken on trust, where each
   * evaluation is dear; derivatives are then those before it. Left out: polished.
   */
  readonly ending?: 'plain' | 'polished' | 'stepped';
  /** Left out: Newton steps, proximal ones where there are penalties. */
  readonly method?: Method;
}

/** A decrement below this (in squared standard errors) is converged; the loop then goes on only while each step still gains. */
const CONVERGED = 1e-10;
/** Below this a Newton step leaves an error of less than 1e-7 standard errors. */
const TRUSTED = 1e-8;
/** A decrement below this (1e-11 standard errors) cannot be improved upon for any use. */
const POLISHED = 1e-22;
/** Reductions smaller than this share of the value are rounding. */
const ROUNDING = 1e-13;
/** Ratio of successive decrements above which convergence is no longer quadratic. */
const SLOW = 0.1;
const POLISHING_STEPS = 6;
/** Derivatives beyond this overflow when they are scaled; second ones are squares of units. */
const HUGE = 1e150;
const HUGE_SQUARE = 1e300;

/** Minimises from a start: the one loop that accepts steps, sets the trust radius, and ends. */
export function minimise(problem: MinimisationProblem, start: Float64Array, options: MinimiseOptions = {}): Solution {
  const method = options.method ?? (problem.penalties.length > 0 ? proximalNewton : newtonTrustRegion);
  return new Loop(problem, start, method).run(options.maxIterations ?? 200, options.ending ?? 'polished');
}

type Ending = NonNullable<MinimiseOptions['ending']>;

class Loop {
  private local: LocalModel;
  private value: number;
  private subproblem: Subproblem | undefined;
  private radius = 0;
  private lastStep: Float64Array;
  private previous = Infinity;
  private ratio = 0;
  private iterations = 0;
  private polished = 0;
  private readonly tolerance: number;
  /** Whether the method converges quadratically to a proper optimum. */
  private readonly isQuadratic: boolean;

  constructor(
    private readonly problem: MinimisationProblem,
    private point: Float64Array,
    private readonly method: Method,
  ) {
    this.tolerance = method.tolerance ?? CONVERGED;
    this.isQuadratic = method.tolerance === undefined;
    this.local = problem.evaluate(point);
    this.value = this.total(this.local, point);
    this.lastStep = new Float64Array(point.length);
  }

  run(maxIterations: number, ending: Ending): Solution {
    if (!isUsable(this.local, this.value)) return this.end(this.problem.shouldStop() ?? 'non-finite');
    if (this.point.length === 0) return this.end('converged');
    while (this.iterations < maxIterations) {
      const stop = this.problem.shouldStop();
      if (stop) return this.end(stop);
      const { decrement } = this.prepare();
      if (decrement < TRUSTED && ending === 'stepped') return this.endBeyond();
      if (decrement < this.tolerance) {
        if (ending === 'plain' || this.polished++ >= POLISHING_STEPS || !this.polish()) return this.end('converged');
      } else if (!this.advance()) return this.end(this.stuck());
    }
    return this.end((this.subproblem?.decrement ?? Infinity) < this.tolerance ? 'converged' : 'max-iterations');
  }

  /** No radius gives a step that lowers the value. */
  private stuck(): SolverStatus {
    return this.isStationary() ? 'converged' : (this.problem.shouldStop() ?? 'max-iterations');
  }

  private prepare(): Subproblem {
    if (this.subproblem) return this.subproblem;
    this.subproblem = this.method.prepare(this.local, this.point, this.problem.penalties);
    if (this.radius === 0) this.radius = this.subproblem.naturalRadius;
    return this.subproblem;
  }

  /** A full step near the optimum, kept only where it lowers the decrement: the value itself no longer tells. */
  private polish(): boolean {
    const { step } = this.prepare().propose(Infinity);
    const before = this.prepare().decrement;
    if (before < POLISHED) return false;
    const point = sum(this.point, step);
    const local = this.problem.evaluate(point);
    const value = this.total(local, point);
    if (!isUsable(local, value)) return false;
    const next = this.method.prepare(local, point, this.problem.penalties);
    if (!(next.decrement < before / 2) || value > this.value + ROUNDING * 100 * Math.max(1, Math.abs(this.value))) return false;
    this.accept(point, local, value, step);
    this.subproblem = next;
    return true;
  }

  /** One accepted step of a trust region; false where no radius gives one. */
  private advance(): boolean {
    const subproblem = this.prepare();
    for (let attempt = 0; attempt < 60; attempt++) {
      if (this.problem.shouldStop()) return false;
      const { step, predicted, length } = subproblem.propose(this.radius);
      const point = sum(this.point, step);
      const local = this.problem.evaluate(point);
      const value = this.total(local, point);
      const noise = (this.problem.rounding ?? ROUNDING) * Math.max(1, Math.abs(this.value));
      const gain = isUsable(local, value) ? (this.value - value + noise) / (predicted + noise) : -1;
      if (gain < 0.25) this.radius = Math.min(this.radius, length) * 0.25;
      else if (gain > 0.75 && length > this.radius * 0.9) this.radius *= 3;
      if (gain > 1e-4 && predicted > 0) {
        this.accept(point, local, value, step);
        return true;
      }
      if (predicted <= noise * 1e-3) return false;
    }
    return false;
  }

  private accept(point: Float64Array, local: LocalModel, value: number, step: Float64Array): void {
    const decrement = this.subproblem?.decrement ?? Infinity;
    if (!(this.previous < this.tolerance)) this.ratio = Number.isFinite(this.previous) ? decrement / this.previous : 1;
    this.previous = decrement;
    Object.assign(this, { point, local, value, lastStep: step, subproblem: undefined });
    this.iterations++;
  }

  /** No step lowers the value any more: at rounding, the decrement alone says whether this is an optimum. */
  private isStationary(): boolean {
    return this.prepare().decrement < 1e-8;
  }

  /** One more full step, with the value that the quadratic model has there; its decrement would be about the square of the last. */
  private endBeyond(): Solution {
    const { step, predicted } = this.prepare().propose(Infinity);
    return { ...this.end('converged'), point: sum(this.point, step), value: this.value - predicted };
  }

  private end(status: SolverStatus): Solution {
    const decrement = isUsable(this.local, this.value) && this.point.length > 0 ? this.prepare().decrement : 0;
    const { point, value, local, lastStep, iterations } = this;
    const slow = this.isQuadratic && this.ratio > SLOW && iterations > 5;
    return { status, point, value, local, decrement, lastStep, slow, iterations, method: this.method.name };
  }

  private total(local: LocalModel, point: Float64Array): number {
    return local.value + penaltyAt(this.problem.penalties, point);
  }
}

function isUsable(local: LocalModel, value: number): boolean {
  return Math.abs(value) < HUGE && areSane(local.gradient, HUGE) && areSane(local.hessian, HUGE_SQUARE);
}

function areSane(values: Float64Array, most: number): boolean {
  for (let i = 0; i < values.length; i++) if (!(Math.abs(values[i] as number) < most)) return false;
  return true;
}

function sum(a: Float64Array, b: Float64Array): Float64Array {
  const result = a.slice();
  for (let i = 0; i < result.length; i++) (result[i] as number) += b[i] as number;
  return result;
}
