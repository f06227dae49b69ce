import { at } from '../../numeric/at.js';
import { dot } from '../../numeric/eigen.js';
import { curvatureAlong, type LocalModel } from '../../optimise/minimisationProblem.js';
import type { Working } from './coordinates.js';

/** Coordinates of the hyperplane through a point with a given normal, in scaled units: w = base + S Z u. */
export class Reflection {
  private readonly v: Float64Array;
  private readonly beta: number;

  constructor(
    normal: Float64Array,
    private readonly scales: Float64Array,
  ) {
    const scaled = normal.map((value, i) => value * at(scales, i));
    const norm = Math.sqrt(dot(scaled, scaled));
    this.v = Float64Array.from(scaled);
    this.v[0] = at(this.v, 0) + (at(scaled, 0) >= 0 ? norm : -norm);
    this.beta = 2 / dot(this.v, this.v);
  }

  expand(base: Working, u: Float64Array): Working {
    const step = Float64Array.of(0, ...u);
    const share = this.beta * dot(this.v, step);
    return base.map((w, i) => w + at(this.scales, i) * (at(step, i) - share * at(this.v, i)));
  }

  /** Gradient and Hessian along the hyperplane's coordinates. */
  reduce({ value, gradient, hessian }: LocalModel): LocalModel {
    const n = gradient.length;
    const mirrored = this.mirror(gradient.map((g, i) => g * at(this.scales, i)));
    const rows = Array.from({ length: n }, (_, i) =>
      this.mirror(hessian.slice(i * n, i * n + n).map((h, j) => h * at(this.scales, i) * at(this.scales, j))),
    );
    const full = Array.from({ length: n }, (_, j) => this.mirror(Float64Array.from(rows, (row) => at(row, j))));
    const reduced = new Float64Array((n - 1) * (n - 1));
    for (let i = 1; i < n; i++) for (let j = 1; j < n; j++) reduced[(i - 1) * (n - 1) + j - 1] = full[i]?.[j] ?? 0;
    return { value, gradient: mirrored.slice(1), hessian: reduced };
  }

  private mirror(x: Float64Array): Float64Array {
    const share = this.beta * dot(this.v, x);
    return x.map((value, i) => value - share * at(this.v, i));
  }
}

/** Units in which the diagonal of the Hessian is 1. */
export function unitsOf(local: LocalModel): Float64Array {
  return local.gradient.map((_, i) => {
    const curvature = curvatureAlong(local, i);
    return curvature > 0 ? 1 / Math.sqrt(curvature) : 1;
  });
}
