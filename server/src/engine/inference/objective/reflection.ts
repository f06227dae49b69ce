import { dot } from '../../numeric/eigen.js';
import type { LocalModel } from '../../optimise/minimisationProblem.js';
import type { Working } from './coordinates.js';

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

/** Units in which the diagonal of the Hessian is 1. */
export function unitsOf({ gradient, hessian }: LocalModel): Float64Array {
  const n = gradient.length;
  return Float64Array.from({ length: n }, (_, i) => {
    const curvature = hessian[i * n + i] ?? 0;
    return curvature > 0 ? 1 / Math.sqrt(curvature) : 1;
  });
}
