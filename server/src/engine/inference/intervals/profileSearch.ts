import type { ConstrainedPoint } from './constrained.js';
import { BETTER } from './crossing.js';

/** What a search along a profile needs. Coordinates are along the axis; values are minus log-densities. */
export interface ProfileProblem {
  /** The level is base + z²/2. */
  readonly z: number;
  readonly base: number;
  readonly side: -1 | 1;
  readonly centre: ConstrainedPoint;
  /** A first step of z deviations is where the level would be if the density were quadratic. */
  readonly deviation: number;
  readonly natural: (t: number) => number;
  /** The best point at t that a search after the nearest known one leads to. */
  readonly after: (t: number, from: ConstrainedPoint) => ConstrainedPoint | undefined;
  /** Where other searches at t lead, the best first. */
  readonly others: (t: number, from: ConstrainedPoint) => readonly ConstrainedPoint[];
  /** Where a search leads that ignores the points found so far. */
  readonly cold: (t: number) => ConstrainedPoint | undefined;
  /** The least value with the parameter on its bound on this side; left out where there is none. */
  readonly atBound?: ((from: ConstrainedPoint) => number) | undefined;
  readonly shouldStop: () => boolean;
}

export type Found =
  | { readonly kind: 'crossed'; readonly at: ConstrainedPoint }
  /** A point that is better than the estimate. */
  | { readonly kind: 'better'; readonly at: ConstrainedPoint }
  /** The profile stays above the level as far as it goes. */
  | { readonly kind: 'open' }
  /** No point further on has a density. */
  | { readonly kind: 'edge'; readonly at: ConstrainedPoint }
  | { readonly kind: 'lost' }
  | { readonly kind: 'stopped' };

/** Roots of twice the fall this close to z are on the level. */
const CLOSE = 1e-7;
/** Where rounding ends the search for the level: roots this close still are an end. */
const NEARLY = 1e-4;
/** Shares of a deviation that count as no distance. */
const TINY = 1e-10;
/** Parts of a deviation at which a jump of the profile shows that a search has lost the best points. */
const JUMP = 1e-6;
const MOST_STEPS = 80;
/** Each failure brings the next point four times as near. */
const MOST_FAILURES = 12;
/** e^100 is where no data lie: a profile that has not fallen there never does. */
const BEYOND = Math.exp(100);
const FAR = 1e4;
/** After this many steps of at least a deviation, beyond this many deviations, that change the root by no more than this, the end counts as open. */
const [LEVEL_STEPS, LEVEL_FROM, LEVEL] = [2, 8, 1e-5];
/** After this many steps the bound is tried. */
const BOUND_STEP = 3;

/**
 * Follows the best points outwards until the log-density has fallen to the level: by Newton's method on the signed root of twice the fall, which is nearly
 * linear, with a bracket. Where a search fails, a nearer point is tried, from which the next one may succeed.
 */
export class ProfileSearch {
  private inside: ConstrainedPoint;
  private outside: ConstrainedPoint | undefined;
  private lastStep: number;
  private levelSteps = 0;
  private sinceBisection = 0;
  private seenBound = false;
  private failures = 0;

  constructor(private readonly problem: ProfileProblem) {
    this.inside = problem.centre;
    this.lastStep = problem.z * problem.deviation;
  }

  /** `inside` is a point that is known to lie above the level. */
  run(inside?: ConstrainedPoint): Found {
    const { shouldStop, base, z, deviation } = this.problem;
    if (inside) this.goOn(inside);
    let t = this.next();
    for (let i = 0; i < MOST_STEPS; i++) {
      if (shouldStop()) return { kind: 'stopped' };
      const at = this.bestAt(t);
      if (shouldStop()) return { kind: 'stopped' };
      if (!at) {
        if (i >= BOUND_STEP && this.staysToBound()) return { kind: 'open' };
        const isNext = Math.abs(t - this.inside.t) < Math.max(TINY * deviation, 2 * Number.EPSILON * Math.abs(t));
        if (isNext || this.failures++ >= MOST_FAILURES) return this.block();
        this.lastStep = Math.abs(t - this.inside.t) / 4;
        t = this.inside.t + (t - this.inside.t) / 4;
        continue;
      }
      if (at.value < base - BETTER * (1 + Math.abs(base))) return { kind: 'better', at };
      if (Math.abs(this.root(at) - z) < CLOSE) return { kind: 'crossed', at };
      if (this.root(at) < z) this.goOn(at);
      else this.outside = at;
      const end = this.ending(i);
      if (end) return end;
      t = this.next();
    }
    return { kind: 'lost' };
  }

  private root({ value }: ConstrainedPoint): number {
    return Math.sqrt(Math.max(2 * (value - this.problem.base), 0));
  }

  /** A value below the level may only be the result of a bad search. */
  private bestAt(t: number): ConstrainedPoint | undefined {
    const { after, others, z } = this.problem;
    const found = after(t, this.inside);
    if (found && this.root(found) < z - CLOSE) return found;
    const [other] = others(t, this.inside);
    return found && other && other.value < found.value ? other : (found ?? other);
  }

  private goOn(at: ConstrainedPoint): void {
    const { side, deviation, centre } = this.problem;
    const isBeyond = Math.abs(at.t - centre.t) > LEVEL_FROM * deviation && Math.abs(at.t - this.inside.t) >= deviation;
    const isLevel = isBeyond && Math.abs(this.root(at) - this.root(this.inside)) < LEVEL;
    this.levelSteps = isLevel ? this.levelSteps + 1 : 0;
    this.lastStep = Math.abs(at.t - this.inside.t);
    this.inside = at;
    if (this.outside && side * (this.outside.t - at.t) <= 0) this.outside = undefined;
  }

  private ending(step: number): Found | undefined {
    const { inside, outside, problem } = this;
    const { natural, centre, z, deviation } = problem;
    if (outside) {
      const gap = Math.abs(outside.t - inside.t);
      const jump = this.root(outside) - this.root(inside);
      if (gap < JUMP * Math.min(deviation, Math.abs(inside.t) || Infinity) && jump > NEARLY)
        return this.foundAgain(outside.t) ? undefined : { kind: 'lost' };
      if (gap > Math.max(TINY * Math.min(deviation, Math.abs(inside.t)), 4 * Number.EPSILON * Math.abs(inside.t))) return undefined;
      return { kind: 'crossed', at: outside };
    }
    const isFar =
      Math.abs(inside.t - centre.t) > FAR * z * deviation || Math.abs(natural(inside.t)) > BEYOND || !(this.levelSteps < LEVEL_STEPS);
    return isFar || (step >= BOUND_STEP && this.staysToBound()) ? { kind: 'open' } : undefined;
  }

  /** Where the best points were lost, a search from nowhere may find them. */
  private foundAgain(t: number): boolean {
    const at = this.problem.cold(t);
    if (!at || this.root(at) >= this.problem.z) return false;
    this.goOn(at);
    this.lastStep = this.problem.deviation;
    return true;
  }

  /** Whether the level is not reached on the bound either; computed once. */
  private staysToBound(): boolean {
    const { atBound, base, z } = this.problem;
    if (!atBound || this.outside || this.seenBound) return false;
    this.seenBound = true;
    return atBound(this.inside) - base < (z * z) / 2;
  }

  /** A wall that no search passes: the level lies right there, or an edge of what the model can say. */
  private block(): Found {
    if (this.outside) return { kind: 'lost' };
    return { kind: 'edge', at: this.inside };
  }

  private next(): number {
    const { side, z, centre } = this.problem;
    const { inside, outside } = this;
    const from = outside && this.root(outside) - z < z - this.root(inside) ? outside : inside;
    const rate = this.root(from) > 0 ? (from.slope / this.root(from)) * side : 0;
    const guess = rate > 0 ? from.t + (side * (z - this.root(from))) / rate : NaN;
    if (!outside) {
      const reach = Math.max(3 * Math.abs(inside.t - centre.t), this.lastStep);
      const doubled = inside.t + side * Math.min(Math.max(Math.abs(inside.t - centre.t), this.lastStep), 2 * this.lastStep);
      const isUsable = side * (guess - inside.t) > 0 && Math.abs(guess - inside.t) < Math.min(reach, 4 * this.lastStep);
      return isUsable ? guess : doubled;
    }
    const isWithin = side * (guess - inside.t) > 0 && side * (outside.t - guess) > 0;
    if (isWithin && this.sinceBisection++ < 3) return guess;
    this.sinceBisection = 0;
    return between(inside.t, outside.t);
  }
}

/** The middle; on the way to 0, where orders of magnitude count, that of the logarithms. */
function between(inside: number, outside: number): number {
  if (inside * outside <= 0) return inside === 0 ? outside / 2 : inside / 32;
  const isWide = Math.abs(inside) > 4 * Math.abs(outside);
  return isWide ? Math.sign(inside) * Math.sqrt(inside * outside) : (inside + outside) / 2;
}
