import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JointTransform } from './jointTransform.js';
import { OrderedTransform } from './ordered.js';
import { simplexTransform } from './simplex.js';

const cases: readonly (readonly [string, JointTransform])[] = [
  ['ordered, from the first', new OrderedTransform(4, 0)],
  ['ordered, from the third', new OrderedTransform(4, 2)],
  ['ordered with two that meet', new OrderedTransform(5, 1, new Set([1, 3]))],
  ['two shares', simplexTransform(2, 0, 1)],
  ['four shares, the first alone', simplexTransform(4, 0, 1)],
  ['four shares of 0.7, the last alone', simplexTransform(4, 3, 0.7)],
];

const vectors = (size: number): fc.Arbitrary<Float64Array> =>
  fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: size, maxLength: size }).map((v) => Float64Array.from(v));

const close = (actual: number | undefined, expected: number | undefined, tolerance: number, what: string): void => {
  const error = Math.abs((actual ?? NaN) - (expected ?? NaN));
  assert.ok(error <= tolerance * (1 + Math.abs(expected ?? 0)), `${what}: ${String(actual)} should be ${String(expected)}`);
};

const moved = (v: Float64Array, k: number, by: number): Float64Array => v.map((value, i) => (i === k ? value + by : value));

for (const [name, transform] of cases) {
  const m = transform.independent.length;

  describe(`joint transform: ${name}`, () => {
    it('comes back from where it went', () => {
      fc.assert(
        fc.property(vectors(m), (v) => transform.unconstrained(transform.natural(v)).forEach((value, i) => close(value, v[i], 1e-9, 'v'))),
      );
    });

    it('has the derivatives that differences show', () => {
      fc.assert(
        fc.property(vectors(m), (v) => {
          const h = 1e-5;
          const count = transform.natural(v).length;
          const gradient = Float64Array.from({ length: count }, (_, i) => Math.sin(i + 1));
          const pulled = (at: Float64Array, k: number): number =>
            gradient.reduce((sum, g, i) => sum + g * (transform.jacobian(at)[i * m + k] ?? NaN), 0);
          const curvature = transform.curvature(v, gradient);
          for (let k = 0; k < m; k++) {
            const [up, down] = [transform.natural(moved(v, k, h)), transform.natural(moved(v, k, -h))];
            up.forEach((value, i) => close(transform.jacobian(v)[i * m + k], (value - (down[i] ?? NaN)) / (2 * h), 1e-7, 'slope'));
            for (let l = 0; l < m; l++) {
              const bend = (pulled(moved(v, l, h), k) - pulled(moved(v, l, -h), k)) / (2 * h);
              close(curvature[k * m + l], bend, 1e-6, `bend ${String(k)}, ${String(l)}`);
            }
            const logs = [h, 0, -h].map((by) => transform.logJacobian(moved(v, k, by)));
            const [slope, second] = transform.jacobianSlopes(v)[k] ?? [];
            close(slope, ((logs[0] ?? NaN) - (logs[2] ?? NaN)) / (2 * h), 1e-7, 'slope of the log-Jacobian');
            const slopes = [h, -h].map((by) => transform.jacobianSlopes(moved(v, k, by))[k]?.[0] ?? NaN);
            close(second, ((slopes[0] ?? NaN) - (slopes[1] ?? NaN)) / (2 * h), 1e-6, 'bend of the log-Jacobian');
          }
        }),
        { numRuns: 40 },
      );
    });

    it('knows the volume that it stretches to: the determinant over the independent entries', () => {
      fc.assert(
        fc.property(vectors(m), (v) => {
          const jacobian = transform.jacobian(v);
          const rows = transform.independent.map((i) => Array.from({ length: m }, (_, k) => jacobian[i * m + k] ?? NaN));
          close(Math.exp(transform.logJacobian(v)), Math.abs(determinant(rows)), 1e-9, 'volume');
        }),
        { numRuns: 40 },
      );
    });

    it('makes the anchor a function of its own coordinate alone', () => {
      fc.assert(
        fc.property(vectors(m), (v) => {
          const own = v[transform.independent.indexOf(transform.anchor)] ?? NaN;
          close(transform.natural(v)[transform.anchor], transform.alone.natural(own), 1e-12, 'anchor');
        }),
      );
    });
  });
}

/** By expansion along the first row. */
function determinant(rows: readonly (readonly number[])[]): number {
  const [first = [1], ...others] = rows;
  if (others.length === 0) return first[0] ?? NaN;
  return first.reduce(
    (sum, value, k) => sum + (k % 2 === 0 ? 1 : -1) * value * determinant(others.map((row) => row.filter((_, i) => i !== k))),
    0,
  );
}

it('shares sum to their total, and ordered entries increase', () => {
  fc.assert(
    fc.property(vectors(3), (v) => {
      const shares = simplexTransform(4, 1, 0.7).natural(v);
      close(
        shares.reduce((a, b) => a + b, 0),
        0.7,
        1e-14,
        'sum',
      );
      assert.ok(shares.every((share) => share > 0));
      const steps = new OrderedTransform(3, 1).natural(v);
      assert.ok((steps[0] ?? NaN) < (steps[1] ?? NaN) && (steps[1] ?? NaN) < (steps[2] ?? NaN));
    }),
  );
});
