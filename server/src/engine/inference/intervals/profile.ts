import type { EntryIndex } from '../../model/entryIndex.js';
import { dot } from '../../numeric/eigen.js';
import { minimise } from '../../optimise/minimise.js';
import type { ConstrainedPoint } from './constrained.js';
import { crossing } from './crossing.js';
import type { Estimate } from '../estimate.js';
import { HeldSearch } from './heldSearch.js';
import { leavingOf } from '../../model/leaving.js';
import { at } from '../../numeric/at.js';
import { Objective, type Working } from '../objective/objective.js';
import { type Found, ProfileSearch } from './profileSearch.js';
import { releaseBounds } from './released.js';
import { distanceToLevel } from '../start/rootedStart.js';
import { problemOf } from '../search/search.js';

export type ProfileEnd =
  | { readonly kind: 'found'; readonly value: number }
  /** The profile stays above the limit up to the bound of the parameter, which belongs to the interval, or forever (null). */
  | { readonly kind: 'open'; readonly bound: number | null }
  /** A point with a higher density than the estimate: the fit has to start again from here. */
  | { readonly kind: 'better'; readonly point: Working }
  /** No end could be shown. A search that was ended by time or by an edit says nothing about the likelihood. */
  | { readonly kind: 'failed'; readonly reason: 'not-found' | 'time-limit' | 'cancelled' };

/** Both ends of the profile-likelihood interval of each entry by index; entries without one are left out. */
export type Profiles = ReadonlyMap<EntryIndex, readonly [ProfileEnd, ProfileEnd]>;

/** Falls of the log-density that are closer than this to each other are the same. */
const SAME = 1e-6;

/**
 * The log-likelihood of an estimate maximised over all parameters but one (Venzon & Moolgavkar, Appl. Stat. 37, 1988). Where it may have several maxima,
 * an end that is found is compared with searches that reach it by other routes.
 */
export class Profile {
  private readonly estimate: Estimate;
  private readonly search: HeldSearch;

  constructor(
    private readonly given: Estimate,
    private readonly entry: EntryIndex,
    private readonly deadline: number,
  ) {
    this.estimate = releaseBounds(given, entry);
    this.search = new HeldSearch(this.estimate, entry, deadline);
  }

  /** Log-density at a natural value with the others at their best; NaN where the search fails. */
  at(x: number): number {
    return at(this.trace([x]), 0);
  }

  /** Log-densities at values that lead away from the estimate: each search starts from the answer of the one before. */
  trace(values: readonly number[]): number[] {
    let from = this.search.centre;
    return values.map((x) => {
      const t = this.search.axis.coordinate(x);
      const found = this.search.after(t, from) ?? this.search.others(t, from)[0];
      if (found) from = found;
      return found ? -found.value : NaN;
    });
  }

  /** Where the log-density has fallen by z²/2, to the left (side −1) or to the right (+1) of the estimate. */
  limit(z: number, side: -1 | 1): ProfileEnd {
    const bound = this.boundOf(side);
    if (this.isOnBound && bound !== undefined && this.given.natural[this.entry] === bound) return { kind: 'open', bound };
    const deviation = this.isOnBound
      ? distanceToLevel(this.estimate.objective, this.entry, this.given.natural, z) / z
      : this.search.deviation;
    if (!(deviation > 0)) return this.fail();
    const near = this.isOnBound ? undefined : this.nearby(z, side);
    const nearer = near && this.nearer(near, z);
    if (near && !nearer) return { kind: 'found', value: this.search.axis.natural(dot(this.search.axis.row, near)) };
    const { centre, axis, problem } = this.search;
    const path = new ProfileSearch({
      z,
      // On the scale of a bound the only way leads up.
      side: this.isOnBound ? 1 : side,
      base: centre.value,
      centre,
      deviation,
      natural: (t) => axis.natural(t),
      after: (t, from) => this.search.after(t, from),
      others: (t, from) => this.search.others(t, from),
      cold: (t) => this.search.cold(t)[0],
      atBound: bound === undefined ? undefined : (from) => this.heldAt(bound, from),
      shouldStop: () => problem.shouldStop() !== undefined,
    });
    return this.endOf(path.run(nearer), side, bound);
  }

  private get isOnBound(): boolean {
    return this.given.objective.held.has(this.entry);
  }

  /** The finite bound on a side. */
  private boundOf(side: -1 | 1): number | undefined {
    const { objective } = this.estimate;
    const { lower, upper } = objective.supportOf(this.entry);
    const bound = side < 0 ? lower : upper;
    return Number.isFinite(bound) && !objective.isShare(this.entry) ? bound : undefined;
  }

  /** The end found in a few steps where the density is nearly quadratic. */
  private nearby(z: number, side: -1 | 1): Working | undefined {
    const { solution, point, objective } = this.estimate;
    const { problem, axis } = this.search;
    const conditions = {
      evaluate: (w: Working) => problem.evaluate(w),
      shouldStop: () => problem.shouldStop() !== undefined,
      row: axis.row,
      local: solution.local,
      base: solution.value,
      z,
    };
    return objective.penalties.length > 0 ? undefined : crossing(conditions, point, side);
  }

  /** A point with the same value of the parameter that lies above the level: the end found is not one. */
  private nearer(end: Working, z: number): ConstrainedPoint | undefined {
    const { centre, axis, isOne } = this.search;
    const [best] = isOne ? [] : this.search.refits(dot(axis.row, end), this.search.at(end));
    return best && best.value < centre.value + (z * z) / 2 - SAME ? best : undefined;
  }

  /** Minus the highest log-density with the parameter on its bound; Infinity where it has none. */
  private heldAt(bound: number, { point }: ConstrainedPoint): number {
    const { objective } = this.estimate;
    const held = new Map([...objective.held, [this.entry, bound]]);
    const on = new Objective(objective.bound, objective.target, held, objective.cancellation, undefined, 1, objective.scales);
    const from = on.working(objective.place(objective.natural(point), this.entry, bound));
    const { status, value } = minimise(problemOf(on, this.deadline), from, { ending: 'plain' });
    return status === 'non-finite' ? Infinity : value;
  }

  private endOf(found: Found, side: -1 | 1, bound: number | undefined): ProfileEnd {
    const { axis, centre } = this.search;
    switch (found.kind) {
      case 'better':
        return { kind: 'better', point: this.given.objective.working(this.estimate.objective.natural(found.at.point)) };
      case 'crossed':
        return { kind: 'found', value: axis.natural(found.at.t) };
      case 'open':
        return { kind: 'open', bound: bound ?? this.lastOf(side) };
      case 'edge': {
        // An argument has left its domain there, as a probability a + b x does.
        const hasEdges = leavingOf(this.estimate.objective.bound).length > 0 && found.at.t !== centre.t;
        return hasEdges ? { kind: 'open', bound: axis.natural(found.at.t) } : this.fail();
      }
      case 'lost':
      case 'stopped':
        return this.fail();
    }
  }

  /** Where the axis itself ends: a share does at 0 and 1. */
  private lastOf(side: -1 | 1): number | null {
    const end = this.search.axis.natural(side * Infinity);
    return Number.isFinite(end) ? end : null;
  }

  private fail(): ProfileEnd {
    return { kind: 'failed', reason: this.search.problem.shouldStop() ?? 'not-found' };
  }
}
