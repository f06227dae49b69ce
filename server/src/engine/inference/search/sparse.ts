import type { BoundModel } from '../../model/bound.js';
import type { EntryIndex } from '../../model/entryIndex.js';
import { at } from '../../numeric/at.js';
import { minimise } from '../../optimise/minimise.js';
import { type LocalModel, penaltyAt, type Solution } from '../../optimise/minimisationProblem.js';
import { Objective, type Working } from '../objective/objective.js';
import { problemOf } from '../objective/problemOf.js';

/** With fewer kinks all coefficients are moved at once. */
const MANY_KINKS = 150;
/** Coefficients that are set free at a time: at least this many, and at most as many as are already free. */
const ADDED = 40;
const MOST_ROUNDS = 100;
/** A slope that leaves its kink, beyond rounding, in shares of the kink's weight. */
const BEYOND = 1e-9;

/**
 * A maximum with many coefficients on the kink of their prior (the lasso), by an active set: those that are free are moved by proximal Newton steps on a model without
 * the columns of the others, then the slopes of these tell which of them leave their kink (Friedman, Hastie & Tibshirani, J. Stat. Softw. 33, 2010, §2.6). No matrix
 * of second derivatives over all coefficients is formed. Undefined for models that this does not suit.
 */
export function searchSparse(objective: Objective, start: Working, deadline: number): Solution | undefined {
  const held = removable(objective);
  return held.size >= MANY_KINKS ? new ActiveSet(objective, held, deadline).search(start) : undefined;
}

/** Coordinates that are 0 at their kink and occur only in linear predictors, where each has a column of its own. */
function removable({ bound, penalties, free, isPlain }: Objective): Set<number> {
  if (!isPlain || bound.model.latents.length > 0 || bound.model.networks.length > 0) return new Set();
  const elsewhere = new Set(
    bound.variables.flatMap((variable) =>
      variable.kind === 'scalar' ? [variable.parameter] : variable.kind === 'gather' ? [...variable.map] : [],
    ),
  );
  const inLinear = new Set(bound.variables.flatMap((variable) => (variable.kind === 'linear' ? [...variable.parameters] : [])));
  const isOwn = (entry: EntryIndex): boolean => inLinear.has(entry) && !elsewhere.has(entry);
  return new Set(penalties.flatMap(({ index, location }) => (location === 0 && isOwn(at(free, index)) ? [index] : [])));
}

class ActiveSet {
  private readonly weights: Float64Array;
  private iterations = 0;

  constructor(
    private readonly objective: Objective,
    private readonly kinked: ReadonlySet<number>,
    private readonly deadline: number,
  ) {
    this.weights = new Float64Array(objective.dimension);
    for (const { index, weight } of objective.penalties) this.weights[index] = weight;
  }

  search(start: Working): Solution | undefined {
    let point: Working = start.map((value, i) => (this.kinked.has(i) ? 0 : value));
    let active = new Set(this.leaving(point, new Set(), 1));
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const { inner, solution } = this.among(active, point);
      point = this.objective.working(inner.natural(solution.point));
      this.iterations += solution.iterations;
      if (solution.status !== 'converged') return this.whole(inner, solution, point);
      const added = this.leaving(point, active, 0);
      if (added.length === 0) return this.whole(inner, solution, point);
      active = new Set([...[...active].filter((i) => point[i] !== 0), ...added]);
    }
    return undefined;
  }

  /** Coordinates whose slope at 0 is larger than the weight of their kink, the steepest first; at least this many. */
  private leaving(point: Working, active: ReadonlySet<number>, least: number): number[] {
    const { gradient } = this.objective.evaluate(point, 'exact', 1);
    const excess = (i: number): number => Math.abs(at(gradient, i)) / at(this.weights, i) - 1;
    const others = [...this.kinked].filter((i) => !active.has(i)).sort((a, b) => excess(b) - excess(a));
    const count = others.findIndex((i) => !(excess(i) > BEYOND));
    return others.slice(0, Math.max(least, Math.min(count < 0 ? others.length : count, Math.max(ADDED, active.size))));
  }

  /** The maximum with all kinked coordinates at 0 but the active ones. */
  private among(active: ReadonlySet<number>, point: Working): { inner: Objective; solution: Solution } {
    const { bound, target, held, cancellation, free } = this.objective;
    const zero = new Set([...this.kinked].filter((i) => !active.has(i)).map((i) => at(free, i)));
    const inner = new Objective(
      without(bound, zero),
      target,
      new Map([...held, ...[...zero].map((entry) => [entry, 0] as const)]),
      cancellation,
    );
    const solution = minimise(problemOf(inner, this.deadline), inner.working(this.objective.natural(point)));
    return { inner, solution };
  }

  /** The solution over all coordinates. No second derivative is known for those on their kink, nor would it be of use: the square of their weight takes its place. */
  private whole(inner: Objective, solution: Solution, point: Working): Solution {
    const n = this.objective.dimension;
    const places = inner.free.map((entry) => this.objective.free.indexOf(entry));
    const isOver = solution.status === 'time-limit' || solution.status === 'cancelled';
    const hessian = new Float64Array(isOver ? 0 : n * n);
    for (let i = 0; i < n && !isOver; i++) hessian[i * n + i] = at(this.weights, i) ** 2;
    if (!isOver)
      places.forEach((i, a) => {
        places.forEach((j, b) => (hessian[i * n + j] = at(solution.local.hessian, a * inner.dimension + b)));
      });
    const { value, gradient } = this.objective.evaluate(point, 'exact', 1);
    const local: LocalModel = { value, gradient, hessian };
    const lastStep = new Float64Array(n);
    places.forEach((i, a) => (lastStep[i] = at(solution.lastStep, a)));
    return { ...solution, point, local, lastStep, value: value + penaltyAt(this.objective.penalties, point), iterations: this.iterations };
  }
}

/** The model without the columns of these entries, which are 0. */
function without(bound: BoundModel, zero: ReadonlySet<number>): BoundModel {
  const variables = bound.variables.map((variable) => {
    if (variable.kind !== 'linear') return variable;
    const kept = [...variable.parameters.keys()].filter((j) => !zero.has(at(variable.parameters, j)));
    const design = kept.flatMap((j) => variable.design[j] ?? []);
    return { ...variable, parameters: Int32Array.from(kept, (j) => at(variable.parameters, j)), design };
  });
  return { ...bound, variables };
}
