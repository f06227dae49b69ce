import assert from 'node:assert/strict';
import { estimate } from '../../engine/inference/estimate.js';
import { neverCancelled } from '../../engine/kernel/kernel.js';
import type { Problem } from '../../report/problem.js';
import { bound, specOf, type TestModel } from '../../engine/testing/models.js';
import { checkFit } from './index.js';

const y = [0.3, -1.2, 0.8, 1.9, -0.4, 0.1, -2.1, 0.6, 1.1, -0.7];
const x = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const k = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1];

function check(test: TestModel, deadline = Infinity): Problem[] {
  const data = bound(test);
  const options = { starts: 8, seed: 1, deadline };
  const hasPriors = data.model.priors.length > 0;
  const mle = estimate(data, 'mle', options, neverCancelled);
  return checkFit({ spec: specOf(test), bound: data, mle, ...(hasPriors ? { map: estimate(data, 'map', options, neverCancelled) } : {}) });
}

function only(test: TestModel, deadline?: number): Problem {
  const [problem, ...others] = check(test, deadline);
  assert.ok(problem, 'nothing found');
  // At further declarations a short text points to the first.
  for (const other of others) assert.match(other.message, /^This concerns .+ too: see /);
  return problem;
}

describe('checks of a finished fit', () => {
  it('say nothing about a good model', () => {
    assert.deepEqual(
      check({ model: 'y ~ Normal(linear(b, x), s)', parameters: { b: 'Normal(0, 10)', s: 'HalfNormal(5)' }, data: { x, y } }),
      [],
    );
    assert.deepEqual(
      check({
        model: 'k ~ Bernoulli(logit = linear(b, x))',
        parameters: { b: null },
        data: { x: [...x, ...x], k: [0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0, 1, 1, 1] },
      }),
      [],
    );
    assert.deepEqual(check({ model: 'k ~ Binomial(10, p)', parameters: { p: null }, data: { k: [7] } }), []);
  });

  describe('separation', () => {
    const test: TestModel = { model: 'k ~ Bernoulli(logit = linear(b, x))', parameters: { b: null }, data: { x, k } };

    it('names the coefficients that run away and offers a prior', () => {
      const { code, severity, message, related, fixes } = only(test);
      assert.deepEqual([code, severity, related], ['separation', 'error', ['b[Intercept]', 'b[x]']]);
      assert.match(
        message,
        /b\[Intercept\] → −∞ and b\[x\] → ∞ \(all 10 rows are then predicted without error\), so there is no maximum likelihood/,
      );
      assert.deepEqual(
        fixes?.map(({ edits }) => edits[0]?.text),
        [': Normal(0, 2.5)'],
      );
    });

    it('is a warning beside a finite MAP', () => {
      const { code, severity, message } = only({ ...test, parameters: { b: 'Normal(0, 2.5)' } });
      assert.deepEqual([code, severity], ['separation', 'warning']);
      assert.match(message, /MAP estimate exists because of the prior/);
    });
  });

  it('unbounded: names the parameter and says how to keep it away', () => {
    const { code, severity, message, related, span } = only({
      model: 'z ~ Normal(linear(b, x), s)',
      parameters: { b: null, s: null },
      data: { x, z: x.map((value) => 2 * value) },
    });
    assert.deepEqual([code, severity, related, span.from], ['unbounded', 'error', ['s'], -20]);
    assert.match(message, /grows without limit as s → 0\. A bound or a prior/);
  });

  it('unbounded: speaks of the posterior where the prior makes it so', () => {
    const found = check({ model: 'y ~ Normal(m, 1)', parameters: { m: 'Normal(0, t)', t: null }, data: { y } });
    assert.deepEqual(
      found.map(({ code, related }) => [code, related]),
      [['unbounded', ['t']]],
    );
    assert.match(found[0]?.message ?? '', /no MAP estimate: the posterior density/);
  });

  describe('unidentified', () => {
    it('names the combination that is determined and the one that is not', () => {
      const { code, message, related, fixes } = only({ model: 'y ~ Normal(a + b, 1)', parameters: { a: null, b: null }, data: { y } });
      assert.deepEqual([code, related], ['unidentified', ['a', 'b']]);
      assert.match(message, /Only `a \+ b` is determined; `a − b` can change without changing the fit/);
      assert.deepEqual(
        fixes?.map(({ title }) => title),
        ['Give a and b the prior Normal(0, 2.5)'],
      );
    });

    it('gives weights where the combination has some', () => {
      const { message } = only({
        model: 'y ~ Normal(a * x + b * w, 1)',
        parameters: { a: null, b: null },
        data: { x, y, w: x.map((value) => 2 * value) },
      });
      assert.match(message, /Only `0\.5 a \+ b` is determined; `a − 0\.5 b` can change/);
    });

    it('names a product or a quotient where that is what the data tell', () => {
      const messageOf = (mean: string): string =>
        only({ model: `y ~ Normal(${mean}, 1)`, parameters: { a: null, b: { start: 2 } }, data: { y } }).message;
      assert.match(messageOf('a * b'), /Only `a \* b` is determined\./);
      assert.match(messageOf('a / b'), /Only `a \/ b` is determined\./);
    });

    it('claims a combination near the estimate only where the parameters meet in another way', () => {
      const test = { model: 'y ~ Normal(a * exp(b), 1)', parameters: { a: null, b: null }, data: { y } };
      assert.match(only(test).message, /Near the estimate, only/);
    });

    it('is information where the priors determine what the data do not', () => {
      const found = check({ model: 'y ~ Normal(a + b, 1)', parameters: { a: 'Normal(0, 1)', b: 'Normal(0, 1)' }, data: { y } });
      assert.deepEqual(
        found.map(({ severity, code }) => [severity, code]),
        [
          ['information', 'unidentified'],
          ['information', 'unidentified'],
        ],
      );
    });

    it('asks for a reference class where all classes have scores of their own', () => {
      const { message, fixes } = only({
        model: 'c ~ Categorical(logits = linear(B, x))',
        parameters: { B: null },
        data: { x, c: ['u', 'v', 'w', 'u', 'v', 'w', 'u', 'v', 'w', 'u'] },
      });
      assert.match(message, /scores of all classes.*`B: \{ reference: u \}`/);
      assert.equal(fixes?.[0]?.edits[0]?.text, ': { reference: u }');
    });

    it('names the intercept beside an entry for each level', () => {
      const test: TestModel = {
        model: 'y ~ Normal(m + a[g], 1)',
        parameters: { m: null, a: null },
        data: { y: y.slice(0, 4), g: ['u', 'u', 'v', 'v'] },
      };
      assert.match(
        only(test).message,
        /a has an entry for every level, and m is added to all of them: only `m \+ a\[u\]` and `m \+ a\[v\]`/,
      );
    });

    it('names the level that has no rows', () => {
      const test: TestModel = {
        model: 'z ~ Normal(b[g], 1)',
        parameters: { b: null },
        data: { z: [1, 2, 3, NaN], g: ['u', 'u', 'v', 'w'] },
      };
      assert.match(only(test).message, /The fit is the same whatever b\[w\] is: the data say nothing about it/);
    });
  });

  describe('constant-column', () => {
    const parameters = { b: null, s: null };
    const w = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3];
    const columns = { x, w, y, five: x.map(() => 5), copy: x, nought: x.map(() => 0), sum: x.map((each, i) => each + 2 * (w[i] ?? 0) - 1) };
    const message = (formula: string): string => {
      const problem = only({ model: `y ~ Normal(linear(b, ${formula}), s)`, parameters, data: columns });
      assert.equal(problem.code, 'constant-column');
      return problem.message;
    };

    it('names what a column repeats', () => {
      assert.match(message('x + five'), /`five` is 5 in every row, as constant as the intercept/);
      assert.match(message('x + copy'), /`copy` is a copy of `x`/);
      assert.match(message('x + nought'), /`nought` is 0 in every row/);
      assert.match(message('x + w + sum'), /In every row `sum` equals `x` \+ 2 `w` − 1/);
    });

    it('stands at the term and offers to leave it out', () => {
      const model = 'y ~ Normal(linear(b, x + copy), s)';
      const { span, fixes } = only({ model, parameters, data: columns });
      assert.equal(model.slice(span.from, span.to), 'copy');
      const [edit] = fixes?.[0]?.edits ?? [];
      assert.equal(model.slice(0, edit?.span.from) + model.slice(edit?.span.to), 'y ~ Normal(linear(b, x), s)');
    });
  });

  it('boundary: says where the estimate lies and what its error means', () => {
    const { code, severity, message, related } = only({ model: 'k ~ Bernoulli(p)', parameters: { p: null }, data: { k: [1, 1, 1] } });
    assert.deepEqual([code, severity, related], ['boundary', 'warning', ['p']]);
    assert.match(message, /on the boundary: p = 1/);
  });

  describe('latent values', () => {
    const g = ['a', 'b', 'c', 'd', 'e', 'f'];
    const test: TestModel = {
      model: 'y ~ Normal(m + u[g], s)\nu[g] ~ Normal(0, t)',
      parameters: { m: null, s: null, t: null },
      data: { y: [1, 2, 4, 3, 6, 5], g },
    };

    it('with one row a level are not told from the scatter of the rows', () => {
      const found = check(test).filter(({ code }) => code === 'unidentified');
      assert.equal(found.length, 1);
      assert.match(found[0]?.message ?? '', /one row.*u\[g\] from the scatter.*give s a known value/);
    });

    it('with one row a level and a known scatter are no problem', () => {
      assert.deepEqual(check({ ...test, parameters: { m: null, s: 0.5, t: null } }), []);
    });
  });

  describe('non-smooth', () => {
    it('says that a median has no error from the information', () => {
      const { code, severity, message } = only({ model: 'z ~ Laplace(m, 1)', parameters: { m: null }, data: { z: [1, 2, 5] } });
      assert.deepEqual([code, severity], ['non-smooth', 'information']);
      assert.match(message, /kink at the estimate of m/);
    });

    it('says that any value between the two middle ones is as good', () => {
      assert.match(only({ model: 'z ~ Laplace(m, 1)', parameters: { m: null }, data: { z: [1, 2, 5, 9] } }).message, /one of many/);
    });

    it('says that a prior sets a coefficient to exactly 0', () => {
      const { message } = only({ model: 'y ~ Normal(m, 1)', parameters: { m: 'L1(10)' }, data: { y } });
      assert.match(message, /The prior sets m exactly to its location/);
    });
  });

  describe('not-converged', () => {
    it('names the row and the sub-expression where no start has a finite value', () => {
      const test: TestModel = { model: 'y ~ Normal(a / x, 1)', parameters: { a: null }, data: { y, x: x.map((value) => value - 4) } };
      const { code, message, span } = only(test);
      assert.deepEqual([code, test.model.slice(span.from, span.to)], ['non-finite', 'a / x']);
      assert.match(message, /row 4.*division by zero/);
    });

    it('names the logarithm of a parameter that is negative', () => {
      const test: TestModel = { model: 'y ~ Normal(log(a) * x, 1)', parameters: { a: { upper: -1 } }, data: { y, x } };
      const { code, span } = only(test);
      assert.deepEqual([code, test.model.slice(span.from, span.to)], ['non-finite', 'log(a)']);
    });

    it('says how to give it more time', () => {
      const { code, message } = only({ model: 'y ~ Normal(m, s)', parameters: { m: null, s: null }, data: { y } }, 0);
      assert.equal(code, 'time-limit');
      assert.match(message, /max-seconds/);
    });
  });
});
