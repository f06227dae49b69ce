import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Matrix, inverse } from 'ml-matrix';
import { SparseCholesky } from './sparseCholesky.js';
import { PatternBuilder } from './pattern.js';

interface Case {
  readonly size: number;
  readonly pairs: readonly (readonly [number, number, number])[];
}

const cases: fc.Arbitrary<Case> = fc.integer({ min: 1, max: 14 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    pairs: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1), fc.double({ min: -1, max: 1, noNaN: true })), { maxLength: 30 }),
  }),
);

/** A diagonally dominant matrix with these pairs, sparse and dense. */
function matrixOf({ size, pairs }: Case): { cholesky: SparseCholesky; values: Float64Array; dense: Matrix } {
  const builder = new PatternBuilder(size);
  const dense = Matrix.zeros(size, size);
  for (const [a, b, value] of pairs) {
    if (a === b) continue;
    builder.position(a, b);
    dense.set(a, b, value);
    dense.set(b, a, value);
  }
  for (let i = 0; i < size; i++) dense.set(i, i, 1 + dense.getRow(i).reduce((sum, each) => sum + Math.abs(each), 0));
  const { pattern } = builder;
  const off = Array.from(pattern.rows, (row, k) => dense.get(row, pattern.columns[k] ?? 0));
  return { cholesky: new SparseCholesky(pattern), values: Float64Array.of(...dense.diagonal(), ...off), dense };
}

describe('a sparse Cholesky factor', () => {
  it('solves, gives the determinant and the entries of the inverse as dense arithmetic does', () => {
    fc.assert(
      fc.property(cases, (each) => {
        const { cholesky, values, dense } = matrixOf(each);
        const factor = cholesky.factorise(values);
        assert.ok(factor);
        const exact = inverse(dense);
        const b = Float64Array.from({ length: each.size }, (_, i) => i + 1);
        const x = exact.mmul(Matrix.columnVector([...b])).getColumn(0);
        factor.solve(b).forEach((value, i) => assert.ok(Math.abs(value - (x[i] ?? NaN)) < 1e-10));
        assert.ok(Math.abs(factor.logDeterminant + Math.log(determinantOf(exact))) < 1e-9);
        const selected = factor.selectedInverse();
        const { size, rows, columns } = cholesky.pattern;
        for (let i = 0; i < size; i++) assert.ok(Math.abs((selected[i] ?? NaN) - exact.get(i, i)) < 1e-10);
        rows.forEach((row, k) => assert.ok(Math.abs((selected[size + k] ?? NaN) - exact.get(row, columns[k] ?? 0)) < 1e-10));
      }),
    );
  });

  it('has no fill for blocks and for levels nested in others', () => {
    const builder = new PatternBuilder(1100);
    for (let inner = 100; inner < 1100; inner++) builder.position(inner, inner % 100);
    assert.equal(new SparseCholesky(builder.pattern).fill, 1000);
  });

  it('says that a matrix is not positive definite', () => {
    const builder = new PatternBuilder(2);
    builder.position(0, 1);
    const cholesky = new SparseCholesky(builder.pattern);
    assert.equal(cholesky.factorise(Float64Array.of(1, 1, 2)), undefined);
    assert.ok(cholesky.factorise(Float64Array.of(1, 5, 2)));
  });
});

/** By Gaussian elimination: the matrices are far from singular. */
function determinantOf(matrix: Matrix): number {
  const m = matrix.clone();
  let product = 1;
  for (let k = 0; k < m.rows; k++) {
    product *= m.get(k, k);
    for (let i = k + 1; i < m.rows; i++) {
      const factor = m.get(i, k) / m.get(k, k);
      for (let j = k; j < m.rows; j++) m.set(i, j, m.get(i, j) - factor * m.get(k, j));
    }
  }
  return product;
}
