import assert from 'node:assert/strict';
import fc from 'fast-check';
import { normalStream } from '../numeric/random.js';
import { dot } from '../numeric/eigen.js';
import { type LongVectors, longVectors } from './longVectors.js';

/** A vector filled from a stream. */
function filled(vectors: LongVectors, normal: () => number): Float64Array {
  const vector = vectors.vector();
  vector.forEach((_, i) => (vector[i] = normal()));
  return vector;
}

describe('vectors in the memory of generated code', () => {
  it('have the products and sums of plain loops, at any length and after others had their places', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700 }), fc.integer({ min: 1, max: 1e6 }), (length, seed) => {
        const vectors = longVectors(length, 3);
        const normal = normalStream(seed);
        const [a, b] = [filled(vectors, normal), filled(vectors, normal)];
        const before = a.slice();
        assert.ok(Math.abs(vectors.dot(a, b) - dot(Float64Array.from(a), Float64Array.from(b))) < 1e-11);
        vectors.addScaled(a, 0.3, b);
        a.forEach((value, i) => assert.ok(Math.abs(value - ((before[i] ?? NaN) + 0.3 * (b[i] ?? NaN))) < 1e-14));
        vectors.release();
      }),
    );
  });

  it('are apart where two are in use at once', () => {
    const [one, other] = [longVectors(300, 1), longVectors(300, 1)];
    const [a, b] = [one.vector().fill(1), other.vector().fill(2)];
    assert.deepEqual([one.dot(a, a), other.dot(b, b)], [300, 1200]);
  });
});
