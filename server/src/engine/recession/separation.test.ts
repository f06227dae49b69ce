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

describe('separation told from the rows', () => {
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
