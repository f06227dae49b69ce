import { at } from './at.js';
import { addScaled, dot, symmetricEigen } from './eigen.js';

/** Shares of the largest eigenvalue below this count as 0. */
const NULL = 1e-12;

/** An orthonormal basis of the directions that keep all held rows on their kink. */
export function freeDirections(active: readonly Float64Array[], n: number): Float64Array[] {
  const square = Float64Array.from({ length: n * n }, (_, k) =>
    active.reduce((sum, row) => sum + at(row, Math.floor(k / n)) * at(row, k % n), 0),
  );
  const { values, vectors } = symmetricEigen(square, n);
  const limit = NULL * Math.max(values.at(-1) ?? 0, 0);
  return vectors.filter((_, k) => at(values, k) <= limit);
}

/** Σ shares[k] · vectors[k], of length n. */
export function combine(vectors: readonly Float64Array[], shares: Float64Array, n: number): Float64Array {
  const sum = new Float64Array(n);
  vectors.forEach((vector, k) => addScaled(sum, at(shares, k), vector));
  return sum;
}

/** Inner products of the vectors of a with those of b (row-major). */
export function gram(a: readonly Float64Array[], b: readonly Float64Array[] = a): Float64Array {
  return Float64Array.from(a.flatMap((left) => b.map((right) => dot(left, right))));
}

/** The shortest solution of a symmetric system; directions of eigenvalue 0 are left alone. */
export function pseudoSolve(matrix: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  if (n === 0) return right;
  const { values, vectors } = symmetricEigen(matrix, n);
  const limit = NULL * Math.max(...values.map(Math.abs));
  const result = new Float64Array(n);
  vectors.forEach((vector, k) => {
    if (Math.abs(at(values, k)) <= limit) return;
    addScaled(result, dot(vector, right) / at(values, k), vector);
  });
  return result;
}
