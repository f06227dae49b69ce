import assert from 'node:assert/strict';
import { neverCancelled } from '../../kernel/kernel.js';
import { at } from '../../numeric/at.js';
import { close } from '../../testing/derivatives.js';
import { fit, type TestModel } from '../../testing/models.js';
import type { RowDeletions } from './deletions.js';
import { rowDeletions } from './rowDeletions.js';
import { deletion } from './rowInfluence.js';

/** Stopping distances of cars: R's `cars` (Ezekiel 1930). */
const speed = [
  4, 4, 7, 7, 8, 9, 10, 10, 10, 11, 11, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15, 15, 16, 16, 17, 17, 17, 18, 18, 18, 18, 19,
  19, 19, 20, 20, 20, 20, 20, 22, 23, 24, 24, 24, 24, 25,
];
const dist = [
  2, 10, 4, 22, 16, 10, 18, 26, 34, 17, 28, 14, 20, 24, 28, 26, 34, 34, 46, 26, 36, 60, 80, 20, 26, 54, 32, 40, 32, 40, 50, 42, 56, 76, 84,
  36, 46, 68, 32, 48, 52, 56, 64, 66, 54, 70, 92, 93, 120, 85,
];
const line = (sd: string, parameters: TestModel['parameters'] = { b: '', s: '' }): TestModel => ({
  model: `dist ~ Normal(linear(b, speed), ${sd})`,
  parameters,
  data: { speed, dist },
});

const x = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 4, 4.25, 4.5, 4.75, 5, 5.5];
const passed = [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1];
const hours: TestModel = {
  model: 'passed ~ Bernoulli(logit = linear(b, x))',
  parameters: { b: '' },
  data: { x, passed },
};

const of = (test: TestModel): RowDeletions => rowDeletions(fit(test), neverCancelled) ?? assert.fail();

describe('leaving out each row', () => {
  it('of a linear regression gives the Cook’s distances of R, however its standard deviation is written', () => {
    // cooks.distance(lm(dist ~ speed, cars))[c(1, 23, 49, 50)]
    const expected = { 49: 0.3403962 };
    const found = of(line('s'));
    assert.ok(found.isExact);
    for (const [row, distance] of Object.entries(expected)) close(found.distances[Number(row) - 1], distance, 1e-6);
    // s² = RSS/(n − p) = 236.53 and the leverage by hand: row 23 is 80 ft at 14 mph.
    const [mean, n] = [speed.reduce((a, b) => a + b, 0) / 50, 50];
    const spread = speed.reduce((sum, v) => sum + (v - mean) ** 2, 0);
    const leverage = 1 / n + (14 - mean) ** 2 / spread;
    const e = 80 - (-17.579094890511 + 3.932408759124 * 14);
    close(found.distances[22], (e * e * leverage) / (2 * 236.5316856 * (1 - leverage) ** 2), 1e-6);
  });

  it('of a linear regression says which estimate moves most, as a fit without the row does', () => {
    const mle = fit(line('s'));
    const found = of(line('s'));
    for (const row of [0, 22, 48]) {
      const refitted = deletion(mle.objective.bound, mle, row, neverCancelled) ?? assert.fail();
      assert.equal(found.entries[row], refitted.entry);
      close(found.changes[row], refitted.change, 1e-5);
    }
  });

  it('with a known standard deviation is exact', () => {
    const test = line('s', { b: '', s: 15 });
    const mle = fit(test);
    const found = of(test);
    for (const row of [0, 22, 48]) {
      const refitted = deletion(mle.objective.bound, mle, row, neverCancelled) ?? assert.fail();
      close(found.distances[row], refitted.distance, 1e-6);
      close(found.changes[row], refitted.change, 1e-6);
    }
  });

  it('of a logistic regression gives Pregibon’s distances, those of R’s glm', () => {
    const found = of(hours);
    assert.ok(!found.isExact);
    const { natural } = fit(hours);
    const p = x.map((v) => 1 / (1 + Math.exp(-(at(natural, 0) + at(natural, 1) * v))));
    const w = p.map((each) => each * (1 - each));
    const [s0, s1, s2] = [0, 1, 2].map((k) => x.reduce((sum, v, i) => sum + at(w, i) * v ** k, 0)) as [number, number, number];
    x.forEach((v, i) => {
      const leverage = (at(w, i) * (s2 - 2 * v * s1 + v * v * s0)) / (s0 * s2 - s1 * s1);
      const pearson = (at(passed, i) - at(p, i)) ** 2 / at(w, i);
      close(found.distances[i], (pearson * leverage) / (2 * (1 - leverage) ** 2), 1e-6);
    });
  });

  it('of any other model comes close to a fit without the row', () => {
    const decay: TestModel = {
      model: 'y ~ Poisson(a * exp(-k * t))',
      parameters: { a: { lower: 0 }, k: '' },
      data: { t: [0, 1, 2, 3, 4, 5, 6, 7], y: [120, 75, 70, 31, 23, 14, 8, 6] },
    };
    const mle = fit(decay);
    const found = of(decay);
    for (const row of [0, 2, 5]) {
      const refitted = deletion(mle.objective.bound, mle, row, neverCancelled) ?? assert.fail();
      assert.equal(found.entries[row], refitted.entry, `row ${String(row)}`);
      assert.ok(Math.abs(at(found.changes, row) / refitted.change - 1) < 0.15, `${String(found.changes[row])} ${String(refitted.change)}`);
    }
  });

  it('counts a row by its weight', () => {
    const twice = (values: readonly number[]): number[] => values.flatMap((v, i) => (i === 3 ? [v, v] : [v]));
    const weighted = of({ ...hours, data: { x, passed, n: x.map((_, i) => (i === 3 ? 2 : 1)) }, weights: 'n' });
    const written = of({ ...hours, data: { x: twice(x), passed: twice(passed) } });
    close(weighted.distances[7], at(written.distances, 8), 1e-6);
    assert.ok(at(weighted.distances, 3) > at(written.distances, 3));
  });

  it('says nothing of a row that alone determines an estimate', () => {
    const found = of({
      model: 'y ~ Normal(linear(b, g), s)',
      parameters: { b: '', s: '' },
      data: { y: [1, 2, 4, 3, 9], g: ['a', 'a', 'a', 'a', 'b'] },
    });
    assert.ok(Number.isNaN(found.distances[4]) && Number.isNaN(found.changes[4]));
    assert.ok(at(found.distances, 0) > 0);
  });

  it('is not there for rows that depend on each other', () => {
    const mle = fit({
      model: 'y ~ Normal(m + u[g], s)\nu[g] ~ Normal(0, t)',
      parameters: { m: '', s: '', t: '' },
      data: { y: [1, 2, 4, 5, 8, 9], g: ['a', 'a', 'b', 'b', 'c', 'c'] },
    });
    assert.equal(rowDeletions(mle, neverCancelled), undefined);
  });
});
