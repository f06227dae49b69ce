import { dot, multiply } from '../optimise/eigen.js';
import { minimise } from '../optimise/minimise.js';
import type { LocalModel } from '../optimise/problem.js';
import { BETTER, crossing } from './crossing.js';
import { anchored } from './anchored.js';
import type { Estimate } from './estimate.js';
import { leavingOf } from './interior.js';
import type { Working } from './objective.js';
import { problemOf } from './search.js';

/** One point of a profile: the working point, minus the log-density there, and its slope along the axis. */
interface ProfilePoint {
  readonly point: Working;
  readonly value: number;
  readonly slope: number;
}

export type ProfileEnd =
  | { readonly kind: 'found'; readonly value: number }
  /** The profile stays above the limit up to the bound of the parameter, or for ever (null). */
  | { readonly kind: 'open'; readonly bound: number | null }
  /** A point with a higher density than the estimate: the fit has to start again from here. */
  | { readonly kind: 'better'; readonly point: Working }
  | { readonly kind: 'failed' };

/** Both ends of the profile-likelihood interval of each entry by index; entries without one are left out. */
export type Profiles = ReadonlyMap<number, readonly [ProfileEnd, ProfileEnd]>;

/** e^100 is where no data lie: a profile that has not fallen there never does. */
const BEYOND = Math.exp(100);

/**
 * The log-likelihood of an estimate maximised over all parameters but one (Venzon & Moolgavkar, Appl. Stat. 37, 1988). In working
 * coordinates the parameter is linear, so holding it is a linear constraint, eliminated by a Householder reflection.
 */
export class Profile {
  private readonly axis: ReturnType<Estimate['objective']['axis']>;
  private readonly centre: number;
  private readonly path: Float64Array;
  private readonly deviation: number;
  private readonly reflection: Reflection;

  private readonly estimate: Estimate;

  constructor(
    private readonly given: Estimate,
    entry: number,
    private readonly deadline: number,
  ) {
    this.estimate = anchored(given, entry);
    const { objective, point, information, solution } = this.estimate;
    this.axis = objective.axis(entry);
    this.centre = dot(this.axis.row, point);
    const covariance = multiply(information.covariance, this.axis.row);
    const variance = dot(this.axis.row, covariance);
    this.deviation = Math.sqrt(variance);
    this.path = covariance.map((value) => value / variance);
    this.reflection = new Reflection(this.axis.row, scalesOf(solution.local));
  }

  /** Log-density at a natural value with the others at their best; NaN where the search fails. */
  at(x: number): number {
    const found = this.solve(this.axis.coordinate(x), this.estimate.point);
    return found ? -found.value : NaN;
  }

  /** Log-densities at values that lead away from the estimate: each search starts from the answer of the one before. */
  trace(values: readonly number[]): number[] {
    let from = this.estimate.point;
    return values.map((x) => {
      const found = this.solve(this.axis.coordinate(x), from);
      if (found) from = found.point;
      return found ? -found.value : NaN;
    });
  }

  /** Where the log-density has fallen by z²/2, to the left (side −1) or to the right (+1) of the estimate. */
  limit(z: number, side: -1 | 1): ProfileEnd {
    const base = this.estimate.solution.value;
    if (!(this.deviation > 0)) return { kind: 'failed' };
    const near = this.nearby(z, side);
    if (near) return { kind: 'found', value: this.axis.natural(dot(this.axis.row, near)) };
    let bracket = { inside: this.centre, outside: side * Infinity };
    let [t, from] = [this.centre + side * z * this.deviation, this.estimate.point];
    for (let i = 0; i < 60; i++) {
      const found = this.solve(t, from);
      if (found && found.value < base - BETTER * (1 + Math.abs(base)))
        return { kind: 'better', point: this.given.objective.working(this.estimate.objective.natural(found.point)) };
      const root = found ? Math.sqrt(Math.max(2 * (found.value - base), 0)) : Infinity;
      if (found && Math.abs(root - z) < 1e-7) return { kind: 'found', value: this.axis.natural(t) };
      if (root < z) bracket = { ...bracket, inside: t };
      else bracket = { ...bracket, outside: t };
      const next = this.next(t, root, found, z, side, bracket);
      if (Math.abs(next - t) <= Math.max(1e-10 * this.deviation, Number.EPSILON * Math.abs(t)))
        return found ? { kind: 'found', value: this.axis.natural(t) } : this.atEdge(bracket.inside);
      const isFar = Math.abs(next - this.centre) > 1e4 * z * this.deviation || Math.abs(this.axis.natural(next)) > BEYOND;
      if (isFar) return this.open(side);
      t = next;
      from = found?.point ?? this.estimate.point;
    }
    return this.open(side);
  }

  /** The end found in a few steps where the density is nearly quadratic. */
  private nearby(z: number, side: -1 | 1): Working | undefined {
    const { solution, point } = this.estimate;
    const whole = problemOf(this.estimate.objective, this.deadline);
    const problem = {
      evaluate: (w: Working) => whole.evaluate(w),
      shouldStop: () => whole.shouldStop() !== undefined,
      row: this.axis.row,
      local: solution.local,
      base: solution.value,
      z,
    };
    return this.estimate.objective.penalties.length > 0 ? undefined : crossing(problem, point, side);
  }

  /** Newton on the signed root, which is nearly linear; halving where that leaves the bracket. */
  private next(
    t: number,
    root: number,
    found: ProfilePoint | undefined,
    z: number,
    side: -1 | 1,
    { inside, outside }: { inside: number; outside: number },
  ): number {
    const rate = found && root > 0 ? (found.slope / root) * side : 0;
    const guess = rate > 0 ? t + (side * (z - root)) / rate : NaN;
    const within = side * (guess - inside) > 0 && side * (outside - guess) > 0;
    if (within && Math.abs(guess - this.centre) < 8 * Math.abs(t - this.centre)) return guess;
    return Number.isFinite(outside) ? (inside + outside) / 2 : this.centre + 2 * (t - this.centre);
  }

  /** No point further on has a density: an argument has left its domain there, as a probability a + b x does, or else the search has failed. */
  private atEdge(inside: number): ProfileEnd {
    const hasEdges = leavingOf(this.estimate.objective.bound).length > 0 && inside !== this.centre;
    return hasEdges ? { kind: 'open', bound: this.axis.natural(inside) } : { kind: 'failed' };
  }

  private open(side: -1 | 1): ProfileEnd {
    const end = this.axis.natural(side * Infinity);
    return { kind: 'open', bound: Number.isFinite(end) ? end : null };
  }

  /** Minimises over the hyperplane row · w = t, from a point moved along the path of the quadratic model. */
  private solve(t: number, from: Working): ProfilePoint | undefined {
    const { objective } = this.estimate;
    const shift = t - dot(this.axis.row, from);
    const base = from.map((w, i) => w + shift * (this.path[i] ?? 0));
    const problem = problemOf(objective, this.deadline);
    const gradients = new WeakMap<LocalModel, Float64Array>();
    const evaluate = (u: Float64Array): LocalModel => {
      const full = problem.evaluate(this.reflection.expand(base, u));
      const reduced = this.reflection.reduce(full);
      gradients.set(reduced, full.gradient);
      return reduced;
    };
    const inner = { ...problem, dimension: base.length - 1, penalties: [], evaluate };
    const solution = minimise(inner, new Float64Array(base.length - 1), { maxIterations: 50, ending: 'plain' });
    if (solution.status !== 'converged') return undefined;
    const gradient = gradients.get(solution.local) ?? this.axis.row;
    const point = this.reflection.expand(base, solution.point);
    return { point, value: solution.value, slope: dot(gradient, this.axis.row) / dot(this.axis.row, this.axis.row) };
  }
}

function scalesOf({ gradient, hessian }: LocalModel): Float64Array {
  const n = gradient.length;
  return Float64Array.from({ length: n }, (_, i) => {
    const curvature = hessian[i * n + i] ?? 0;
    return curvature > 0 ? 1 / Math.sqrt(curvature) : 1;
  });
}

/** Coordinates of the hyperplane through a point with a given normal, in scaled units: w = base + S Z u. */
export class Reflection {
  private readonly v: Float64Array;
  private readonly beta: number;

  constructor(
    normal: Float64Array,
    private readonly scales: Float64Array,
  ) {
    const scaled = normal.map((value, i) => value * (scales[i] ?? 1));
    const norm = Math.sqrt(dot(scaled, scaled));
    this.v = Float64Array.from(scaled);
    this.v[0] = (this.v[0] ?? 0) + ((scaled[0] ?? 0) >= 0 ? norm : -norm);
    this.beta = 2 / dot(this.v, this.v);
  }

  expand(base: Working, u: Float64Array): Working {
    const step = Float64Array.of(0, ...u);
    const share = this.beta * dot(this.v, step);
    return base.map((w, i) => w + (this.scales[i] ?? 1) * ((step[i] ?? 0) - share * (this.v[i] ?? 0)));
  }

  /** Gradient and Hessian along the hyperplane's coordinates. */
  reduce({ value, gradient, hessian }: LocalModel): LocalModel {
    const n = gradient.length;
    const mirrored = this.mirror(gradient.map((g, i) => g * (this.scales[i] ?? 1)));
    const rows = Array.from({ length: n }, (_, i) =>
      this.mirror(hessian.slice(i * n, i * n + n).map((h, j) => h * (this.scales[i] ?? 1) * (this.scales[j] ?? 1))),
    );
    const full = Array.from({ length: n }, (_, j) => this.mirror(Float64Array.from(rows, (row) => row[j] ?? 0)));
    const reduced = new Float64Array((n - 1) * (n - 1));
    for (let i = 1; i < n; i++) for (let j = 1; j < n; j++) reduced[(i - 1) * (n - 1) + j - 1] = full[i]?.[j] ?? 0;
    return { value, gradient: mirrored.slice(1), hessian: reduced };
  }

  private mirror(x: Float64Array): Float64Array {
    const share = this.beta * dot(this.v, x);
    return x.map((value, i) => value - share * (this.v[i] ?? 0));
  }
}
