import assert from 'node:assert/strict';
import fc from 'fast-check';
import { normalStream } from '../numeric/random.js';
import { neverCancelled } from '../kernel/kernel.js';
import { exactFactor } from './exact.js';
import type { Factor } from './factor.js';
import { factorise } from './factorise.js';
import { floatingFactor } from './floating.js';
import { gramFactor } from './gram.js';

interface Rows {
  readonly design: readonly Float64Array[];
  readonly y: Float64Array;
  readonly weights?: Float64Array;
}

const column = (rows: number, f: (i: number) => number): Float64Array => Float64Array.from({ length: rows }, (_, i) => f(i));

/** Σ w (y − x'b)², row by row. */
function direct({ design, y, weights }: Rows, b: readonly number[]): number {
  return y.reduce(
    (sum, value, i) => sum + (weights?.[i] ?? 1) * (value - design.reduce((eta, x, j) => eta + (x[i] ?? 0) * (b[j] ?? 0), 0)) ** 2,
    0,
  );
}

/** residual + ‖R (b − solution)‖². */
function byFactor({ r, solution, residual }: Factor, b: readonly number[]): number {
  const q = solution.length;
  const d = b.map((value, j) => value - (solution[j] ?? 0));
  const image = d.map((_, i) => d.reduce((sum, value, j) => sum + (r[i * q + j] ?? 0) * value, 0));
  return residual + image.reduce((sum, value) => sum + value * value, 0);
}

function random(rows: number, width: number, seed: number): Rows {
  const normal = normalStream(seed);
  const design = Array.from({ length: width }, (_, j) => column(rows, () => (j === 0 ? 1 : normal())));
  return { design, y: column(rows, normal) };
}

describe('the factor of a least-squares problem', () => {
  const methods = {
    exactFactor,
    floatingFactor,
    gramFactor: (design: readonly Float64Array[], y: Float64Array) => gramFactor(design, y, undefined, neverCancelled),
  };
  for (const [name, method] of Object.entries(methods)) {
    it(`${name}: gives the sum of squares at every point`, () => {
      const point = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 4, maxLength: 4 });
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 1e6 }), point, (seed, b) => {
          const rows = random(40, 4, seed);
          const factor = method(rows.design, rows.y);
          assert.ok(factor);
          const expected = direct(rows, b);
          assert.ok(Math.abs(byFactor(factor, b) - expected) < 1e-11 * expected);
        }),
        { numRuns: 30 },
      );
    });
  }

  it('counts each row by its weight, however it is worked out', () => {
    for (const rows of [30, 20_000]) {
      const data = { ...random(rows, 3, 5), weights: column(rows, (i) => i % 3) };
      const factor = factorise(data.design, data.y, data.weights, neverCancelled);
      for (const b of [
        [0, 0, 0],
        [1, -2, 3],
      ]) {
        const expected = direct(data, b);
        assert.ok(Math.abs(byFactor(factor, b) - expected) < 1e-11 * expected);
      }
    }
  });

  it('keeps fifteen digits where the design is so badly conditioned that float64 keeps three', () => {
    // y is 1 + x + … + x⁵ exactly, x = 100, 101, …, 120: the coefficients are all 1 (in the manner of NIST's Wampler).
    const x = column(21, (i) => 100 + i);
    const design = Array.from({ length: 6 }, (_, j) => x.map((value) => value ** j));
    const y = x.map((_, i) => design.reduce((sum, power) => sum + (power[i] ?? 0), 0));
    const { solution, residual } = exactFactor(design, y);
    for (const b of solution) assert.ok(Math.abs(b - 1) < 1e-14, String(b));
    assert.ok(residual < 1e-12);
    assert.ok(Math.max(...floatingFactor(design, y).solution.map((b) => Math.abs(b - 1))) > 1e-6);
  });

  it('gives a combination of earlier columns no coefficient, and the same fit', () => {
    const { design, y } = random(30, 3, 9);
    const [one = y, a = y] = design;
    const twice = [...design, a.map((value, i) => 2 * value - (one[i] ?? 0))];
    for (const method of [exactFactor, floatingFactor]) {
      const factor = method(twice, y);
      assert.equal(factor.inverse, undefined);
      assert.equal(factor.solution[3], 0);
      assert.ok(Math.abs(factor.residual - method(design, y).residual) < 1e-12 * factor.residual);
    }
    assert.equal(gramFactor(twice, y, undefined, neverCancelled), undefined, 'normal equations refuse it');
  });
});
