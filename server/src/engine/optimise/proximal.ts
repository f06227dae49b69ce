import { at } from '../numeric/at.js';
import { curvatureScales, type Method, type Proposal, scaledBy, type Subproblem } from './method.js';
import { cholesky } from '../numeric/cholesky.js';
import { type Eigen, multiply, symmetricEigen } from '../numeric/eigen.js';
import type { KinkPenalty, LocalModel } from './minimisationProblem.js';

const SWEEPS = 10_000;

/**
 * Proximal Newton steps for kinks in single coordinates (Lee, Sun & Saunders, SIAM J. Optim. 24, 2014): the quadratic model plus the
 * exact penalties is minimised by coordinate descent (Friedman, Hastie & Tibshirani 2010), which sets coordinates exactly on their kink.
 */
export const proximalNewton: Method = {
  name: 'proximal Newton',
  prepare: (local, point, penalties) => new ProximalSubproblem(local, point, penalties),
};

/** Stands for eigenvalues that are clearly positive. */
const CONVEX: Eigen = { values: Float64Array.of(1), vectors: [] };

class ProximalSubproblem implements Subproblem {
  readonly decrement: number;
  readonly naturalRadius: number;
  private readonly scales: Float64Array;
  private readonly kinks: (KinkPenalty | undefined)[];
  /** Added to the scaled diagonal so that the model is convex. */
  private readonly ridge: number;
  private readonly full: Proposal;
  /** The direction of lowest curvature where that is negative. */
  private readonly lowest: Float64Array | undefined;

  constructor(
    private readonly local: LocalModel,
    private readonly point: Float64Array,
    penalties: readonly KinkPenalty[],
  ) {
    const n = point.length;
    this.scales = curvatureScales(local, point);
    this.kinks = new Array<KinkPenalty | undefined>(n).fill(undefined);
    for (const penalty of penalties) this.kinks[penalty.index] ??= penalty;
    const scaled = scaledBy(local.hessian, this.scales);
    const { values, vectors } = cholesky(scaled, n) ? CONVEX : symmetricEigen(scaled, n);
    this.ridge = at(values, 0) > 1e-12 ? 0 : 1e-8 - Math.min(at(values, 0), 0) * 1.1;
    this.lowest = at(values, 0) < -1e-12 ? vectors[0] : undefined;
    this.full = this.descend(this.ridge);
    this.decrement = this.ridge > 1e-6 ? Infinity : 2 * this.full.predicted;
    this.naturalRadius = Math.max(this.full.length, this.lowest ? Math.sqrt(n) : 1e-8);
  }

  propose(radius: number): Proposal {
    const shortened = this.full.length > radius * 1.01 ? this.shortened(radius) : this.full;
    const candidates = [shortened, ...[-1, 1].flatMap((side) => this.alongLowest(side * radius) ?? [])];
    return candidates.reduce((a, b) => (b.predicted > a.predicted ? b : a));
  }

  /** Steps are shortened by raising the diagonal until they just fit the radius. */
  private shortened(radius: number): Proposal {
    let [low, high] = [Math.max(this.ridge, 1e-3), Math.max(this.ridge, 0.1)];
    let proposal = this.descend(high);
    for (; proposal.length > radius && high < 1e30; high *= 16) {
      low = high;
      proposal = this.descend(high * 16);
    }
    for (let i = 0; i < 8 && proposal.length < 0.9 * radius; i++) {
      const middle = Math.sqrt(low * high);
      const next = this.descend(middle);
      if (next.length > radius) low = middle;
      else [high, proposal] = [middle, next];
    }
    return proposal;
  }

  /** At a saddle the model has no slope to follow: the step goes along its negative curvature. */
  private alongLowest(length: number): Proposal | undefined {
    if (!this.lowest || !Number.isFinite(length)) return undefined;
    const step = this.lowest.map((value, i) => (length * value) / at(this.scales, i));
    const slope = multiply(this.local.hessian, step).map((value, i) => value + at(this.local.gradient, i));
    return { step, predicted: this.reduction(step, slope), length: Math.abs(length) };
  }

  private descend(ridge: number): Proposal {
    const { gradient, hessian } = this.local;
    const n = gradient.length;
    const step = new Float64Array(n);
    const slope = Float64Array.from(gradient);
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      let largest = 0;
      for (let i = 0; i < n; i++) {
        const curvature = at(hessian, i * n + i) + ridge * at(this.scales, i) ** 2;
        const change = this.bestChange(i, at(step, i), at(slope, i) + ridge * at(this.scales, i) ** 2 * at(step, i), curvature);
        if (change === 0) continue;
        step[i] = at(step, i) + change;
        for (let j = 0; j < n; j++) slope[j] = (slope[j] as number) + change * (hessian[i * n + j] as number);
        largest = Math.max(largest, Math.abs(change) * at(this.scales, i));
      }
      if (largest <= 1e-13) break;
    }
    return {
      step: this.land(step),
      predicted: this.reduction(step, slope),
      length: Math.sqrt(step.reduce((sum, d, i) => sum + (d * at(this.scales, i)) ** 2, 0)),
    };
  }

  /** The change of coordinate i that minimises the model with the others held: soft thresholding around the kink. */
  private bestChange(i: number, step: number, slope: number, curvature: number): number {
    const kink = this.kinks[i];
    if (!kink) return -slope / curvature;
    const from = at(this.point, i) + step - kink.location;
    const target = from - slope / curvature;
    const threshold = kink.weight / curvature;
    return Math.sign(target) * Math.max(Math.abs(target) - threshold, 0) - from;
  }

  /** Steps that end on a kink end there exactly, whatever rounding says. */
  private land(step: Float64Array): Float64Array {
    return step.map((d, i) => {
      const kink = this.kinks[i];
      const end = at(this.point, i) + d;
      return kink && Math.abs(end - kink.location) * at(this.scales, i) < 1e-12 ? kink.location - at(this.point, i) : d;
    });
  }

  /** −(g'd + ½ d'Hd + change of the penalties), with slope = g + Hd. */
  private reduction(step: Float64Array, slope: Float64Array): number {
    return -step.reduce((sum, d, i) => {
      const kink = this.kinks[i];
      const before = kink ? Math.abs(at(this.point, i) - kink.location) : 0;
      const after = kink ? Math.abs(at(this.point, i) + d - kink.location) : 0;
      return sum + 0.5 * d * (at(this.local.gradient, i) + at(slope, i)) + (kink?.weight ?? 0) * (after - before);
    }, 0);
  }
}
