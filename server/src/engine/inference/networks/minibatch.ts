import type { BoundModel } from '../../model/bound.js';
import type { LocalModel, MinimisationProblem, SolverStatus } from '../../optimise/minimisationProblem.js';
import { Objective, type Working } from '../objective/objective.js';
import { uniformStream } from '../../numeric/random.js';
import { pick } from '../../bind/thin.js';
import { at } from '../../numeric/at.js';

/** Rows of one step, and how many rows there must be for a pass through all of them to be worth replacing. */
const BATCH = 128;
const LEAST_BATCHES = 8;
/** Multiplications of a pass above which one gradient takes so long that steps from a part of the rows get further. */
const LONG_PASS = 3e7;
/** Times that each row is seen, as far as this many multiplications allow: forward and back is three times forward. */
const EPOCHS = 10;
const MOST_WORK = 3e10;
/** The rate that steps begin with, in standardised coordinates; it falls to 0 along a cosine (Loshchilov & Hutter, ICLR 2017). */
const RATE = 0.01;
/** Adam's memories of the gradient and of its square, and the constant that keeps it from dividing by 0 (Kingma & Ba, ICLR 2015). */
const [BETA_1, BETA_2, EPSILON] = [0.9, 0.999, 1e-8];

/** Multiplications of one pass through all rows. */
export const passWork = ({ bound: { used, model } }: Objective): number =>
  used * model.networks.reduce((sum, { network }) => sum + network.work, 0);

/** Whether a search begins with steps from parts of the rows. With a formula beside the network, parts of the rows would have other coordinates. */
export function takesBatches(objective: Objective): boolean {
  const { bound, penalties } = objective;
  const isPlain = bound.model.variables.every(({ kind }) => kind !== 'linear') && penalties.length === 0;
  return isPlain && passWork(objective) > LONG_PASS && bound.used >= LEAST_BATCHES * BATCH;
}

/** Each row in one batch, drawn by a seed; a batch counts as much as all rows. */
function batchesOf(bound: BoundModel, seed: number): BoundModel[] {
  const uniform = uniformStream(seed);
  const order = shuffle(bound.used, uniform);
  const count = Math.floor(bound.used / BATCH);
  return Array.from({ length: count }, (_, k) =>
    pick(bound, order.subarray(Math.floor((k * bound.used) / count), Math.floor(((k + 1) * bound.used) / count))),
  );
}

/** The numbers below `count` in a random order (Fisher & Yates). */
function shuffle(count: number, uniform: () => number): Int32Array {
  const order = new Int32Array(count).map((_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}

/**
 * Steps of Adam, each from some of the rows. The gradient of a step is that of its rows' log-likelihood times n over their number, and of the whole log-prior: its mean is
 * the gradient of the log-posterior itself, so that the steps, which shrink to nothing, lead to the MAP (weight decay that is decoupled from the loss would lead
 * elsewhere: Loshchilov & Hutter, ICLR 2019). How many there are follows from the size of the problem, never from the clock.
 */
export function byBatches(
  objective: Objective,
  start: Working,
  seed: number,
  problemFor: (objective: Objective) => MinimisationProblem,
): { readonly point: Working; readonly steps: number; readonly status: SolverStatus } {
  const { bound, target, held, cancellation } = objective;
  const problems = batchesOf(bound, seed).map((batch) => problemFor(new Objective(batch, target, held, cancellation)));
  const epochs = Math.max(1, Math.min(EPOCHS, Math.floor(MOST_WORK / (3 * passWork(objective)))));
  const steps = epochs * problems.length;
  const uniform = uniformStream(seed + 1);
  const adam = new Adam(start, bound.observations);
  for (let step = 0, order: Int32Array = new Int32Array(0); step < steps; step++) {
    const place = step % problems.length;
    if (place === 0) order = shuffle(problems.length, uniform);
    const problem = problems[at(order, place)];
    const stop = problem?.shouldStop();
    if (!problem || stop) return { point: adam.point, steps: step, status: stop ?? 'max-iterations' };
    const local = problem.evaluate(adam.point);
    if (!Number.isFinite(local.value)) return { point: adam.point, steps: step, status: problem.shouldStop() ?? 'non-finite' };
    adam.step(local, (RATE * (1 + Math.cos((Math.PI * step) / steps))) / 2);
  }
  return { point: adam.point, steps, status: 'max-iterations' };
}

class Adam {
  readonly point: Float64Array;
  private readonly means: Float64Array;
  private readonly squares: Float64Array;
  private steps = 0;

  constructor(
    start: Working,
    private readonly observations: number,
  ) {
    this.point = Float64Array.from(start);
    this.means = new Float64Array(start.length);
    this.squares = new Float64Array(start.length);
  }

  /** The gradient of the loss of one observation, so that the smallest gradients that count do not depend on the number of rows. */
  step({ gradient }: LocalModel, rate: number): void {
    this.steps++;
    const { point, means, squares, observations } = this;
    const [first, second] = [1 - BETA_1 ** this.steps, 1 - BETA_2 ** this.steps];
    for (let i = 0; i < point.length; i++) {
      const slope = (gradient[i] as number) / observations;
      const mean = BETA_1 * (means[i] as number) + (1 - BETA_1) * slope;
      const square = BETA_2 * (squares[i] as number) + (1 - BETA_2) * slope * slope;
      [means[i], squares[i]] = [mean, square];
      (point[i] as number) -= (rate * (mean / first)) / (Math.sqrt(square / second) + EPSILON);
    }
  }
}
