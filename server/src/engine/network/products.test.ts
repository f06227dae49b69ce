import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addProduct, addToLeft, addToRight } from './products.js';

const sizes = fc.record({
  rows: fc.integer({ min: 1, max: 40 }),
  inner: fc.integer({ min: 1, max: 30 }),
  columns: fc.integer({ min: 1, max: 21 }),
});

/** Numbers that are easy to add exactly, so that the order of a sum is no matter. */
const numbers = (count: number, seed: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => ((i * 7919 + seed * 104729) % 64) - 31);

describe('the products of networks', () => {
  it('are those of the definition, small ones by loops and large ones by generated code', () => {
    fc.assert(
      fc.property(sizes, fc.nat(99), ({ rows, inner, columns }, seed) => {
        const [a, b, out] = [numbers(rows * inner, seed), numbers(inner * columns, seed + 1), numbers(rows * columns, seed + 2)];
        const sum = (count: number, of: (k: number) => number): number =>
          Array.from({ length: count }, (_, k) => of(k)).reduce((x, y) => x + y, 0);
        const at = (m: Float64Array, width: number, i: number, j: number): number => m[i * width + j] ?? NaN;
        const [product, right, left] = [out.slice(), b.slice(), a.slice()];
        addProduct(product, a, b, rows, inner, columns);
        addToRight(right, a, out, rows, inner, columns);
        addToLeft(left, out, b, rows, inner, columns);
        product.forEach((value, i) => {
          const [r, c] = [Math.floor(i / columns), i % columns];
          assert.equal(value, (out[i] ?? NaN) + sum(inner, (k) => at(a, inner, r, k) * at(b, columns, k, c)));
        });
        right.forEach((value, i) => {
          const [k, c] = [Math.floor(i / columns), i % columns];
          assert.equal(value, (b[i] ?? NaN) + sum(rows, (r) => at(a, inner, r, k) * at(out, columns, r, c)));
        });
        left.forEach((value, i) => {
          const [r, k] = [Math.floor(i / inner), i % inner];
          assert.equal(value, (a[i] ?? NaN) + sum(columns, (c) => at(out, columns, r, c) * at(b, columns, k, c)));
        });
      }),
      { numRuns: 200 },
    );
  });
});
