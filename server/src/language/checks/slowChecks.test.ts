import assert from 'node:assert/strict';
import { estimate } from '../../engine/inference/estimate.js';
import { neverCancelled } from '../../engine/kernel/kernel.js';
import type { Problem } from '../../report/problem.js';
import { bound, specOf, type TestModel } from '../../engine/testing/models.js';
import type { Fitted } from './check.js';
import { checkSlowly } from './index.js';
import { informedParameters } from './informed.js';
import { conflictProbability } from './priorConflict.js';

function fitted(test: TestModel): Fitted {
  const data = bound(test);
  const options = { starts: 8, seed: 1, deadline: Infinity };
  const mle = estimate(data, 'mle', options, neverCancelled);
  return {
    spec: specOf(test),
    bound: data,
    mle,
    ...(data.model.priors.length > 0 ? { map: estimate(data, 'map', options, neverCancelled) } : {}),
  };
}

const never = { isOver: () => false };
const check = (test: TestModel): Problem[] => checkSlowly(fitted(test), never);
const codes = (test: TestModel): string[] => check(test).map(({ code }) => code);

const coin = (heads: number, n: number, theta: string): TestModel => ({
  model: 'k ~ Binomial(n, theta)',
  parameters: { theta },
  data: { k: [heads], n: [n] },
});

describe('checks that come after the estimates', () => {
  it('say nothing once they have to give up', () => {
    assert.deepEqual(checkSlowly(fitted(coin(70, 100, 'Beta(16, 16)')), { isOver: () => true }), []);
  });

  it('find the same on the slowest machine: where an hour passes between any two looks at the clock', () => {
    const outlying = { x: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 40], y: [5.1, 4.7, 5.3, 4.9, 5.2, 4.8, 5.1, 5.0, 4.6, 5.4, 9.5] };
    const heaps = [-5.2, -4.9, -5.1, -4.8, 5.0, 4.9, 5.3, 5.1];
    const models: TestModel[] = [
      { model: 'y ~ Normal(linear(b, x), s)', parameters: { b: null, s: null }, data: outlying },
      { model: 'y ~ Cauchy(m, 0.3)', parameters: { m: null }, data: { y: heaps } },
    ];
    const fits = models.map(fitted);
    const told = (): string[][] => fits.map((each) => checkSlowly(each, never).map(({ message }) => message));
    const expected = told();
    assert.ok(expected.every(({ length }) => length > 0));
    const { now } = Date;
    let hours = 0;
    Date.now = () => 3.6e6 * ++hours;
    try {
      assert.deepEqual(told(), expected);
    } finally {
      Date.now = now;
    }
  });

  describe('prior-conflict', () => {
    const p = (test: TestModel): number => {
      const [first] = informedParameters(fitted(test));
      assert.ok(first);
      return conflictProbability(first);
    };

    it('is reported for 70 heads in 100 under Beta(16, 16), not of 7 in 10', () => {
      assert.deepEqual(codes(coin(70, 100, 'Beta(16, 16)')), ['prior-conflict']);
      assert.deepEqual(codes(coin(7, 10, 'Beta(16, 16)')), []);
    });

    it('comes near the prior predictive p-value of the count itself', () => {
      // Σ P(k) over the k that are no more probable than 70 of 100, scipy.stats.betabinom(100, 16, 16).
      assert.ok(Math.abs(p(coin(70, 100, 'Beta(16, 16)')) - 0.0494) < 0.01, String(p(coin(70, 100, 'Beta(16, 16)'))));
    });

    it('is the Normal tail where prior and likelihood are Normal', () => {
      // 2 · scipy.stats.norm.sf(3 / hypot(1, 0.5))
      const test = { model: 'y ~ Normal(m, 1)', parameters: { m: 'Normal(0, 1)' }, data: { y: [2, 3, 4, 3] } };
      assert.ok(Math.abs(p(test) - 0.00729036) < 1e-6, String(p(test)));
    });

    it('works on priors with one side and with heavy tails', () => {
      const far = (prior: string): string[] =>
        codes({ model: 'y ~ Normal(m, 1)', parameters: { m: prior }, data: { y: [50, 51, 49, 50] } });
      assert.ok(far('Exponential(1)').includes('prior-conflict'));
      assert.ok(!far('Cauchy(0, 5)').includes('prior-conflict'));
    });

    it('leaves alone penalties that are there to shrink', () => {
      assert.deepEqual(codes({ model: 'y ~ Normal(m, 1)', parameters: { m: 'L2(50)' }, data: { y: [5, 6, 7, 6] } }), []);
    });
  });

  it('scale-dependence: both modes of a coin under Beta(2, 2)', () => {
    const [problem] = check(coin(7, 10, 'Beta(2, 2)'));
    // (8/12, by counting) and (9/14): modes of the densities of θ and of its log-odds.
    assert.match(problem?.message ?? '', /theta is 0\.6667 as written, and 0\.6429/);
  });

  describe('overdispersion', () => {
    const model = { model: 'y ~ Poisson(m)', parameters: { m: null } };

    it('tells of counts that scatter too much, with the statistic', () => {
      const y = [0, 14, 1, 0, 9, 2, 22, 0, 3, 17, 0, 5];
      const [problem] = check({ ...model, data: { y } });
      // scipy: Σ (y − mean)²/mean = 106.01 on 11 degrees of freedom
      assert.deepEqual([problem?.code, problem?.severity], ['overdispersion', 'warning']);
      assert.match(problem?.message ?? '', /106 on 11 degrees of freedom \(ratio 9\.64, p < 0\.0001\)/);
    });

    const mended = (test: TestModel): string => {
      const written = test.model;
      const edits = check(test)[0]?.fixes?.[0]?.edits ?? [];
      const inModel = edits.map((edit, k) => ({ ...edit, k })).filter(({ span }) => span.to <= written.length);
      const fromTheEnd = inModel.sort((a, b) => b.span.from - a.span.from || b.k - a.k);
      return fromTheEnd.reduce((text, { span, text: put }) => text.slice(0, span.from) + put + text.slice(span.to), written);
    };

    it('offers a negative binomial distribution, however the mean was given', () => {
      const y = [0, 14, 1, 0, 9, 2, 22, 0, 3, 17, 0, 5];
      const of = (written: string): string => mended({ model: written, parameters: { m: null }, data: { y } });
      assert.equal(of('y ~ Poisson(m)'), 'y ~ NegativeBinomial(m, dispersion)');
      assert.equal(of('y ~ Poisson(rate = m)'), 'y ~ NegativeBinomial(mean = m, dispersion = dispersion)');
      assert.equal(of('y ~ Poisson(log = m)'), 'y ~ NegativeBinomial(log = m, dispersion = dispersion)');
    });

    it('offers a beta-binomial distribution, however the probability was given', () => {
      const k = [0, 14, 1, 0, 9, 2, 18, 0, 3, 17, 0, 5];
      const n = k.map(() => 20);
      const of = (written: string): string => mended({ model: written, parameters: { m: null }, data: { k, n } });
      assert.equal(of('k ~ Binomial(n, m)'), 'k ~ BetaBinomial(n, mean = m, precision = precision)');
      assert.equal(of('k ~ Binomial(20, p = m)'), 'k ~ BetaBinomial(20, mean = m, precision = precision)');
      assert.equal(of('k ~ Binomial(n, logit = m)'), 'k ~ BetaBinomial(n, mean = logistic(m), precision = precision)');
      assert.equal(of('k ~ Binomial(logit = 2 * m, n = n)'), 'k ~ BetaBinomial(mean = logistic(2 * m), n = n, precision = precision)');
      assert.equal(of('k ~ Binomial(p = m, 20)'), 'k ~ BetaBinomial(mean = m, n = 20, precision = precision)');
    });

    it('is silent about counts that scatter as they should, and about sparse ones', () => {
      assert.ok(!codes({ ...model, data: { y: [3, 5, 4, 2, 6, 4, 3, 5, 7, 2, 4, 3] } }).includes('overdispersion'));
      assert.ok(!codes({ ...model, data: { y: [0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0] } }).includes('overdispersion'));
    });
  });

  describe('influential-row', () => {
    const x = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 40];
    const line = { model: 'y ~ Normal(linear(b, x), s)', parameters: { b: null, s: null } };

    it('names the row and what it moves', () => {
      const y = [5.1, 4.7, 5.3, 4.9, 5.2, 4.8, 5.1, 5.0, 4.6, 5.4, 9.5];
      const [problem] = check({ ...line, data: { x, y } });
      assert.equal(problem?.code, 'influential-row');
      assert.match(problem.message, /without row 11 /);
    });

    it('is silent about a row that moves an estimate no further than such a row does by chance', () => {
      // Residuals are in proportion to (−0.35, 1.13, −1.01, 0.65, 0.62, −1.48, 0.9, −0.77, 1.19, −0.66, 0.9); without the last row the slope moves by 1.5 of its errors.
      const y = x.map((each, i) => 5 + 0.1 * each + 0.2 * ([-0.35, 1.13, -1.01, 0.65, 0.62, -1.48, 0.9, -0.77, 1.19, -0.66, 0.9][i] ?? 0));
      assert.deepEqual(codes({ ...line, data: { x, y } }), []);
      // Hours between failures of the air conditioning of an aircraft (Proschan, Technometrics 5, 1963): the longest moves the rate by 1.6 errors.
      const hours = [3, 5, 7, 18, 43, 85, 91, 98, 100, 130, 230, 487];
      assert.deepEqual(codes({ model: 'y ~ Exponential(r)', parameters: { r: null }, data: { y: hours } }), []);
    });

    it('names a count that was written with a digit too many', () => {
      const counts = [3, 5, 4, 2, 6, 4, 3, 50, 5, 7, 2, 4, 3, 4, 5];
      assert.match(check({ model: 'y ~ Poisson(m)', parameters: { m: null }, data: { y: counts } })[1]?.message ?? '', /without row 8 /);
    });
  });

  describe('years', () => {
    const year = Array.from({ length: 16 }, (_, i) => 1990 + 2 * i);
    const ice = [6.1, 6.9, 6.4, 6.0, 6.3, 5.9, 5.5, 5.8, 5.4, 4.6, 4.4, 3.7, 4.8, 4.3, 4.5, 3.6];
    const poor = (model: string, parameters: NonNullable<TestModel['parameters']> = { b: null, s: null }, years = year): boolean =>
      codes({ model, parameters, data: { year: years, ice } }).includes('poor-scaling');

    it('that count from 0 leave an intercept of which nothing is known, however it is written', () => {
      assert.ok(poor('ice ~ Normal(linear(b, year), s)'));
      assert.ok(poor('ice ~ Normal(a + b * year, s)', { a: null, b: null, s: null }));
      assert.ok(poor('ice ~ Gamma(shape = s, mean = exp(linear(b, year)))'));
    });

    it('come with a fix that keeps a term a term, also inside of a product', () => {
      const sex = year.map((_, i) => 'mf'.charAt(i % 2));
      const fix = (formula: string): string | undefined => {
        const test = { model: `ice ~ Normal(linear(b, ${formula}), s)`, parameters: { b: null, s: null }, data: { year, ice, sex } };
        return check(test).find(({ code }) => code === 'poor-scaling')?.fixes?.[0]?.edits[0]?.text;
      };
      assert.equal(fix('sex + year'), '(year - 2000) / 10');
      assert.equal(fix('sex * year'), '((year - 2000) / 10)');
      assert.ok(!poor('ice ~ Normal(linear(b, ((year - 2000) / 10)), s)'));
    });

    it('that count from a year among them, or stand beside no intercept, are no finding', () => {
      assert.ok(!poor('ice ~ Normal(linear(b, (year - 2000) / 10), s)'));
      assert.ok(!poor('ice ~ Normal(a + b * (year - 2000), s)', { a: null, b: null, s: null }));
      assert.ok(!poor('ice ~ Normal(b * year, s)'));
      assert.ok(!poor('ice ~ Normal(a + b * year, s)', { a: 199, b: null, s: null }));
      // Numbers of that size with a wide range are not years: the intercept is known as well as elsewhere.
      assert.ok(
        !poor(
          'ice ~ Normal(linear(b, year), s)',
          { b: null, s: null },
          year.map((_, i) => 130 * i),
        ),
      );
    });
  });

  describe('beside a network', () => {
    const x = Array.from({ length: 60 }, (_, i) => (i - 30) / 10);
    const uneven = (i: number): number => ((i * 7919 + 13) % 101) / 101 - 0.5;
    const network = { f: { layers: 'dense(2) -> tanh -> dense(1)', weights: 'Normal(0, 1)' } };
    const sine = { model: 'y ~ Normal(f(x), s)', parameters: { s: 'HalfNormal(1)' }, networks: network };

    it('weights are no finding: not their many optima, nor that their biases have no prior', () => {
      assert.deepEqual(codes({ ...sine, data: { x, y: x.map((each, i) => Math.sin(each) + uneven(i)) } }), []);
    });

    it('outcomes are looked at as elsewhere', () => {
      const counts = x.map((each, i) => (i % 4 === 0 ? 25 : Math.round(2 + each / 3 + uneven(i))));
      const [problem] = check({ model: 'y ~ Poisson(exp(f(x)))', networks: network, data: { x, y: counts } });
      assert.equal(problem?.code, 'overdispersion');
      assert.doesNotMatch(problem.message, /Standard errors/);
      const shares = x.map((each, i) => Math.max(0, 0.05 * each + 0.15 + 0.9 * uneven(i)));
      assert.deepEqual(codes({ ...sine, data: { x, y: shares } }), ['out-of-support']);
    });

    it('columns and priors of a formula are looked at as elsewhere', () => {
      const zip = x.map((_, i) => 10_000 + 37 * (i % 9));
      const y = x.map((each, i) => Math.sin(each) + uneven(i));
      const parameters = { ...sine.parameters, b: 'Normal(0, 1)' };
      assert.deepEqual(codes({ ...sine, model: 'y ~ Normal(f(x) + dot(b, [zip]), s)', parameters, data: { x, y, zip } }), ['type']);
    });
  });

  it('local-optima: two heaps under a Cauchy distribution', () => {
    const y = [-5.2, -4.9, -5.1, -4.8, 5.0, 4.9, 5.3, 5.1];
    const [problem] = check({ model: 'y ~ Cauchy(m, 0.3)', parameters: { m: null }, data: { y } });
    assert.deepEqual([problem?.code, problem?.severity], ['local-optima', 'warning']);
    assert.match(problem?.message ?? '', /of 13 starts led to .*; others came to rest at m = −?[45]\.\d+, where the log-likelihood is/);
  });

  it('improper-posterior: degrees of freedom with a flat prior', () => {
    const y = [-2.9, -0.4, 0.3, 1.1, -0.8, 0.6, 0.1, 6.2, -0.2, 0.9, -1.2, 0.4];
    const flat: TestModel = { model: 'y ~ StudentT(df, m, 1)', parameters: { df: null, m: 'Normal(0, 10)' }, data: { y } };
    assert.ok(codes(flat).includes('improper-posterior'));
    assert.ok(!codes({ ...flat, parameters: { df: 'Gamma(2, 0.1)', m: 'Normal(0, 10)' } }).includes('improper-posterior'));
    assert.ok(!codes({ ...flat, parameters: { df: 4, m: null } }).includes('improper-posterior'));
  });
});
