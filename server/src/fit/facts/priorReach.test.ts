import assert from 'node:assert/strict';
import { close } from '../../engine/testing/derivatives.js';
import { bound, fit, specOf, type TestModel } from '../../engine/testing/models.js';
import type { Fitted } from '../../language/checks/check.js';
import { priorReach } from './priorReach.js';
import { reachText } from '../../language/wording/reachText.js';
import type { PriorReach } from '../../report/facts.js';
import { withSubsets } from './subsets.js';

const coin: TestModel = {
  model: 'y ~ Bernoulli(p)',
  parameters: { p: 'Beta(16, 16)' },
  data: { y: [0, 1, 0, 1, 1, 1, 0, 1, 1, 1] },
};

function fittedOf(test: TestModel): Fitted {
  return { spec: specOf(test), bound: bound(test), mle: fit(test), map: fit(test, 'map') };
}

function reachOf(test: TestModel): readonly PriorReach[] {
  const [fitted, deadline] = [fittedOf(test), Infinity];
  return withSubsets(fitted, priorReach(fitted, deadline), deadline);
}

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

  it('counts the trials of Binomial counts, not their rows', () => {
    const counts = { ...coin, model: 'heads ~ Binomial(flips, p)', data: { heads: [7], flips: [10] } };
    const [reach] = reachOf(counts);
    const [rows] = reachOf(coin);
    assert.deepEqual([reach?.unit, reach?.rows, reach?.untilHalf], ['trials', 10, rows?.untilHalf]);
    assert.match(reachText(reach ?? assert.fail()).join(' '), /With \*\*625 trials\*\* like these in place of 10.*17,08\d trials/);
    assert.equal(reachOf({ ...counts, data: { heads: [70], flips: [100] } })[0]?.washout?.fewer?.[0]?.rows, 13);
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

  it('is told by quarters of the rows too, where it keeps the MAP steadier than the MLE', () => {
    const y = Array.from({ length: 80 }, (_, i) => (i % 10 < 7 ? 1 : 0));
    const [reach] = reachOf({ ...coin, data: { y } });
    assert.deepEqual(
      reach?.washout?.fewer?.map(({ rows }) => rows),
      [10, 20, 40],
    );
    // The MAP of 20 flips moves by 20/50 of what the MLE does.
    const [, mle = '', map = ''] =
      /From 20 of the rows, drawn 8 times, the MLE scatters by ±(\S+) and the MAP by ±(\S+)\.$/m.exec(reachText(reach).join('\n')) ?? [];
    assert.ok(Math.abs(Number(map) / Number(mle) - 0.4) < 0.02, `${mle} and ${map}`);
    const weak = reachOf({ ...coin, parameters: { p: 'Beta(2, 2)' }, data: { y } })[0];
    assert.doesNotMatch(reachText(weak ?? assert.fail()).join(' '), /scatters/);
  });

  it('is nothing that is said of flat priors or of what data do not reach', () => {
    assert.deepEqual(reachOf({ model: 'y ~ Normal(m, 1)', parameters: { m: null }, data: { y: [1, 2] } }), []);
  });
});
