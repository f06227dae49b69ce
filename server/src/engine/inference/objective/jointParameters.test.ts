import assert from 'node:assert/strict';
import { entryOf } from '../../model/entryIndex.js';
import { bind, bound, byName, fit, type TestModel } from '../../testing/models.js';
import { logEvidence } from '../posterior/evidence.js';
import { Objective } from './objective.js';
import { Profile } from '../intervals/profile.js';
import { normalStream } from '../../numeric/random.js';

const close = (actual: number | undefined, expected: number, tolerance: number, what: string): void =>
  assert.ok(Math.abs((actual ?? NaN) - expected) <= tolerance, `${what}: ${String(actual)} should be ${String(expected)}`);

const counts = { a: 4, b: 2, c: 1 };
const letters = Object.entries(counts).flatMap(([letter, count]) => Array.from({ length: count }, () => letter));
const shares: TestModel = { model: 'x ~ Categorical(p)', parameters: { p: null }, data: { x: letters } };
const listed: TestModel = { model: 'x ~ Categorical([p, q, r])', parameters: { p: null, q: null, r: null }, data: { x: letters } };
const remainder: TestModel = { model: 'x ~ Categorical([p, q, 1 - p - q])', parameters: { p: null, q: null }, data: { x: letters } };

describe('shares that sum to 1', () => {
  for (const [name, test] of Object.entries({ vector: shares, list: listed, 'list with the rest last': remainder })) {
    it(`are the relative frequencies, with binomial standard errors: as a ${name}`, () => {
      const found = fit(test);
      assert.equal(found.status, 'converged');
      assert.equal(found.objective.dimension, 2);
      found.objective.bound.model.entries.forEach(({ index }) => {
        const p = (Object.values(counts)[index] ?? NaN) / 7;
        close(found.natural[index], p, 1e-9, 'share');
        close(found.standardErrors[index], Math.sqrt((p * (1 - p)) / 7), 1e-9, 'standard error');
      });
    });
  }

  it('have the profile of a binomial share, each of them', () => {
    const found = fit(shares);
    for (const { index } of found.objective.bound.model.entries) {
      const count = Object.values(counts)[index] ?? NaN;
      const binomial = fit({ model: 'k ~ Binomial(7, p)', parameters: { p: null }, data: { k: [count] } });
      for (const side of [-1, 1] as const) {
        const [own, wanted] = [new Profile(found, index, Infinity), new Profile(binomial, entryOf(0), Infinity)].map((each) =>
          each.limit(1.96, side),
        );
        assert.ok(own?.kind === 'found' && wanted?.kind === 'found');
        close(own.value, wanted.value, 1e-6, `limit of share ${String(index)}`);
      }
    }
  });

  it('with a Dirichlet prior have the mode and the evidence of the conjugate answer', () => {
    const prior = [2, 3, 4];
    const test = { ...shares, parameters: { p: 'Dirichlet(2, 3, 4)' } };
    const map = fit(test, 'map');
    const total = prior.reduce((sum, c, i) => sum + c - 1 + (Object.values(counts)[i] ?? 0), 0);
    prior.forEach((c, i) => close(map.natural[i], (c - 1 + (Object.values(counts)[i] ?? 0)) / total, 1e-9, 'mode'));
    // Gamma functions of whole numbers: Γ(9)/(Γ(2)Γ(3)Γ(4)) · Γ(6)Γ(5)Γ(5)/Γ(16).
    const evidence = Math.log((40320 / (1 * 2 * 6)) * (120 * 24 * 24)) - Math.log(1307674368000);
    close(logEvidence(map)?.value, evidence, 1e-9, 'log-evidence');
    const flat = fit({ ...shares, parameters: { p: 'Dirichlet(1)' } }, 'map');
    close(flat.natural[0], 4 / 7, 1e-9, 'mode under Dirichlet(1)');
    close(flat.logPrior, Math.log(2), 1e-12, 'density of Dirichlet(1, 1, 1)');
  });

  it('may be fixed in part: the others divide what is left', () => {
    for (const test of [
      { ...shares, parameters: { p: null, 'p[2]': 0.4 } },
      { ...remainder, parameters: { p: null, q: 0.4 } },
    ]) {
      const found = fit(test);
      assert.equal(found.status, 'converged');
      close(found.natural[0], (0.6 * 4) / 5, 1e-9, 'share');
      close(found.natural[1], 0.4, 0, 'fixed share');
      close(found.standardErrors[0], 0.6 * Math.sqrt((0.8 * 0.2) / 5), 1e-9, 'standard error');
    }
    const two = fit({ ...shares, parameters: { p: null, 'p[1]': 0.5, 'p[2]': 0.3 } });
    close(two.natural[2], 0.2, 1e-12, 'what is left');
  });

  it('may be 0: the others are estimated with that', () => {
    for (const order of [
      ['Normal(100, 1)', 'Normal(5, 2)', 'Normal(0, 1)'],
      ['Normal(0, 1)', 'Normal(5, 2)', 'Normal(100, 1)'],
    ]) {
      const test = { model: `y ~ Mixture(w, ${order.join(', ')})`, parameters: { w: null }, data: { y: [1, 2, 3, 4, 5, 6, 7] } };
      const two = fit({ ...test, model: 'y ~ Mixture([w, 1 - w], Normal(5, 2), Normal(0, 1))' });
      const found = fit(test);
      assert.equal(found.status, 'boundary');
      const empty = order.indexOf('Normal(100, 1)');
      assert.deepEqual(found.onBound, [empty]);
      assert.equal(found.natural[empty], 0);
      assert.ok(Number.isNaN(found.standardErrors[empty]));
      close(found.natural[order.indexOf('Normal(5, 2)')], two.natural[0] ?? NaN, 1e-7, 'share');
      close(found.logLikelihood, two.logLikelihood, 1e-9, 'log-likelihood');
    }
  });

  const problems: readonly (readonly [string, TestModel, RegExp])[] = [
    ['a number of entries that does not fit', { ...shares, parameters: { p: { simplex: 2 } } }, /has 3 entries.*says 2/],
    ['a single number', { model: 'x ~ Normal(p, 1)', parameters: { p: { simplex: 2 } }, data: { x: [1] } }, /single number/],
    ['a prior of its own for each', { ...shares, parameters: { p: 'Beta(2, 2)' } }, /take one joint prior: Dirichlet/],
    ['too few concentrations', { ...shares, parameters: { p: 'Dirichlet(1, 2)' } }, /one for each of the 3 shares/],
    [
      'a concentration that is not positive',
      { ...shares, parameters: { p: 'Dirichlet(1, 2, 0)' } },
      /`concentration` of Dirichlet must be a positive number/,
    ],
    [
      'Dirichlet elsewhere',
      { model: 'x ~ Normal(p, 1)', parameters: { p: 'Dirichlet(1, 1)' }, data: { x: [1] } },
      /prior of shares that sum to 1/,
    ],
    [
      'fixed shares that leave nothing',
      { ...shares, parameters: { p: null, 'p[1]': 0.4, 'p[2]': 0.6 } },
      /p\[1\], p\[2\] sum to 1; less than 1 must be left/,
    ],
    ['fixed shares alone', { ...listed, parameters: { p: 0.2, q: 0.2, r: 0.2 } }, /they must sum to 1/],
    [
      'a fixed entry of an ordered vector',
      { model: 'x ~ OrderedLogistic(0, c)', parameters: { c: null, 'c[1]': 0 }, data: { x: letters } },
      /fixing a single one/,
    ],
    ['a bounded share', { ...shares, parameters: { p: null, 'p[1]': { upper: 0.2 } } }, /bounding a single one/],
  ];
  for (const [name, test, says] of problems) {
    it(`problem: ${name}`, () => {
      const found = bind(test);
      assert.equal(found.bound, null);
      assert.match(found.problems.map(({ message }) => message).join('\n'), says);
    });
  }
});

describe('ordered entries', () => {
  const levels: TestModel['data'] = { x: ['a', 'b', 'c', 'a', 'b', 'c'], y: [1, 5, 4, 1.5, 5.5, 4.5] };
  const means: TestModel = { model: 'y ~ Normal(m[x], s)', parameters: { m: { ordered: true }, s: null }, data: levels };

  it('change nothing where the estimates increase anyway', () => {
    const increasing = { ...means, data: { ...levels, y: [1, 4, 5, 1.5, 4.5, 5.5] } };
    const [free, ordered] = [fit({ ...increasing, parameters: { m: null, s: null } }), fit(increasing)];
    free.natural.forEach((value, i) => close(ordered.natural[i], value, 1e-8, 'estimate'));
    free.standardErrors.forEach((value, i) => close(ordered.standardErrors[i], value, 1e-7, 'standard error'));
  });

  it('meet where the data contradict them: isotonic regression', () => {
    const found = fit(means);
    assert.equal(found.status, 'boundary');
    assert.deepEqual(
      [...found.natural.slice(0, 3)].map((value) => Math.round(value * 1e9) / 1e9),
      [1.25, 4.75, 4.75],
    );
    assert.deepEqual(found.onBound, [2]);
    assert.ok(Number.isNaN(found.standardErrors[2]) && Number(found.standardErrors[1]) > 0);
  });

  it('of which all meet are one', () => {
    const found = fit({ ...means, data: { ...levels, y: [5, 4, 1, 5.5, 4.5, 1.5] } });
    assert.deepEqual(
      [...found.natural.slice(0, 3)].map((value) => Math.round(value * 1e8) / 1e8),
      [3.58333333, 3.58333333, 3.58333333],
    );
    assert.equal(found.objective.dimension, 2);
  });

  it('have a profile each, also those that are no coordinate', () => {
    const data = { s: ['a', 'b', 'c', 'b', 'c', 'a', 'c', 'b'], x: [1, 2, 3, 4, 5, 6, 7, 8] };
    const found = fit({ model: 's ~ OrderedLogistic(linear(b, x), c)', parameters: { b: null, c: null }, data });
    for (const { index } of found.objective.bound.model.entries) {
      const profile = new Profile(found, index, Infinity);
      const at = found.natural[index] ?? NaN;
      const error = found.standardErrors[index] ?? NaN;
      close(profile.at(at), found.logLikelihood, 1e-9, 'at the estimate');
      const curvature = (profile.at(at + 0.01 * error) - 2 * profile.at(at) + profile.at(at - 0.01 * error)) / (0.01 * error) ** 2;
      close(curvature * error * error, -1, 1e-3, 'curvature of the profile');
    }
  });

  it('meet around a class that no row has', () => {
    const data = { s: ['a', 'b', 'd', 'b', 'd', 'a', 'c'], x: [1, 2, 3, 4, 5, 6, 0], y: [1, 1, 1, 1, 1, 1, NaN] };
    const found = fit({ model: 's ~ OrderedLogistic(linear(b, x) + 0 * y, c)', parameters: { b: null, c: null }, data });
    assert.equal(found.status, 'boundary');
    const { 'c[2]': below = NaN, 'c[3]': above = NaN } = byName(found, found.natural);
    assert.equal(below, above);
  });

  it('can be a list of parameters', () => {
    const data = { s: ['a', 'b', 'c', 'b', 'c', 'a', 'c', 'b'] };
    const found = fit({ model: 's ~ OrderedLogistic(0, [c1, c2])', parameters: { c1: null, c2: null }, data });
    close(found.natural[0], Math.log(0.25 / 0.75), 1e-8, 'first cutpoint');
    close(found.natural[1], Math.log(0.625 / 0.375), 1e-8, 'second cutpoint');
  });

  it('leave no intercept to a linear predictor, and keep its contrasts', () => {
    const data = { s: ['a', 'b', 'c', 'b'], g: ['u', 'v', 'u', 'v'], x: [1, 2, 3, 5] };
    for (const formula of ['g + x', '0 + g + x', 'g + x - 1']) {
      const { model } = bound({ model: `eta = linear(b, ${formula})\ns ~ OrderedProbit(eta, c)`, parameters: { b: null, c: null }, data });
      assert.deepEqual(
        model.entries.map(({ name }) => name),
        ['b[gv]', 'b[x]', 'c[1]', 'c[2]'],
      );
    }
  });
});

describe('mixtures without starting values', () => {
  const normal = normalStream(5);
  const heaps = (...parts: readonly (readonly [number, number, number])[]): number[] =>
    parts.flatMap(([rows, mean, sd]) => Array.from({ length: rows }, () => mean + sd * normal()));

  /** What a search must reach: the likelihood at the numbers that the data were drawn from. */
  function reaches(test: TestModel, truth: readonly number[]): void {
    const found = fit(test);
    assert.equal(found.status, 'converged');
    const drawn = new Objective(bound(test), 'mle', new Map()).logLikelihood(Float64Array.from(truth));
    assert.ok(found.logLikelihood >= drawn, `${String(found.logLikelihood)} is below ${String(drawn)}`);
    const near = truth.every((value, i) => Math.abs((found.natural[i] ?? NaN) - value) < 5 * (found.standardErrors[i] ?? NaN));
    assert.ok(near, [...found.natural].join());
  }

  it('find three heaps', () => {
    const model = 'y ~ Mixture(w, Normal(a, s), Normal(b, t), Normal(c, u))';
    const names = Object.fromEntries(['w', 'a', 's', 'b', 't', 'c', 'u'].map((name) => [name, null]));
    reaches(
      { model, parameters: names, data: { y: heaps([300, -3, 0.5], [500, 0, 1], [200, 5, 2]) } },
      [0.3, 0.5, 0.2, -3, 0.5, 0, 1, 5, 2],
    );
  });

  it('find two spreads around one centre', () => {
    const data = { y: heaps([400, 0, 5], [400, 0, 1]) };
    const found = fit({
      model: 'y ~ Mixture([w, 1 - w], Normal(m, a), Normal(m, b))',
      parameters: { w: null, m: null, a: null, b: null },
      data,
    });
    const { a = NaN, b = NaN } = byName(found, found.natural);
    assert.ok(Math.abs(Math.max(a, b) - 5) < 0.8 && Math.abs(Math.min(a, b) - 1) < 0.3, `${String(a)}, ${String(b)}`);
  });

  it('give each heap to the kind of component that fits it', () => {
    const waits = Array.from({ length: 300 }, (_, i) => -Math.log((i + 0.5) / 300));
    const data = { y: [...waits, ...heaps([300, 8, 1])] };
    for (const order of ['Normal(m, s), Exponential(r)', 'Exponential(r), Normal(m, s)']) {
      const found = fit({ model: `y ~ Mixture([w, 1 - w], ${order})`, parameters: { w: null, m: null, s: null, r: null }, data });
      close(byName(found, found.natural)['m'], 8, 0.3, order);
    }
  });

  it('say that there is no maximum where a component starts on one point', () => {
    const data = { y: heaps([30, 0, 1], [30, 5, 1]) };
    const parameters = { w: null, m: { start: data.y[3] ?? 0 }, s: { start: 1e-6 }, n: null, t: null };
    const found = fit({ model: 'y ~ Mixture([w, 1 - w], Normal(m, s), Normal(n, t))', parameters, data });
    assert.equal(found.status, 'unbounded');
    assert.ok(found.running.some((entry) => found.objective.bound.model.entries[entry]?.name === 's'));
  });
});
