import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { at } from './at.js';

/** Eigenvalues in ascending order and the matching unit eigenvectors, `vectors[k]` for `values[k]`. */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: readonly Float64Array[];
}

/** Eigenvalues and eigenvectors of a symmetric matrix (row-major, n × n); NaN and the unit vectors where an entry is not finite. */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  if (n === 1) return { values: Float64Array.of(at(matrix, 0)), vectors: [Float64Array.of(1)] };
  if (!matrix.every(Number.isFinite)) return undefinedEigen(n);
  const size = matrix.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const full = new Matrix(n, n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) full.set(i, j, withoutTraces(at(matrix, i * n + j) / size));
  const decomposition = new EigenvalueDecomposition(full, { assumeSymmetric: true });
  const order = decomposition.realEigenvalues.map((value, k) => ({ value, k })).sort((a, b) => a.value - b.value);
  const { eigenvectorMatrix } = decomposition;
  return {
    values: Float64Array.from(order, ({ value }) => value * size),
    vectors: order.map(({ k }) => Float64Array.from({ length: n }, (_, i) => eigenvectorMatrix.get(i, k))),
  };
}

/** Entries below this share of the largest have squares that vanish in the decomposition, which then divides by 0. */
const TRACE = 1e-100;

const withoutTraces = (share: number): number => (Math.abs(share) < TRACE ? 0 : share);

/** The decomposition itself would not end on such numbers. */
function undefinedEigen(n: number): Eigen {
  const unit = (k: number): Float64Array => new Float64Array(n).fill(1, k, k + 1);
  return { values: new Float64Array(n).fill(NaN), vectors: Array.from({ length: n }, (_, k) => unit(k)) };
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** target += factor · x. */
export function addScaled(target: Float64Array, factor: number, x: Float64Array): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) + factor * (x[i] as number);
}

/** y = M x for a row-major n × n matrix. */
export function multiply(matrix: Float64Array, x: Float64Array): Float64Array {
  const n = x.length;
  return Float64Array.from({ length: n }, (_, i) => dot(matrix.subarray(i * n, i * n + n), x));
}
