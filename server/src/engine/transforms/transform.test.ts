import assert from 'node:assert/strict';
import fc from 'fast-check';
import { transformFor } from './transform.js';

const supports = [
  { lower: -Infinity, upper: Infinity },
  { lower: 0, upper: Infinity },
  { lower: -3, upper: Infinity },
  { lower: -Infinity, upper: 2 },
  { lower: 0, upper: 1 },
  { lower: -5, upper: 1e3 },
];
const working = fc.double({ min: -12, max: 12, noNaN: true });

for (const support of supports) {
  describe(`transform to (${String(support.lower)}, ${String(support.upper)})`, () => {
    const transform = transformFor(support);

    it('comes back from where it went, inside the support', () => {
      fc.assert(
        fc.property(working, (w) => {
          const x = transform.natural(w);
          assert.ok(x > support.lower && x < support.upper);
          // Near a bound that is not 0 the distance itself has few digits left.
          const digits = Math.max(Math.abs(support.lower), Math.abs(support.upper)) > 1 ? 1e-5 : 1e-9;
          assert.ok(
            Math.abs(transform.unconstrained(x) - w) <= (transform.name === 'identity' ? 0 : digits) * (1 + Math.exp(Math.abs(w) - 8)),
          );
        }),
      );
    });

    it('has the derivatives that differences show', () => {
      fc.assert(
        fc.property(working, (w) => {
          const h = 1e-5;
          const [first, second] = transform.derivatives(w);
          const slope = (f: (at: number) => number): number => (f(w + h) - f(w - h)) / (2 * h);
          const noise = (1e-10 * (1 + Math.abs(transform.natural(w)))) / 1e-5;
          assert.ok(Math.abs(slope((at) => transform.natural(at)) - first) <= 1e-8 * (1 + Math.abs(first)) + noise);
          assert.ok(Math.abs(slope((at) => transform.derivatives(at)[0]) - second) <= 1e-6 * (1 + Math.abs(second)));
          assert.ok(Math.abs(Math.exp(transform.logJacobian(w)) - first) <= 1e-12 * first);
        }),
      );
    });

    it('grows with w', () => {
      assert.ok(transform.natural(-1) < transform.natural(0) && transform.natural(0) < transform.natural(1));
    });

    it('gives finite coordinates also for values on a bound', () => {
      for (const bound of [support.lower, support.upper].filter(Number.isFinite))
        assert.ok(Number.isFinite(transform.unconstrained(bound)));
    });

    it('reaches its bounds at infinity', () => {
      assert.deepEqual(
        [-Infinity, Infinity].map((w) => transform.natural(w)),
        [support.lower, support.upper],
      );
    });
  });
}
