import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cholesky, invert, solve } from './cholesky.js';
import { dot, multiply, symmetricEigen } from './eigen.js';

const numbers = (count: number) => fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: count, maxLength: count });

/** B'B + I scaled to unit diagonal. */
function unitDiagonal(b: readonly number[], n: number): Float64Array {
  const at = (i: number, j: number): number =>
    (i === j ? 1 : 0) + Array.from({ length: n }, (_, k) => (b[k * n + i] ?? 0) * (b[k * n + j] ?? 0)).reduce((x, y) => x + y, 0);
  return Float64Array.from(
    { length: n * n },
    (_, k) => at(Math.floor(k / n), k % n) / Math.sqrt(at(Math.floor(k / n), Math.floor(k / n)) * at(k % n, k % n)),
  );
}

describe('Cholesky', () => {
  it('solves and inverts positive definite systems', () => {
    fc.assert(
      fc.property(numbers(16), numbers(4), (b, right) => {
        const matrix = unitDiagonal(b, 4);
        const factor = cholesky(matrix, 4);
        assert.ok(factor);
        multiply(matrix, solve(factor, Float64Array.from(right))).forEach((value, i) =>
          assert.ok(Math.abs(value - (right[i] ?? 0)) < 1e-12),
        );
        const inverse = invert(factor, 4);
        for (let i = 0; i < 4; i++) {
          multiply(matrix, inverse.subarray(i * 4, i * 4 + 4)).forEach((value, j) =>
            assert.ok(Math.abs(value - (i === j ? 1 : 0)) < 1e-12),
          );
        }
      }),
    );
  });

  it('refuses what is not clearly positive definite', () => {
    assert.equal(cholesky(Float64Array.of(1, 1, 1, 1), 2), undefined);
    assert.equal(cholesky(Float64Array.of(1, 2, 2, 1), 2), undefined);
    assert.equal(cholesky(Float64Array.of(NaN), 1), undefined);
  });
});

describe('symmetricEigen', () => {
  it('gives ascending values with orthonormal vectors', () => {
    fc.assert(
      fc.property(numbers(9), (b) => {
        const matrix = unitDiagonal(b, 3);
        const { values, vectors } = symmetricEigen(matrix, 3);
        vectors.forEach((vector, k) => {
          assert.ok(k === 0 || (values[k] ?? 0) >= (values[k - 1] ?? 0));
          multiply(matrix, vector).forEach((value, i) => assert.ok(Math.abs(value - (values[k] ?? 0) * (vector[i] ?? 0)) < 1e-12));
          vectors.forEach((other, j) => assert.ok(Math.abs(dot(vector, other) - (j === k ? 1 : 0)) < 1e-12));
        });
      }),
    );
  });

  it('ends with NaN on a matrix that has no finite entries', () => {
    assert.deepEqual([...symmetricEigen(Float64Array.of(1, NaN, NaN, 1), 2).values], [NaN, NaN]);
    assert.equal(symmetricEigen(Float64Array.of(Infinity), 1).values.length, 1);
  });
});
