import { at } from '../../numeric/at.js';
import { cholesky, invert } from '../../numeric/cholesky.js';
import { dot, multiply, symmetricEigen } from '../../numeric/eigen.js';
import { curvatureScales, scaledBy } from '../../optimise/method.js';
import type { LocalModel } from '../../optimise/minimisationProblem.js';

/** Eigenvalues of the scaled information below this share of the largest mean that a combination of parameters is not determined. */
const SINGULAR = 1e-13;

/** The inverse of an observed information and the directions about which it says nothing. */
export interface InformationInverse {
  /** Generalised inverse (row-major, n × n) in working coordinates: the covariance. */
  readonly covariance: Float64Array;
  /** Directions, in working coordinates, along which the objective is flat. */
  readonly flat: readonly Float64Array[];
  /** log det of the information; NaN where it is singular. */
  readonly logDeterminant: number;
}

/**
 * Inverts the Hessian of minus the log-density over the coordinates of `active`; the others count as held. Empty where there is no Hessian. `singular` is
 * the relative error of the Hessian: eigenvalues below that share of the largest count as 0.
 */
export function invertInformation(
  local: LocalModel,
  active: readonly number[],
  singular = SINGULAR,
  point?: Float64Array,
): InformationInverse {
  const n = local.gradient.length;
  if (local.hessian.length < n * n) return { covariance: new Float64Array(0), flat: [], logDeterminant: NaN };
  const all = curvatureScales(local, point);
  const scales = Float64Array.from(active, (i) => at(all, i));
  const m = active.length;
  const own = Float64Array.from({ length: m * m }, (_, k) => at(local.hessian, at(active, Math.floor(k / m)) * n + at(active, k % m)));
  const scaled = scaledBy(own, scales);
  const logScales = scales.reduce((sum, scale) => sum + 2 * Math.log(scale), 0);
  const factor = singular > SINGULAR ? undefined : cholesky(scaled, m);
  return factor ? byFactor(factor, active, scales, n, logScales) : byEigenvectors(scaled, active, { scales, n, logScales, singular });
}

function byFactor(factor: Float64Array, active: readonly number[], scales: Float64Array, n: number, logScales: number): InformationInverse {
  const m = active.length;
  const inverse = invert(factor, m);
  const covariance = new Float64Array(n * n);
  active.forEach((i, a) => {
    active.forEach((j, b) => (covariance[i * n + j] = (inverse[a * m + b] as number) / ((scales[a] as number) * (scales[b] as number))));
  });
  const logDeterminant = active.reduce((sum, _, a) => sum + 2 * Math.log(at(factor, a * m + a)), logScales);
  return { covariance, flat: [], logDeterminant };
}

function byEigenvectors(
  scaled: Float64Array,
  active: readonly number[],
  { scales, n, logScales, singular }: { scales: Float64Array; n: number; logScales: number; singular: number },
): InformationInverse {
  const { values, vectors } = symmetricEigen(scaled, active.length);
  const threshold = singular * Math.max(values.at(-1) ?? 0, 0);
  const covariance = new Float64Array(n * n);
  const flat: Float64Array[] = [];
  vectors.forEach((vector, k) => {
    const value = at(values, k);
    const direction = spreadOut(vector, active, scales, n);
    if (value > threshold) addOuter(covariance, direction, 1 / value);
    else flat.push(direction);
  });
  const logDeterminant = flat.length > 0 ? NaN : values.reduce((sum, value) => sum + Math.log(value), logScales);
  return { covariance, flat, logDeterminant };
}

function spreadOut(vector: Float64Array, active: readonly number[], scales: Float64Array, n: number): Float64Array {
  const direction = new Float64Array(n);
  active.forEach((i, a) => (direction[i] = at(vector, a) / at(scales, a)));
  return direction;
}

function addOuter(matrix: Float64Array, v: Float64Array, factor: number): void {
  const n = v.length;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) matrix[i * n + j] = (matrix[i * n + j] as number) + factor * (v[i] as number) * (v[j] as number);
}

/** The same where the point is held on kinks: the information counts along `free` directions only. */
export function invertAlong(local: LocalModel, free: readonly Float64Array[]): InformationInverse {
  const n = local.gradient.length;
  const m = free.length;
  const image = free.map((direction) => multiply(local.hessian, direction));
  const reduced = Float64Array.from({ length: m * m }, (_, k) =>
    dot(free[Math.floor(k / m)] ?? new Float64Array(n), image[k % m] ?? new Float64Array(n)),
  );
  const inner = invertInformation(
    { value: 0, gradient: new Float64Array(m), hessian: reduced },
    free.map((_, i) => i),
  );
  const expand = (u: Float64Array): Float64Array =>
    Float64Array.from({ length: n }, (_, i) => free.reduce((sum, direction, k) => sum + at(direction, i) * at(u, k), 0));
  const covariance = new Float64Array(n * n);
  free.forEach((a, i) => {
    const row = expand(inner.covariance.slice(i * m, i * m + m));
    for (let r = 0; r < n; r++)
      for (let c = 0; c < n; c++) covariance[r * n + c] = (covariance[r * n + c] as number) + (a[r] as number) * (row[c] as number);
  });
  return { covariance, flat: inner.flat.map(expand), logDeterminant: NaN };
}
