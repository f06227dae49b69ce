import { curvatureScales, type Method, type Proposal, type Subproblem } from './method.js';
import { symmetricEigen } from './eigen.js';
import type { KinkPenalty, LocalModel } from './problem.js';

const SWEEPS = 10_000;

/**
 * Proximal Newton steps for kinks in single coordinates (Lee, Sun & Saunders, SIAM J. Optim. 24, 2014): the quadratic model plus the
 * exact penalties is minimised by coordinate descent (Friedman, Hastie & Tibshirani 2010), which sets coordinates exactly on their kink.
 */
export const proximalNewton: Method = {
  name: 'proximal Newton',
  prepare: (local, point, penalties) => new ProximalSubproblem(local, point, penalties),
};

class ProximalSubproblem implements Subproblem {
  readonly decrement: number;
  readonly naturalRadius: number;
  private readonly scales: Float64Array;
  private readonly kinks: (KinkPenalty | undefined)[];
  /** Added to the scaled diagonal so that the model is convex. */
  private readonly ridge: number;
  private readonly full: Proposal;

  constructor(
    private readonly local: LocalModel,
    private readonly point: Float64Array,
    penalties: readonly KinkPenalty[],
  ) {
    const n = point.length;
    this.scales = curvatureScales(local);
    this.kinks = Array.from({ length: n }, (_, i) => penalties.find(({ index }) => index === i));
    const scaled = local.hessian.map((value, k) => value / ((this.scales[Math.floor(k / n)] ?? 1) * (this.scales[k % n] ?? 1)));
    const { values } = symmetricEigen(scaled, n);
    this.ridge = (values[0] ?? 0) > 1e-12 ? 0 : 1e-8 - Math.min(values[0] ?? 0, 0) * 1.1;
    this.full = this.descend(this.ridge);
    this.decrement = this.ridge > 1e-6 ? Infinity : 2 * this.full.predicted;
    this.naturalRadius = Math.max(this.full.length, 1e-8);
  }

  /** Steps are shortened by raising the diagonal until they fit the radius. */
  propose(radius: number): Proposal {
    let proposal = this.full;
    for (let ridge = Math.max(this.ridge, 0.1); proposal.length > radius * 1.01 && ridge < 1e12; ridge *= 4) proposal = this.descend(ridge);
    return proposal;
  }

  private descend(ridge: number): Proposal {
    const { gradient, hessian } = this.local;
    const n = gradient.length;
    const step = new Float64Array(n);
    const slope = Float64Array.from(gradient);
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      let largest = 0;
      for (let i = 0; i < n; i++) {
        const curvature = (hessian[i * n + i] ?? 0) + ridge * (this.scales[i] ?? 1) ** 2;
        const change = this.bestChange(i, step[i] ?? 0, (slope[i] ?? 0) + ridge * (this.scales[i] ?? 1) ** 2 * (step[i] ?? 0), curvature);
        if (change === 0) continue;
        step[i] = (step[i] ?? 0) + change;
        for (let j = 0; j < n; j++) slope[j] = (slope[j] ?? 0) + change * (hessian[j * n + i] ?? 0);
        largest = Math.max(largest, Math.abs(change) * (this.scales[i] ?? 1));
      }
      if (largest <= 1e-13) break;
    }
    return { step: this.landed(step), predicted: this.reduction(step, slope), length: Math.hypot(...step.map((d, i) => d * (this.scales[i] ?? 1))) };
  }

  /** The change of coordinate i that minimises the model with the others held: soft thresholding around the kink. */
  private bestChange(i: number, step: number, slope: number, curvature: number): number {
    const kink = this.kinks[i];
    if (!kink) return -slope / curvature;
    const from = (this.point[i] ?? 0) + step - kink.location;
    const target = from - slope / curvature;
    const threshold = kink.weight / curvature;
    return Math.sign(target) * Math.max(Math.abs(target) - threshold, 0) - from;
  }

  /** Steps that end on a kink end there exactly, whatever rounding says. */
  private landed(step: Float64Array): Float64Array {
    return step.map((d, i) => {
      const kink = this.kinks[i];
      const at = (this.point[i] ?? 0) + d;
      return kink && Math.abs(at - kink.location) * (this.scales[i] ?? 1) < 1e-12 ? kink.location - (this.point[i] ?? 0) : d;
    });
  }

  /** −(g'd + ½ d'Hd + change of the penalties), with slope = g + Hd. */
  private reduction(step: Float64Array, slope: Float64Array): number {
    return -step.reduce((sum, d, i) => {
      const kink = this.kinks[i];
      const before = kink ? Math.abs((this.point[i] ?? 0) - kink.location) : 0;
      const after = kink ? Math.abs((this.point[i] ?? 0) + d - kink.location) : 0;
      return sum + 0.5 * d * ((this.local.gradient[i] ?? 0) + (slope[i] ?? 0)) + (kink?.weight ?? 0) * (after - before);
    }, 0);
  }
}
