import { limitedMemory } from '../../optimise/lbfgs.js';
import { minimise } from '../../optimise/minimise.js';
import type { MinimisationProblem, Solution } from '../../optimise/minimisationProblem.js';

/** A descent has settled where so many steps gain less than this share of the value. What stops at a kink goes on from there with a fresh memory. */
const STRETCH = 500;
const SETTLED = 1e-7;
/** How far single precision leads (a decrement), and the relative error of its values. */
const SINGLE = 1e-7;
const SINGLE_ROUNDING = 1e-7;
/** After so many steps values in double precision tell whether those in single precision are still true. */
const SINGLE_STRETCH = 100;

const SETTLING = `L-BFGS, settled: ${String(STRETCH)} more steps gained next to nothing`;

/** When a descent ends: the decrement that counts as converged, and the most steps. */
export interface Ending {
  readonly decrement: number;
  readonly steps: number;
}

/** Descends stretch by stretch until it has converged or settled; what one problem has taught helps with the next one. */
export class Descent {
  iterations = 0;
  private memory = limitedMemory();

  constructor(
    private readonly ending: Ending,
    /** A stretch that gains less has settled. */
    private readonly enough: number,
  ) {}

  run(problem: MinimisationProblem, start: Float64Array): Solution {
    const last = this.iterations + this.ending.steps;
    const { decrement } = this.ending;
    let solution = this.stretch(problem, start, decrement, Math.min(STRETCH, this.ending.steps));
    while (solution.status === 'max-iterations' && this.iterations < last) {
      if (solution.iterations < STRETCH) this.release();
      const next = this.stretch(problem, solution.point, decrement, Math.min(STRETCH, last - this.iterations));
      const gained = solution.value - next.value;
      const settled = next.status === 'max-iterations' && gained < Math.max(SETTLED * (1 + Math.abs(next.value)), this.enough);
      solution = settled ? { ...next, status: 'converged', method: SETTLING } : next;
    }
    return solution;
  }

  /** By values in single precision, as long as those in double precision fall with them: where the point is that this leads to. */
  roughly(problem: MinimisationProblem, start: Float64Array, exact: (point: Float64Array) => number): Float64Array {
    const [rounded, decrement] = [{ ...problem, rounding: SINGLE_ROUNDING }, Math.max(this.ending.decrement, SINGLE)];
    const last = this.iterations + this.ending.steps;
    let [point, value, before] = [start, exact(start), problem.evaluate(start).value];
    while (this.iterations < last) {
      const next = this.stretch(rounded, point, decrement, SINGLE_STRETCH);
      const [claimed, reached] = [before - next.value, exact(next.point)];
      if (!(value - reached >= claimed / 2)) return reached < value ? next.point : point;
      [point, value, before] = [next.point, reached, next.value];
      const isSettled = claimed < Math.max(SETTLED * (1 + Math.abs(value)), this.enough) * (SINGLE_STRETCH / STRETCH);
      if (next.status !== 'max-iterations' || next.iterations < SINGLE_STRETCH || isSettled) break;
    }
    return point;
  }

  release(): void {
    this.memory.release();
  }

  private stretch(problem: MinimisationProblem, from: Float64Array, tolerance: number, maxIterations: number): Solution {
    const solution = minimise(problem, from, { method: { ...this.memory, tolerance }, maxIterations, ending: 'plain' });
    this.iterations += solution.iterations;
    return solution;
  }
}
