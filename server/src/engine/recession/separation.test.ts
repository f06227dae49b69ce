import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bound, byName, fit, type TestModel } from '../testing/models.js';
import { recession } from './cone.js';
import { separationOf } from './separation.js';

/** Entries and their signs, as text; undefined where there is a maximum. */
function towards(test: TestModel, isSuspicious = false): string[] | undefined {
  const data = bound(test);
  const found = separationOf(data, () => false, isSuspicious);
  return found?.towards.map(({ entry, sign }) => `${data.model.entries[entry]?.name ?? ''} ${sign > 0 ? '+' : '-'}`);
}

/** ∏ over levels of ∫ ∏ P(y) φ(u) du for y ~ Bernoulli(logit = a + c x + u), by the trapezoidal rule. */
function marginal(rows: readonly { readonly x: number; readonly y: number; readonly g: number }[], a: number, c: number): number {
  const grid = Array.from({ length: 161 }, (_, k) => (k - 80) / 10);
  const level = (g: number): number =>
    grid.reduce((sum, u) => {
      const own = rows.filter((row) => row.g === g);
      return own.reduce((p, { x: at, y }) => p / (1 + Math.exp((a + c * at + u) * (1 - 2 * y))), Math.exp(-0.5 * u * u)) + sum;
    }, 0);
  return level(0) * level(1);
}

const x = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1];
const quasi = [0, 1, 0, 1, 0, 1, 1, 1, 1, 1];

describe('a cone of inequalities', () => {
  const product = (a: readonly number[], b: Float64Array): number => a.reduce((sum, each, i) => sum + each * (b[i] ?? 0), 0);
  const whole = fc.integer({ min: -3, max: 3 });

  it('has an inner direction exactly where one of its edges or rows is one (two dimensions, by hand)', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(whole, whole), { minLength: 1, maxLength: 12 }), (rows) => {
        const candidates = rows.flatMap(([a, b]) => [[a, b] as const, [-b, a] as const, [b, -a] as const]);
        const exists = candidates.some(([u, v]) => rows.every(([a, b]) => a * u + b * v >= 0) && rows.some(([a, b]) => a * u + b * v > 0));
        const found = recession({ rows: Float64Array.from(rows.flat()), width: 2, counted: rows.length });
        assert.equal(found.recession !== undefined, exists);
      }),
      { numRuns: 500 },
    );
  });

  it('gives a direction that meets every row and some strictly', () => {
    const row = fc.tuple(whole, whole, whole);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
        const { recession: found } = recession({ rows: Float64Array.from(rows.flat()), width: 3, counted: rows.length });
        if (!found) return;
        const first = rows.map((each) => product(each, found.direction));
        assert.ok(found.strict.length > 0);
        assert.ok(first.some((each) => each > 0));
      }),
    );
  });
});

describe('separation determined from the rows', () => {
  const logistic: TestModel = { model: 'y ~ Bernoulli(logit = linear(b, x))', parameters: { b: null }, data: { x, y: quasi } };

  it('quasi-complete: x = 0 has both outcomes, x = 1 one only; the intercept is finite', () => {
    assert.deepEqual(towards(logistic), ['b[x] +']);
    const found = separationOf(bound(logistic), () => false, false);
    assert.deepEqual([found?.rows, found?.of], [4, 10]);
  });

  for (const link of ['logistic', 'Phi', 'inv_cloglog'])
    it(`through ${link}`, () => {
      assert.deepEqual(towards({ ...logistic, model: `y ~ Bernoulli(${link}(a + c * x))`, parameters: { a: null, c: null } }), ['c +']);
    });

  it('none where outcomes overlap, also with a rare level among many rows', () => {
    assert.equal(towards({ ...logistic, data: { x, y: [0, 1, 0, 1, 0, 1, 1, 0, 1, 1] } }), undefined);
    const rows = 5000;
    const rare = Array.from({ length: rows }, (_, i) => (i % 1000 === 7 ? 1 : 0));
    const y = Array.from({ length: rows }, (_, i) => (i * 7919) % 3 > 0);
    const both = y.map((each, i) => (rare[i] === 1 ? i < 2500 : each));
    assert.equal(towards({ ...logistic, data: { x: rare, y: both.map(Number) } }), undefined);
    assert.deepEqual(towards({ ...logistic, data: { x: rare, y: y.map((each, i) => (rare[i] === 1 ? 1 : Number(each))) } }), ['b[x] +']);
  });

  it('a binomial group without a success', () => {
    const data = { n: [10, 12, 9], k: [4, 6, 0], g: ['u', 'v', 'w'] };
    assert.deepEqual(towards({ model: 'k ~ Binomial(n, logistic(linear(b, g)))', parameters: { b: null }, data }), ['b[gw] -']);
  });

  it('classes with an order: one group lies in the highest class alone', () => {
    const y = [0, 1, 2, 0, 1, 2, 2, 2, 2, 2].map((k) => 'abc'.charAt(k));
    const test = { model: 'y ~ OrderedLogistic(linear(b, x), c)', parameters: { b: null, c: null }, data: { x, y } };
    assert.deepEqual(towards(test), ['b[x] +']);
  });

  it('a class of a softmax that one group never has', () => {
    const y = ['a', 'b', 'c', 'a', 'b', 'c', 'a', 'b', 'b', 'a'];
    const test = {
      model: 'y ~ Categorical(logits = linear(B, x))',
      parameters: { B: { reference: 'a' } },
      data: { x, y },
    };
    assert.deepEqual(towards(test), ['B[c, x] -']);
  });

  it('a level with zero counts alone', () => {
    const test = { model: 'y ~ Poisson(exp(b[g]))', parameters: { b: null }, data: { g: ['u', 'u', 'v', 'v'], y: [1, 2, 0, 0] } };
    assert.deepEqual(towards(test), ['b[v] -']);
  });

  it('leaves alone what another line holds, what is fixed, and what a bound keeps', () => {
    const shared = { ...logistic, model: `${logistic.model}\nx ~ Normal(b0, 1)` };
    assert.deepEqual(towards({ ...shared, parameters: { b: null, b0: null } }), ['b[x] +']);
    const tied = { model: 'y ~ Bernoulli(logit = a + c * x)\nx ~ Normal(c, 1)', parameters: { a: null, c: null }, data: logistic.data };
    assert.equal(towards(tied), undefined);
    assert.equal(towards({ ...logistic, parameters: { b: null, 'b[x]': 2 } }), undefined);
    const bounded = { model: 'y ~ Bernoulli(logit = a + c * x)', parameters: { a: null, c: { upper: 3 } }, data: logistic.data };
    assert.equal(towards(bounded), undefined);
  });

  describe('beside latent values', () => {
    const g = ['u', 'v', 'w', 'u', 'v', 'w', 'u', 'v', 'w', 'u'];
    const mixed: TestModel = {
      model: 'y ~ Bernoulli(logit = linear(b, x) + u[g])\nu[g] ~ Normal(0, tau)',
      parameters: { b: null, tau: null },
      data: { x, g, y: quasi },
    };

    it('is that of the other terms: whatever the values are, each row becomes more probable', () => {
      assert.deepEqual(towards(mixed), ['b[x] +']);
      assert.equal(towards({ ...mixed, data: { x, g, y: [0, 1, 0, 1, 0, 1, 1, 0, 1, 1] } }), undefined);
    });

    it('takes part in the mean of the values, not in their standard deviation', () => {
      const model = 'y ~ Bernoulli(logit = c * x + u[g])\nu[g] ~ Normal(m, tau)';
      const test = { model, parameters: { c: null, m: null, tau: null }, data: { x, g, y: x } };
      assert.deepEqual(towards(test), ['c +', 'm -']);
    });

    it('leaves slopes of the levels alone, and what multiplies them', () => {
      const model =
        'y ~ Bernoulli(logit = linear(b, x) + k * u[g] + v[g] * x)\n(u[g], v[g]) ~ MultivariateNormal(sd = [s, t], correlation = r)';
      assert.deepEqual(towards({ ...mixed, model, parameters: { b: null, k: null, s: null, t: null, r: null } }), ['b[x] +']);
    });

    it('is none where a level has one outcome only: its value is held by its distribution', () => {
      const own = {
        x: [0, 1, 0, 1, 0, 1, 0, 1, 0, 1],
        g: ['u', 'u', 'u', 'u', 'v', 'v', 'v', 'v', 'w', 'w'],
        y: [0, 1, 1, 0, 1, 1, 1, 1, 0, 0],
      };
      assert.equal(towards({ ...mixed, data: own }), undefined);
    });

    it('counts without any in a group', () => {
      const model = 'y ~ Poisson(exp(b[x] + u[g]))\nu[g] ~ Normal(0, 1)';
      const levels = x.map((each) => (each === 1 ? 'late' : 'early'));
      assert.deepEqual(
        towards({ model, parameters: { b: null }, data: { x: levels, g, y: quasi.map((each, i) => each * (1 - (x[i] ?? 0))) } }),
        ['b[late] -'],
      );
    });

    it('lets the likelihood with the values integrated out rise along its direction (random designs, by sums over a grid)', () => {
      const row = fc.record({ x: fc.integer({ min: -2, max: 2 }), y: fc.integer({ min: 0, max: 1 }), g: fc.integer({ min: 0, max: 1 }) });
      fc.assert(
        fc.property(fc.array(row, { minLength: 4, maxLength: 8 }), fc.double({ min: -2, max: 2, noNaN: true }), (rows, slope) => {
          const data = { x: rows.map((each) => each.x), y: rows.map((each) => each.y), g: rows.map((each) => 'uv'.charAt(each.g)) };
          const model = 'y ~ Bernoulli(logit = a + c * x + u[g])\nu[g] ~ Normal(0, 1)';
          const test = { model, parameters: { a: null, c: null }, data };
          const found = separationOf(bound(test), () => false, true)?.towards;
          const alone = separationOf(bound({ ...test, model: 'y ~ Bernoulli(logit = a + c * x)' }), () => false, true)?.towards;
          assert.deepEqual(found, alone);
          // One coordinate alone is a direction; that of both together has a size of its own.
          const [only, ...others] = found ?? [];
          if (!only || others.length > 0) return;
          const at = (t: number): number =>
            marginal(rows, 0.3 + (only.entry === 0 ? t * only.sign : 0), slope + (only.entry === 1 ? t * only.sign : 0));
          assert.ok(at(0) < at(0.5) && at(0.5) < at(2));
        }),
        { numRuns: 300 },
      );
    });

    it('is the status of the estimate, with a finite MAP where a prior holds the coefficient', () => {
      assert.equal(fit(mixed).status, 'infinite');
      assert.equal(fit({ ...mixed, parameters: { b: 'Normal(0, 2)', tau: 1 } }, 'map').status, 'converged');
    });
  });

  it('is the status of the estimate', () => {
    const { status, running } = fit(logistic);
    assert.deepEqual([status, running.length], ['infinite', 1]);
  });

  it('leaves the MAP alone where a prior holds what runs away', () => {
    const map = fit({ ...logistic, parameters: { b: null, 'b[x]': 'Normal(0, 2.5)' } }, 'map');
    assert.equal(map.status, 'converged');
    // Mode by scipy.optimize.minimize (Nelder-Mead, xatol 1e-12) of the same density.
    assert.ok(Math.abs((byName(map, map.natural)['b[x]'] ?? NaN) - 2.13957829) < 1e-6, String(byName(map, map.natural)['b[x]']));
  });
});
