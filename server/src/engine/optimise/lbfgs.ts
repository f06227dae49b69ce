import { at } from '../numeric/at.js';
import { dot } from '../numeric/eigen.js';
import { type LongVectors, longVectors } from './longVectors.js';
import type { Method, Proposal, Subproblem } from './method.js';
import type { LocalModel } from './minimisationProblem.js';

/** Pairs of steps and changes of the gradient that are kept. */
const KEPT = 40;
/** Pairs with less curvature than this, in relation to their lengths, would spoil the approximation. */
const LEAST_CURVATURE = 1e-10;

/** The approximation may underestimate the decrement by some powers of ten. */
const CONVERGED = 1e-14;

interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  /** 1 / (step · change). */
  readonly rate: number;
}

/**
 * Limited-memory BFGS (Nocedal & Wright, Numerical Optimization, 2006, algorithm 7.4): the inverse Hessian from the gradients of the last steps, for
 * problems with too many coordinates for a matrix. Reads no Hessian. It remembers, so each minimisation needs one of its own; `release` gives
 * its memory to the next one. The decrement is that of the approximation.
 */
export function limitedMemory(): Method & { release(): void } {
  let memory: Memory | undefined;
  return {
    name: 'L-BFGS',
    tolerance: CONVERGED,
    prepare: ({ gradient }: LocalModel, point) => {
      memory ??= new Memory(point.length);
      memory.see(point, gradient);
      return new QuasiNewtonStep(gradient, memory.descent(gradient));
    },
    release: () => {
      memory?.release();
      memory = undefined;
    },
  };
}

/** The last pairs of steps and changes of the gradient, the oldest first. */
class Memory {
  private readonly vectors: LongVectors;
  private readonly pairs: Pair[] = [];
  private readonly direction: Float64Array;
  /** Room for the next pair. */
  private spare: Omit<Pair, 'rate'> | undefined;
  private last: { readonly point: Float64Array; readonly gradient: Float64Array } | undefined;

  constructor(length: number) {
    this.vectors = longVectors(length, 2 * KEPT + 3);
    this.direction = this.vectors.vector();
  }

  release(): void {
    this.vectors.release();
  }

  see(point: Float64Array, gradient: Float64Array): void {
    if (this.last) this.remember(this.last.point, this.last.gradient, point, gradient);
    this.last = { point, gradient };
  }

  private remember(fromPoint: Float64Array, fromGradient: Float64Array, point: Float64Array, gradient: Float64Array): void {
    const { vectors, pairs } = this;
    const room = (this.spare ??= { step: vectors.vector(), change: vectors.vector() });
    const { step, change } = room;
    for (let i = 0; i < step.length; i++) step[i] = (point[i] as number) - (fromPoint[i] as number);
    for (let i = 0; i < change.length; i++) change[i] = (gradient[i] as number) - (fromGradient[i] as number);
    const curvature = vectors.dot(step, change);
    if (!(curvature > LEAST_CURVATURE * Math.sqrt(vectors.dot(step, step) * vectors.dot(change, change)))) return;
    pairs.push({ ...room, rate: 1 / curvature });
    this.spare = pairs.length > KEPT ? pairs.shift() : undefined;
  }

  /** −H g by the two loops over the pairs. Before there are any, a step of length 1 at most. */
  descent(gradient: Float64Array): Float64Array {
    const { direction, pairs, vectors } = this;
    for (let i = 0; i < direction.length; i++) direction[i] = -(gradient[i] as number);
    const newest = pairs.at(-1);
    const scale = newest ? 1 / (newest.rate * vectors.dot(newest.change, newest.change)) : 1 / Math.max(1, lengthOf(gradient));
    const shares = [...pairs].reverse().map(({ step, change, rate }) => {
      const share = rate * vectors.dot(step, direction);
      vectors.addScaled(direction, -share, change);
      return share;
    });
    for (let i = 0; i < direction.length; i++) direction[i] = (direction[i] as number) * scale;
    pairs.forEach(({ step, change, rate }, i) => {
      vectors.addScaled(direction, at(shares, pairs.length - 1 - i) - rate * vectors.dot(change, direction), step);
    });
    return direction.slice();
  }
}

/** Steps along one direction, whose quadratic model has the slope of the gradient and its minimum at the whole step. */
class QuasiNewtonStep implements Subproblem {
  readonly decrement: number;
  readonly naturalRadius: number;

  constructor(
    gradient: Float64Array,
    private readonly direction: Float64Array,
  ) {
    this.decrement = -dot(gradient, direction);
    this.naturalRadius = lengthOf(direction);
  }

  propose(radius: number): Proposal {
    const share = Math.min(1, radius / this.naturalRadius);
    const step = this.direction.map((value) => share * value);
    return { step, predicted: (share - (share * share) / 2) * this.decrement, length: share * this.naturalRadius };
  }
}

const lengthOf = (a: Float64Array): number => Math.sqrt(dot(a, a));
