import assert from 'node:assert/strict';
import { close } from '../../engine/testing/derivatives.js';
import { bound, fit, specOf, type TestModel } from '../../engine/testing/models.js';
import type { Fitted } from '../checks/check.js';
import { priorReach, reachText } from './priorReach.js';

const coin: TestModel = {
  model: 'y ~ Bernoulli(p)',
  parameters: { p: 'Beta(16, 16)' },
  data: { y: [0, 1, 0, 1, 1, 1, 0, 1, 1, 1] },
};

function fittedOf(test: TestModel): Fitted {
  return { spec: specOf(test), bound: bound(test), mle: fit(test), map: fit(test, 'map') };
}

const reachOf = (test: TestModel) => priorReach(fittedOf(test), Date.now() + 60_000);

describe('what a prior reaches', () => {
  it('for a coin is washed out by as many flips as arithmetic says: |−6|/(n + 30) against √(0.21/n)', () => {
    const [reach] = reachOf(coin);
    const flips = (threshold: number): number => {
      const root = (6 / (threshold * Math.sqrt(0.21)) + Math.sqrt((6 / (threshold * Math.sqrt(0.21))) ** 2 - 120)) / 2;
      return root ** 2;
    };
    assert.equal(reach?.untilHalf, Math.ceil(flips(0.5)));
    assert.ok(Math.abs((reach.untilTenth ?? NaN) - flips(0.1)) < 2);
    assert.match(reachText(reach).join(' '), /With \*\*625 rows\*\* like these in place of 10.*17,08\d rows/);
  });

  it('weighs as much as the rows whose information it equals: Normal(0, s) beside unit variance is 1/s² rows', () => {
    const [reach] = reachOf({ model: 'y ~ Normal(m, 1)', parameters: { m: 'Normal(0, 0.5)' }, data: { y: [1, 2, 3, 2.5] } });
    close(reach?.equivalentRows, 4, 1e-9);
  });

  it('moves the MAP where it is narrower or wider, exactly as the conjugate formula does', () => {
    const y = [1, 2, 3, 2.5];
    const [reach] = reachOf({ model: 'y ~ Normal(m, 1)', parameters: { m: 'Normal(0, 0.5)' }, data: { y } });
    const sum = y.reduce((a, b) => a + b);
    const posteriorMode = (sd: number): number => sum / (y.length + 1 / sd ** 2);
    close(reach?.narrower, posteriorMode(0.25), 1e-8);
    close(reach?.wider, posteriorMode(1), 1e-8);
  });

  it('is nothing that is said of flat priors or of what data do not reach', () => {
    assert.deepEqual(reachOf({ model: 'y ~ Normal(m, 1)', parameters: { m: null }, data: { y: [1, 2] } }), []);
  });
});
