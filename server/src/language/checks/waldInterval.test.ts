import assert from 'node:assert/strict';
import { type Estimate } from '../../engine/inference/estimate.js';
import { Profile, type Profiles } from '../../engine/inference/intervals/profile.js';
import { bound, fit, specOf, type TestModel } from '../../engine/testing/models.js';
import type { Problem } from '../../report/problem.js';
import { waldInterval } from './waldInterval.js';

const z = 1.959963984540054;

function profilesOf(mle: Estimate): Profiles {
  return new Map(
    mle.objective.free.map((entry) => {
      const profile = new Profile(mle, entry, Infinity);
      return [entry, [profile.limit(z, -1), profile.limit(z, 1)] as const];
    }),
  );
}

function check(test: TestModel, isFinal = true): Problem[] {
  const mle = fit(test);
  return waldInterval({ spec: specOf(test), bound: bound(test), mle, ...(isFinal ? { profiles: profilesOf(mle) } : {}) });
}

const coin = (heads: number, flips: number): TestModel => ({
  model: 'k ~ Binomial(n, p)',
  parameters: { p: null },
  data: { k: [heads], n: [flips] },
});

describe('wald-interval', () => {
  it('is told where the Wald interval leaves the support, with the profile interval', () => {
    const [problem, ...others] = check(coin(19, 20));
    assert.deepEqual([problem?.code, problem?.severity, problem?.related, others.length], ['wald-interval', 'information', ['p'], 0]);
    // 0.95 ± 1.96 · 0.0487; the ends of the profile are those where the log-likelihood has fallen by 1.92.
    assert.match(
      problem?.message ?? '',
      /interval of p, 0\.854 to 1\.046, holds values that .* cannot have\. Use the profile interval, 0\.798 to 0\.997\./,
    );
  });

  it('is not told before there are profiles, nor where both intervals nearly agree', () => {
    assert.deepEqual(check(coin(19, 20), false), []);
    assert.deepEqual(check(coin(70, 100)), []);
    assert.deepEqual(check(coin(7, 10)), []);
  });

  it('is told of a curve that its data leave open, once for each declaration', () => {
    const dose = [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6];
    const response = [1.1, 1.8, 2.4, 3.6, 3.9, 4.6, 0.8, 2, 2.9, 3.1, 4.3, 4.4, 1.3, 1.6, 2.7, 3.4, 4, 4.9];
    const [one, other, ...none] = check({
      model: 'response ~ Normal(top * dose / (half + dose), s)',
      parameters: { top: { lower: 0, start: 20 }, half: { lower: 0, start: 20 }, s: null },
      data: { dose, response },
    });
    assert.match(one?.message ?? '', /of half.* does not fit the likelihood, whose profile interval ends 2\.4 standard errors away\./);
    assert.equal(other?.message, 'This concerns top too: see half.');
    assert.deepEqual(none, []);
  });

  it('leaves it to few-rows to advise profile intervals', () => {
    assert.deepEqual(check({ model: 'y ~ Normal(m, s)', parameters: { m: null, s: null }, data: { y: [1, 2, 4] } }), []);
  });
});
