import assert from 'node:assert/strict';
import { at } from '../../engine/numeric/at.js';
import { bracket, type ByRow, solveReal, solveWhole } from './solve.js';

/** Logistic distribution functions with these centres and widths, and how many numbers were looked at. */
function logistic(centres: readonly number[], widths: readonly number[]): { readonly f: ByRow; readonly looks: () => number } {
  let looks = 0;
  const f: ByRow = (rows, y) => {
    looks += rows.length;
    return Float64Array.from(rows, (row, i) => 1 / (1 + Math.exp(-(at(y, i) - at(centres, row)) / at(widths, row))));
  };
  return { f, looks: () => looks };
}

const centres = [0, 1, -300, 1e6, 1e-6];
const widths = [1, 0.01, 50, 1e5, 1e-7];

describe('quantiles of many rows at once', () => {
  it('are found to ten digits in far fewer looks than halving takes', () => {
    for (const p of [0.025, 0.5, 0.975]) {
      const { f, looks } = logistic(centres, widths);
      const range = bracket(f, p, centres.length, -Infinity, Infinity);
      const before = looks();
      const found = solveReal(f, p, range);
      found.forEach((value, row) => {
        const wanted = at(centres, row) + at(widths, row) * Math.log(p / (1 - p));
        assert.ok(
          Math.abs(value - wanted) <= 1e-9 * Math.max(Math.abs(wanted), at(widths, row)),
          `${String(value)}, not ${String(wanted)}`,
        );
      });
      assert.ok((looks() - before) / centres.length < 25, `${String(looks() - before)} looks`);
    }
  });

  it('are the smallest whole numbers that reach it, where outcomes are counts', () => {
    const steps: ByRow = (rows, y) => Float64Array.from(rows, (row, i) => (at(y, i) < at([3, 0, 1000], row) ? 0.4 : 0.6));
    assert.deepEqual([...solveWhole(steps, 0.5, bracket(steps, 0.5, 3, 0, Infinity))], [3, 0, 1000]);
    assert.deepEqual([...solveWhole(steps, 0.3, bracket(steps, 0.3, 3, 0, Infinity)).slice(1, 2)], [0]);
  });
});
