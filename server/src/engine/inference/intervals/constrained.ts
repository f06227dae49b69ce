import { at } from '../../numeric/at.js';
import { cholesky, solve as solveBy } from '../../numeric/cholesky.js';
import { dot } from '../../numeric/eigen.js';
import { curvatureScales, scaledBy } from '../../optimise/method.js';
import { minimise } from '../../optimise/minimise.js';
import type { LocalModel, MinimisationProblem, Solution } from '../../optimise/minimisationProblem.js';
import type { Axis, Working } from '../objective/coordinates.js';
import { Reflection, unitsOf } from '../objective/reflection.js';

/** The best point found on a hyperplane row · w = t: minus the log-density there, and its slope along the axis. */
export interface ConstrainedPoint {
  readonly t: number;
  readonly point: Working;
  readonly value: number;
  readonly slope: number;
  readonly local: LocalModel;
}

/** Narrow valleys take many steps; a profile has many searches. */
const MOST_STEPS = 100;

/**
 * The log-density maximised with one coordinate held. In working coordinates the parameter is linear, so holding it is a linear constraint, eliminated by a
 * Householder reflection.
 */
export class Constrained {
  private readonly reflection: Reflection;

  constructor(
    private readonly problem: MinimisationProblem,
    private readonly axis: Axis,
    local: LocalModel,
    /** How the other coordinates follow the held one where the density is quadratic. */
    private readonly path: Float64Array,
    /** Whether second derivatives are exact. */
    private readonly isExact = true,
  ) {
    this.reflection = new Reflection(axis.row, unitsOf(local));
  }

  /** A search at t from a point moved there along the quadratic model's path; undefined where it does not converge. */
  along(t: number, from: Working): ConstrainedPoint | undefined {
    return this.from(t, from, this.path);
  }

  /** A search at t from where the best points lead, as their derivatives at the last one indicate. */
  after(t: number, { point, local }: ConstrainedPoint): ConstrainedPoint | undefined {
    return this.from(t, point, tangent(local, this.axis.row) ?? this.path);
  }

  /** A search at t from a point moved there only in the held coordinate. */
  across(t: number, from: Working): ConstrainedPoint | undefined {
    const { row } = this.axis;
    const length = dot(row, row);
    return this.from(
      t,
      from,
      row.map((each) => each / length),
    );
  }

  /** A point that another search has found. */
  recall(t: number, point: Working): ConstrainedPoint | undefined {
    const local = this.problem.evaluate(point);
    return Number.isFinite(local.value) ? this.describe(t, point, local) : undefined;
  }

  private from(t: number, from: Working, path: Float64Array): ConstrainedPoint | undefined {
    const { row } = this.axis;
    const shift = t - dot(row, from);
    const base = from.map((w, i) => w + (shift === 0 ? 0 : shift * at(path, i)));
    const whole = new WeakMap<LocalModel, LocalModel>();
    const evaluate = (u: Float64Array): LocalModel => {
      const full = this.problem.evaluate(this.place(t, base, u));
      const reduced = this.reflection.reduce(full);
      whole.set(reduced, full);
      return reduced;
    };
    const inner = { ...this.problem, dimension: base.length - 1, penalties: [], evaluate };
    const solution = settle(inner, this.isExact);
    const local = solution && whole.get(solution.local);
    if (!local) return undefined;
    return this.describe(t, this.place(t, base, solution.point), local);
  }

  /** Where the others have run far out, rounding moves the held coordinate too: it is put back. */
  private place(t: number, base: Working, u: Float64Array): Working {
    const { row } = this.axis;
    const point = this.reflection.expand(base, u);
    const off = (t - dot(row, point)) / dot(row, row);
    return off === 0 ? point : point.map((w, i) => w + off * at(row, i));
  }

  private describe(t: number, point: Working, local: LocalModel): ConstrainedPoint {
    const { row } = this.axis;
    return { t, point, value: local.value, slope: dot(local.gradient, row) / dot(row, row), local };
  }
}

/** A ridge that leads to infinity has a limit but no stationary point: a search whose further steps gain less than this has reached it. */
const LIMIT = 1e-8;
/**
 * The gain that a full step may promise there, in squared standard errors; where it promises more, the search is stuck at a kink or in a narrow valley. Where second
 * derivatives are differences, a promise is less exact.
 */
const [PROMISED, PROMISED_ROUGHLY] = [1e-6, 1e-4];
const MOST_ROUNDS = 5;

/** A search that has converged, or got to where going on changes nothing. */
function settle(problem: MinimisationProblem, isExact: boolean): Solution | undefined {
  const search = (from: Float64Array): Solution => minimise(problem, from, { maxIterations: MOST_STEPS, ending: 'plain' });
  const promised = isExact ? PROMISED : PROMISED_ROUGHLY;
  let solution = search(new Float64Array(problem.dimension));
  for (let round = 0; round < MOST_ROUNDS && solution.status === 'max-iterations'; round++) {
    const isStuck = solution.iterations < MOST_STEPS;
    const next = isStuck ? solution : search(solution.point);
    if (isStuck || solution.value - next.value < LIMIT) return next.decrement < promised ? next : undefined;
    solution = next;
  }
  return solution.status === 'converged' ? solution : undefined;
}

/** dw/dt of the point that is best for a given row · w = t: H⁻¹ row / (row' H⁻¹ row); undefined where the Hessian is not positive definite. */
function tangent(local: LocalModel, row: Float64Array): Float64Array | undefined {
  const scales = curvatureScales(local);
  const factor = cholesky(scaledBy(local.hessian, scales), row.length);
  if (!factor) return undefined;
  const along = solveBy(
    factor,
    row.map((each, i) => each / at(scales, i)),
  ).map((each, i) => each / at(scales, i));
  const length = dot(row, along);
  const path = along.map((each) => each / length);
  return path.every(Number.isFinite) ? path : undefined;
}
