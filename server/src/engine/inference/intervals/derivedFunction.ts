import type { Evaluation, Kernel, Order, Term } from '../../kernel/kernel.js';
import { interpret } from '../../terms/interpreter.js';
import type { DerivedQuantity, Entry } from '../../model/model.js';
import { at } from '../../numeric/at.js';
import { dot, multiply } from '../../numeric/eigen.js';
import type { Estimate } from '../estimate.js';
import type { Natural, Objective, Working } from '../objective/objective.js';

/** A function of parameters with its exact derivatives. */
export class DerivedFunction {
  private kernel: Kernel | undefined;

  constructor(private readonly quantity: DerivedQuantity) {}

  /** Derivatives with respect to all entries of the model, on the natural scale. */
  at(x: Natural, order: Order): Evaluation {
    this.kernel ??= interpret([termOf(this.quantity)], x.length);
    return this.kernel.evaluate(x, order);
  }

  /** Derivatives with respect to the working coordinates of an objective: entries that it holds are constant. */
  inWorking(objective: Objective, w: Working, order: 1 | 2): Evaluation {
    return objective.inWorking(this.at(objective.natural(w), order), w);
  }
}

function termOf({ graph, root, variables }: DerivedQuantity): Term {
  // Inputs are parameters that have no value.
  const inputs = new Float64Array(graph.nodes.length).fill(NaN);
  return { graph, root, rows: 1, columns: [], inputs, variables: variables.map((parameter) => ({ kind: 'scalar', parameter })) };
}

/** What is known about a function of parameters at a maximum; NaN where nothing is. */
export interface DerivedValue {
  readonly estimate: number;
  /** By the delta method: the root of ∇g' C ∇g, C being the inverse of the observed information. */
  readonly se: number;
}

/**
 * A function of parameters at their estimates (for the MLE its own MLE, by invariance), with the delta method's standard error. A parameter on a
 * bound counts as held there, as for the standard errors of parameters.
 */
export function derivedValue(estimate: Estimate, quantity: DerivedQuantity): DerivedValue {
  if (!isDetermined(estimate, quantity)) return { estimate: NaN, se: NaN };
  const { objective, natural, point, information } = estimate;
  const g = new DerivedFunction(quantity);
  const { value, gradient } = g.at(natural, 1);
  const isAtKink = estimate.atKink.some((entry) => gradient[entry] !== 0);
  if (isAtKink || information.covariance.length === 0) return { estimate: value, se: NaN };
  if (entriesOf(estimate, quantity).every(({ fixed }) => fixed !== undefined)) return { estimate: value, se: 0 };
  const slope = g.inWorking(objective, point, 1).gradient;
  const variance = dot(slope, multiply(information.covariance, slope));
  return { estimate: value, se: variance > 0 ? Math.sqrt(variance) : NaN };
}

const entriesOf = ({ objective }: Estimate, { entries }: DerivedQuantity): Entry[] =>
  entries.flatMap((index) => objective.bound.model.entries[index] ?? []);

/**
 * Whether a function has one value at a maximum. It can have one even where its parameters are not determined separately: it has to be the same for
 * all that are equally good.
 */
export function isDetermined(estimate: Estimate, quantity: DerivedQuantity): boolean {
  const { target, natural, information, atKink } = estimate;
  const isUnused = entriesOf(estimate, quantity).some(({ inLikelihood, fixed }) => !inLikelihood && fixed === undefined);
  if (quantity.unknown.length > 0 || (target === 'mle' && isUnused)) return false;
  if (information.flat.length === 0 || atKink.length > 0) return true;
  const { gradient } = new DerivedFunction(quantity).at(natural, 1);
  return !information.flat.some((direction) => changesAlong(estimate, gradient, direction));
}

/** Shares of a direction below this are rounding. */
const NOTICEABLE = 1e-6;

/** Whether a function with this gradient over the entries changes along a direction that leaves the objective unchanged. */
export function changesAlong({ objective, point }: Estimate, gradient: Float64Array, direction: Working): boolean {
  const n = objective.dimension;
  const jacobian = objective.jacobian(point);
  const rows = [...objective.free.map((entry, a) => ({ entry, row: jacobian.subarray(a * n, a * n + n) })), ...objective.dependent(point)];
  const moves = rows.map(({ entry, row }) => ({ entry, by: dot(row, direction) }));
  const largest = Math.max(...moves.map(({ by }) => Math.abs(by)));
  const shares = moves.filter(({ by }) => Math.abs(by) > NOTICEABLE * largest).map(({ entry, by }) => at(gradient, entry) * by);
  const change = shares.reduce((sum, share) => sum + share, 0);
  return Math.abs(change) > NOTICEABLE * Math.max(...shares.map(Math.abs));
}
