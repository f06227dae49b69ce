import { dot, multiply } from '../../numeric/eigen.js';
import type { MinimisationProblem } from '../../optimise/minimisationProblem.js';
import { hasOneMaximum } from '../../model/concavity.js';
import type { EntryIndex } from '../../model/entryIndex.js';
import { Constrained, type ConstrainedPoint } from './constrained.js';
import type { Axis } from '../objective/coordinates.js';
import type { Estimate } from '../estimate.js';
import type { Objective, Working } from '../objective/objective.js';
import { onLogScales } from './released.js';
import { awayFromBounds, pointsOnBounds } from '../start/rootedStart.js';
import { problemOf } from '../search/search.js';
import { startHolding } from './startHolding.js';

/** A cold start takes long. */
const MOST_COLD = 4;
/** How much higher the density must be for one way to count as better than another. */
const FURTHER = 1e-6;
/** A log-density this much lower says less about the data than about searches that got stuck. */
const STUCK = 20;

/**
 * All ways to the highest log-density with the coordinate of one entry held at t: on from the last point, from the estimates of the other parameters, on logarithms,
 * away from bounds, and from nothing.
 */
export class HeldSearch {
  readonly problem: MinimisationProblem;
  readonly axis: Axis;
  /** The standard error of the coordinate, from the information: NaN for an entry that lies on its bound. */
  readonly deviation: number;
  /** Whether all ways lead to the same point. */
  readonly isOne: boolean;
  private readonly plain: Constrained;
  private readonly rooted: readonly EntryIndex[];
  private logs: OnLogs | undefined;
  private usesLogs = false;
  private coldStarts = MOST_COLD;

  constructor(
    private readonly estimate: Estimate,
    private readonly entry: EntryIndex,
    private readonly deadline: number,
  ) {
    const { objective, information, solution } = estimate;
    this.problem = problemOf(objective, deadline);
    this.axis = objective.axis(entry);
    const covariance = multiply(information.covariance, this.axis.row);
    const variance = dot(this.axis.row, covariance);
    this.deviation = variance > 0 ? Math.sqrt(variance) : NaN;
    const path = variance > 0 ? covariance.map((value) => value / variance) : this.axis.row;
    this.plain = new Constrained(this.problem, this.axis, solution.local, path, objective.hessianError === undefined);
    this.rooted = objective.free.filter((index) => objective.scales.get(index)?.name === 'rooted' && index !== entry);
    this.isOne = this.rooted.length === 0 && hasOneMaximum(objective.bound.model, objective.target);
  }

  get centre(): ConstrainedPoint {
    const { point, solution } = this.estimate;
    return { t: dot(this.axis.row, point), point, value: solution.value, slope: 0, local: solution.local };
  }

  /** A point that was found in another way. */
  at(point: Working): ConstrainedPoint | undefined {
    return this.plain.recall(dot(this.axis.row, point), point);
  }

  /** On from the last point. */
  after(t: number, from: ConstrainedPoint): ConstrainedPoint | undefined {
    return this.usesLogs ? this.onLogs(t, from.point) : this.plain.after(t, from);
  }

  /** From the estimates of the other parameters as they are, and from bounds near `beside`: the best first. What a refit with this value given would try. */
  refits(t: number, beside?: ConstrainedPoint): ConstrainedPoint[] {
    const { point, objective } = this.estimate;
    if (this.isOne) return bestFirst([this.plain.along(t, point)]);
    const away = this.rooted.length > 0 ? [awayFromBounds(objective, this.rooted, point)] : [];
    const bounds = beside ? pointsOnBounds(objective, beside.point, beside.value, this.entry) : [];
    return bestFirst([point, ...away, ...bounds].map((from) => this.plain.across(t, from)));
  }

  /** By all other ways, the best first. */
  others(t: number, from: ConstrainedPoint): ConstrainedPoint[] {
    const refits = this.refits(t, from);
    if (this.isOne && refits.length > 0) return refits;
    const known = bestFirst([...refits, this.plain.along(t, this.estimate.point), this.plain.across(t, from.point)]);
    const onLogs = this.usesLogs ? undefined : this.onLogs(t, from.point);
    // Where logarithms lead further, they will do so again.
    if (onLogs && known.every(({ value }) => onLogs.value < value - FURTHER)) this.usesLogs = true;
    const all = bestFirst([...known, onLogs]);
    const isStuck = !all[0] || all[0].value > this.estimate.solution.value + STUCK;
    return isStuck ? bestFirst([...all, ...this.cold(t)]) : all;
  }

  /** From starting values as for a fit with this value given: a few times. */
  cold(t: number): ConstrainedPoint[] {
    const start = this.coldStarts-- > 0 ? startHolding(this.estimate.objective, this.entry, this.axis.natural(t)) : undefined;
    const found = start && this.plain.across(t, start);
    return found ? [found] : [];
  }

  private onLogs(t: number, from: Working): ConstrainedPoint | undefined {
    const { objective, natural } = this.estimate;
    this.logs ??= onLogsOf(onLogScales(objective, natural, this.entry), this.entry, this.deadline);
    const { other } = this.logs;
    const found = other && other.constrained.across(t, other.objective.working(objective.natural(from)));
    return found && this.plain.recall(t, objective.working(other.objective.natural(found.point)));
  }
}

const bestFirst = (found: readonly (ConstrainedPoint | undefined)[]): ConstrainedPoint[] =>
  found.filter((each) => each !== undefined).sort((a, b) => a.value - b.value);

interface OnLogs {
  readonly other: { readonly objective: Objective; readonly constrained: Constrained } | undefined;
}

function onLogsOf(objective: Objective | undefined, entry: EntryIndex, deadline: number): OnLogs {
  if (!objective) return { other: undefined };
  const axis = objective.axis(entry);
  const unit = { value: 0, gradient: new Float64Array(objective.dimension), hessian: new Float64Array(objective.dimension ** 2) };
  return { other: { objective, constrained: new Constrained(problemOf(objective, deadline), axis, unit, axis.row) } };
}
