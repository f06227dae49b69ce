import assert from 'node:assert/strict';
import { orthogonalise } from './orthogonal.js';

const linear = (design: readonly Float64Array[]) => ({ kind: 'linear' as const, parameters: Int32Array.from(design, (_, j) => j), design });
const powers = (x: readonly number[], degree: number): Float64Array[] =>
  Array.from({ length: degree + 1 }, (_, j) => Float64Array.from(x, (value) => value ** j));

describe('orthogonalise', () => {
  it("gives Q'Q = n I to rounding for a polynomial of degree 10 (NIST's Filip has this range)", () => {
    const x = Array.from({ length: 82 }, (_, i) => -3.2 - (5.6 * i) / 81);
    const basis = orthogonalise(linear(powers(x, 10)));
    assert.ok(basis);
    basis.design.forEach((a, i) => {
      basis.design.forEach((b, j) => {
        const product = a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0) / x.length;
        assert.ok(Math.abs(product - (i === j ? 1 : 0)) < 1e-14, `${String(i)}, ${String(j)}: ${String(product)}`);
      });
    });
  });

  it('gives natural coefficients back: X · inverse · w = Q · w', () => {
    const design = powers([1, 2, 3, 4, 7], 2);
    const basis = orthogonalise(linear(design));
    assert.ok(basis);
    const w = [0.3, -2, 5];
    const natural = w.map((_, i) => w.reduce((sum, value, j) => sum + (basis.inverse[i * 3 + j] ?? 0) * value, 0));
    for (let row = 0; row < 5; row++) {
      const plain = design.reduce((sum, column, j) => sum + (column[row] ?? 0) * (natural[j] ?? 0), 0);
      const own = basis.design.reduce((sum, column, j) => sum + (column[row] ?? 0) * (w[j] ?? 0), 0);
      assert.ok(Math.abs(plain - own) < 1e-11);
    }
  });

  it('finds columns that are combinations of others', () => {
    const x = [1, 2, 3, 4, 5, 6];
    const [one = new Float64Array(6), linearly = new Float64Array(6)] = powers(x, 1);
    assert.equal(orthogonalise(linear([one, linearly, linearly.map((value) => 2 * value - 7)])), undefined);
    assert.equal(orthogonalise(linear([one, new Float64Array(6)])), undefined);
  });

  it('has no basis for more columns than rows', () => {
    assert.equal(orthogonalise(linear(powers([1, 2], 2))), undefined);
  });
});
