import type { Method, Proposal, Subproblem } from './method.js';
import type { LocalModel } from './problem.js';

/** Pairs of steps and changes of the gradient that are kept. */
const KEPT = 40;
/** Pairs with less curvature than this, in relation to their lengths, would spoil the approximation. */
const LEAST_CURVATURE = 1e-10;

/** The approximation may take the decrement for too small by some powers of ten. */
const CONVERGED = 1e-14;

interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  /** 1 / (step · change). */
  readonly rate: number;
}

/**
 * Limited-memory BFGS (Nocedal & Wright, Numerical Optimization, 2006, algorithm 7.4): the inverse Hessian from the gradients of the last steps, for
 * problems with too many coordinates for a matrix. Reads no Hessian. It remembers, so each minimisation needs one of its own. The decrement is that
 * of the approximation.
 */
export function limitedMemory(): Method {
  const pairs: Pair[] = [];
  let last: { readonly point: Float64Array; readonly gradient: Float64Array } | undefined;
  return {
    name: 'L-BFGS',
    tolerance: CONVERGED,
    prepare: ({ gradient }: LocalModel, point) => {
      if (last) remember(pairs, last, { point, gradient });
      last = { point, gradient };
      return new QuasiNewtonStep(gradient, descent(pairs, gradient));
    },
  };
}

type Place = { readonly point: Float64Array; readonly gradient: Float64Array };

function remember(pairs: Pair[], from: Place, to: Place): void {
  const step = to.point.map((value, i) => value - (from.point[i] as number));
  const change = to.gradient.map((value, i) => value - (from.gradient[i] as number));
  const curvature = dot(step, change);
  if (!(curvature > LEAST_CURVATURE * Math.sqrt(dot(step, step) * dot(change, change)))) return;
  pairs.push({ step, change, rate: 1 / curvature });
  if (pairs.length > KEPT) pairs.shift();
}

/** −H g by the two loops over the pairs. Before there are any, a step of length 1 at most. */
function descent(pairs: readonly Pair[], gradient: Float64Array): Float64Array {
  const direction = gradient.map((value) => -value);
  const shares = [...pairs].reverse().map(({ step, change, rate }) => {
    const share = rate * dot(step, direction);
    addScaled(direction, -share, change);
    return share;
  });
  const newest = pairs.at(-1);
  const scale = newest ? 1 / (newest.rate * dot(newest.change, newest.change)) : 1 / Math.max(1, Math.sqrt(dot(gradient, gradient)));
  for (let i = 0; i < direction.length; i++) direction[i] = (direction[i] as number) * scale;
  pairs.forEach(({ step, change, rate }, i) => {
    addScaled(direction, (shares[pairs.length - 1 - i] ?? 0) - rate * dot(change, direction), step);
  });
  return direction;
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
    this.naturalRadius = Math.sqrt(dot(direction, direction));
  }

  propose(radius: number): Proposal {
    const share = Math.min(1, radius / this.naturalRadius);
    const step = this.direction.map((value) => share * value);
    return { step, predicted: (share - (share * share) / 2) * this.decrement, length: share * this.naturalRadius };
  }
}

/** Four sums side by side, as none waits for the others: most of the time of a step goes here. */
function dot(a: Float64Array, b: Float64Array): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  const whole = a.length - (a.length % 4);
  for (let i = 0; i < whole; i += 4) {
    first += (a[i] as number) * (b[i] as number);
    second += (a[i + 1] as number) * (b[i + 1] as number);
    third += (a[i + 2] as number) * (b[i + 2] as number);
    fourth += (a[i + 3] as number) * (b[i + 3] as number);
  }
  for (let i = whole; i < a.length; i++) first += (a[i] as number) * (b[i] as number);
  return first + second + (third + fourth);
}

/** target += factor · x. */
function addScaled(target: Float64Array, factor: number, x: Float64Array): void {
  for (let i = 0; i < target.length; i++) (target[i] as number) += factor * (x[i] as number);
}
