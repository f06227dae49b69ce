import assert from 'node:assert/strict';
import { close } from '../../testing/derivatives.js';
import { fit, type TestModel } from '../../testing/models.js';
import { type FewerRows, fitsOfFewerRows } from './fewerRows.js';

const flips = Array.from({ length: 40 }, (_, i) => (i % 10 < 7 ? 1 : 0));
const coin: TestModel = { model: 'y ~ Bernoulli(p)', parameters: { p: 'Beta(16, 16)' }, data: { y: flips } };

const increasing = (a: number, b: number): number => a - b;

const of = (test: TestModel, seed = 1, deadline = Infinity): FewerRows[] | undefined =>
  fitsOfFewerRows(fit(test), fit(test, 'map'), seed, deadline);

describe('fits of fewer rows', () => {
  it('of a coin are the shares of heads, and those with 15 heads and 15 tails more', () => {
    const found = of(coin) ?? assert.fail();
    assert.deepEqual(
      found.map(({ rows }) => rows),
      [5, 10, 20],
    );
    for (const { rows, mle, map } of found) {
      assert.equal(map.length, 8);
      const heads = map.map(([value = NaN]) => value * (rows + 30) - 15);
      for (const each of heads) close(each, Math.round(each), 1e-7);
      const shares = mle.map(([value = NaN]) => value * rows).sort(increasing);
      heads.sort(increasing).forEach((each, i) => {
        close(shares[i], each, 1e-6);
      });
    }
  });

  it('of counts are those of their trials, as if each stood in a row of its own', () => {
    const counts: TestModel = {
      model: 'heads ~ Binomial(flips, p)',
      parameters: { p: 'Beta(16, 16)' },
      data: { heads: [7, 20, 1], flips: [10, 28, 2] },
    };
    assert.deepEqual(
      of(counts)?.map(({ rows }) => rows),
      [5, 10, 20],
    );
    // Successes of each row come first among its trials: the same draws are the same flips.
    const flipsOf = (successes: number, failures: number): number[] => [
      ...Array<number>(successes).fill(1),
      ...Array<number>(failures).fill(0),
    ];
    const rows = of({ ...coin, data: { y: [...flipsOf(7, 3), ...flipsOf(20, 8), ...flipsOf(1, 1)] } }) ?? assert.fail();
    rows.forEach(({ map }, i) =>
      map.forEach(([value = NaN], k) => {
        close(of(counts)?.[i]?.map[k]?.[0], value, 1e-7);
      }),
    );
  });

  it('are the same for the same seed, and others for another', () => {
    assert.deepEqual(of(coin), of(coin));
    assert.notDeepEqual(of(coin, 2), of(coin));
  });

  it('draw no row twice', () => {
    // One row in 16 differs; with replacement it would come twice in some of the halves.
    const data = { y: Array.from({ length: 16 }, (_, i) => (i === 0 ? 16 : 0)) };
    const found = of({ model: 'y ~ Normal(m, 1)', parameters: { m: 'Normal(0, 1)' }, data }) ?? assert.fail();
    const means = (found.at(-1) ?? assert.fail()).mle.map(([value = NaN]) => value);
    for (const mean of means)
      assert.ok(
        [0, 2].some((expected) => Math.abs(mean - expected) < 1e-9),
        String(mean),
      );
  });

  it('leave out what has no estimate: a straight line through two classes that a subset separates', () => {
    const x = Array.from({ length: 32 }, (_, i) => i);
    const y = x.map((value) => ((value > 15 && value !== 20) || value === 12 ? 1 : 0));
    const found =
      of({ model: 'y ~ Bernoulli(logit = a + b * x)', parameters: { a: null, b: 'Normal(0, 1)' }, data: { x, y } }) ?? assert.fail();
    assert.ok(found.some(({ mle, map }) => mle.length < map.length));
    assert.ok(found.every(({ mle }) => mle.every((natural) => natural.every((value) => Math.abs(value) < 1e3))));
  });

  it('are none where rows do not stand for themselves, are few, or time is up', () => {
    assert.equal(of({ ...coin, data: { y: flips.slice(0, 10) } }), undefined);
    assert.equal(of({ ...coin, data: { y: flips, w: flips.map((y) => 2 - y) }, weights: 'w' }), undefined);
    const series = { y: flips.map((y, i) => y + 0.1 * Math.sin(i)) };
    assert.equal(of({ model: 'y ~ Normal(f * lag(y), 1)', parameters: { f: 'Normal(0, 1)' }, data: series }), undefined);
    assert.equal(of(coin, 1, 0), undefined);
  });
});
