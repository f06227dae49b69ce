import assert from 'node:assert/strict';
import fc from 'fast-check';
import { normalQuantile } from '../numeric/quantiles.js';
import { bound, byName, fit, type TestModel } from '../testing/models.js';
import { neverCancelled } from '../kernel/kernel.js';
import { entryOf } from '../model/entryIndex.js';
import { estimate } from './estimate.js';
import { logEvidence } from './posterior/evidence.js';
import { Objective } from './objective/objective.js';
import { preparedOf } from './objective/prepared.js';
import { Profile, type ProfileEnd } from './intervals/profile.js';
import { normalStream } from '../numeric/random.js';
import { unconstrainedMode } from './posterior/unconstrainedMode.js';

const y = [0.3, -1.2, 0.8, 1.9, -0.4, 0.1, -2.1, 0.6, 1.1, -0.7];
const x = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const variance = (values: readonly number[]): number => mean(values.map((value) => (value - mean(values)) ** 2));

function close(actual: number | undefined, expected: number, tolerance = 1e-9): void {
  assert.ok(
    Math.abs((actual ?? NaN) - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${String(actual)} should be ${String(expected)}`,
  );
}

describe('maximum likelihood in closed form', () => {
  it('Normal: mean and root of the mean square, with their errors', () => {
    const found = fit({ model: 'y ~ Normal(m, s)', parameters: { m: null, s: null }, data: { y } });
    const [at, se] = [byName(found, found.natural), byName(found, found.standardErrors)];
    const sd = Math.sqrt(variance(y));
    assert.equal(found.status, 'converged');
    close(at.m, mean(y));
    close(at.s, sd);
    close(se.m, sd / Math.sqrt(10));
    close(se.s, sd / Math.sqrt(20));
    close(found.logLikelihood, -5 * (Math.log(2 * Math.PI * variance(y)) + 1));
  });

  it('frequency weights count rows', () => {
    const weighted = fit({ model: 'k ~ Bernoulli(p)', parameters: { p: null }, data: { k: [0, 1], w: [3, 7] }, weights: 'w' });
    const written = fit({ model: 'k ~ Bernoulli(p)', parameters: { p: null }, data: { k: [0, 0, 0, 1, 1, 1, 1, 1, 1, 1] } });
    close(weighted.natural[0], 0.7);
    close(weighted.standardErrors[0], written.standardErrors[0] ?? NaN);
    close(weighted.logLikelihood, written.logLikelihood);
  });

  it('bounds never move a maximum inside them, and priors take no part', () => {
    const plain = fit({ model: 'y ~ Normal(m, 1)', parameters: { m: null }, data: { y } });
    const bounded = fit({ model: 'y ~ Normal(m, 1)', parameters: { m: { prior: 'Uniform(0.5, 0.6)', lower: -1, upper: 3 } }, data: { y } });
    close(bounded.natural[0], plain.natural[0] ?? NaN);
    close(bounded.standardErrors[0], plain.standardErrors[0] ?? NaN);
  });

  it('a fixed value is held and the others are fitted beside it', () => {
    const found = fit({ model: 'y ~ Normal(m, s)', parameters: { m: 1, s: null }, data: { y } });
    close(byName(found, found.natural).s, Math.sqrt(mean(y.map((value) => (value - 1) ** 2))));
    assert.ok(Number.isNaN(byName(found, found.standardErrors).m));
  });
});

describe('maximum a posteriori in closed form', () => {
  it('Beta(16, 16) and 7 of 10: (7 + 15)/(10 + 30)', () => {
    const found = fit({ model: 'k ~ Bernoulli(p)', parameters: { p: 'Beta(16, 16)' }, data: { k: [1, 1, 1, 1, 1, 1, 1, 0, 0, 0] } }, 'map');
    close(found.natural[0], 0.55);
    close(found.standardErrors[0], Math.sqrt((0.55 * 0.45) / 40));
  });

  it('a Normal prior is ridge regression with λ = σ²/β²', () => {
    const test: TestModel = { model: 'y ~ Normal(dot(b, [x]), 2)', parameters: { b: 'Normal(0, 0.5)' }, data: { x, y } };
    const xx = x.reduce((sum, value) => sum + value * value, 0);
    const xy = x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
    close(fit(test, 'map').natural[0], xy / (xx + 4 / 0.25));
  });

  it('shrinks by another slope on each side of a kink that is steeper on one', () => {
    // Slopes of AsymmetricLaplace(l, s, q): (1 − q)/s below, q/s above. By hand, with four rows of mean ȳ: ȳ less slope/4 while that is beyond l, else l.
    const cases: readonly (readonly [number, number])[] = [
      [2, 2 - 8 / 4],
      [3, 3 - 8 / 4],
      [1.9, 0],
      [-0.4, 0],
      [-0.6, -0.6 + 2 / 4],
    ];
    for (const [mean, expected] of cases) {
      const y = [-0.3, 0.1, 0.4, -0.2].map((each) => each + mean);
      const { status, natural, logPrior } = fit(
        { model: 'y ~ Normal(m, 1)', parameters: { m: 'AsymmetricLaplace(0, 0.1, 0.8)' }, data: { y } },
        'map',
      );
      assert.equal(status, 'converged');
      close(natural[0] ?? NaN, expected, 1e-9);
      close(logPrior, Math.log(0.8 * 0.2 * 10) - Math.abs(expected) * (expected < 0 ? 2 : 8), 1e-9);
    }
  });

  it('a Laplace prior sets a small coefficient to exactly 0 and says that it has no error', () => {
    const found = fit({ model: 'y ~ Normal(m, 1)', parameters: { m: 'Laplace(0, 0.1)' }, data: { y } }, 'map');
    assert.deepEqual([found.natural[0], found.atKink], [0, [0]]);
    assert.ok(Number.isNaN(found.standardErrors[0]));
  });

  it('a prior on a prior is a posterior over both', () => {
    const found = fit({ model: 'y ~ Normal(m, 1)', parameters: { m: 'Normal(a, 1)', a: 'Normal(3, 1)' }, data: { y } }, 'map');
    const at = byName(found, found.natural);
    // The normal equations: (n + 1) m − a = Σy and 2a − m = 3.
    close(at.m, (2 * mean(y) * 10 + 3) / 21);
    close(at.a, ((at.m ?? 0) + 3) / 2);
  });
});

describe('maxima on a bound', () => {
  const cases: readonly (TestModel & { readonly expect: Readonly<Record<string, number>>; readonly name: string })[] = [
    { name: 'all heads', model: 'k ~ Bernoulli(p)', parameters: { p: null }, data: { k: [1, 1, 1] }, expect: { p: 1 } },
    { name: 'no heads', model: 'k ~ Bernoulli(p)', parameters: { p: null }, data: { k: [0, 0, 0] }, expect: { p: 0 } },
    { name: 'all successes', model: 'k ~ Binomial(n, p)', parameters: { p: null }, data: { k: [5, 4], n: [5, 4] }, expect: { p: 1 } },
    { name: 'no successes', model: 'k ~ Binomial(9, p)', parameters: { p: null }, data: { k: [0, 0] }, expect: { p: 0 } },
    { name: 'no events', model: 'k ~ Poisson(r)', parameters: { r: null }, data: { k: [0, 0, 0] }, expect: { r: 0 } },
    { name: 'a bound of the user', model: 'y ~ Normal(m, 1)', parameters: { m: { lower: 1 } }, data: { y }, expect: { m: 1 } },
    {
      name: 'a variance component of 0',
      model: 'y ~ Normal(m, sqrt(25 + v))',
      parameters: { m: null, v: { lower: 0 } },
      data: { y },
      expect: { v: 0, m: mean(y) },
    },
    {
      name: 'two of three groups',
      model: 'k ~ Binomial(5, p[g])',
      parameters: { p: null },
      data: { k: [5, 2, 0], g: ['a', 'b', 'c'] },
      expect: { 'p[a]': 1, 'p[b]': 0.4, 'p[c]': 0 },
    },
  ];
  for (const { name, expect, ...test } of cases) {
    it(`${name}: reported there, without an error of its own`, () => {
      const found = fit(test);
      const [at, se] = [byName(found, found.natural), byName(found, found.standardErrors)];
      assert.equal(found.status, 'boundary');
      for (const [key, value] of Object.entries(expect)) close(at[key], value, 1e-7);
      const onBound = new Set(found.onBound.map((entry) => found.objective.bound.model.entries[entry]?.name));
      for (const key of Object.keys(at)) assert.equal(Number.isNaN(se[key]), onBound.has(key), key);
    });
  }

  it('the prior may still have its maximum inside', () => {
    const test: TestModel = { model: 'k ~ Bernoulli(p)', parameters: { p: 'Beta(2, 2)' }, data: { k: [1, 1, 1] } };
    assert.equal(fit(test).status, 'boundary');
    const map = fit(test, 'map');
    assert.equal(map.status, 'converged');
    close(map.natural[0], 0.8);
  });
});

describe('likelihoods without a maximum', () => {
  const cases: readonly (TestModel & { readonly name: string; readonly status: string; readonly running: readonly string[] })[] = [
    {
      name: 'complete separation',
      model: 'k ~ Bernoulli(logit = linear(b, x))',
      parameters: { b: null },
      data: { k: [0, 0, 0, 1, 1, 1], x: [1, 2, 3, 4, 5, 6] },
      status: 'infinite',
      running: ['b[Intercept]', 'b[x]'],
    },
    {
      name: 'quasi-complete separation',
      model: 'k ~ Bernoulli(logit = linear(b, x))',
      parameters: { b: null },
      data: { k: [0, 0, 0, 1, 1, 1, 1, 1, 1, 1], x: [0, 0, 0, 0, 0, 0, 1, 1, 1, 1] },
      status: 'infinite',
      running: ['b[x]'],
    },
    {
      name: 'a group without events',
      model: 'k ~ Poisson(log = linear(b, g))',
      parameters: { b: null },
      data: { k: [0, 0, 3, 2], g: ['a', 'a', 'b', 'b'] },
      status: 'infinite',
      running: ['b[Intercept]', 'b[gb]'],
    },
    {
      name: 'heads only, by log-odds',
      model: 'k ~ Bernoulli(logit = a)',
      parameters: { a: null },
      data: { k: [1, 1, 1] },
      status: 'infinite',
      running: ['a'],
    },
    {
      name: 'a perfect line with free spread',
      model: 'z ~ Normal(linear(b, x), s)',
      parameters: { b: null, s: null },
      data: { x, z: x.map((value) => 1 + 2 * value) },
      status: 'unbounded',
      running: ['s'],
    },
    {
      name: 'as many coefficients as rows',
      model: 'z ~ Normal(linear(b, x), s)',
      parameters: { b: null, s: null },
      data: { x: [1, 2], z: [3, 5.5] },
      status: 'unbounded',
      running: ['s'],
    },
    { name: 'one row', model: 'z ~ Normal(m, s)', parameters: { m: null, s: null }, data: { z: [3] }, status: 'unbounded', running: ['s'] },
    {
      name: 'equal outcomes of a Normal',
      model: 'z ~ Normal(m, s)',
      parameters: { m: null, s: null },
      data: { z: [3, 3, 3] },
      status: 'unbounded',
      running: ['s'],
    },
    {
      name: 'equal outcomes of a Gamma',
      model: 'z ~ Gamma(a, b)',
      parameters: { a: null, b: null },
      data: { z: [2, 2, 2] },
      status: 'unbounded',
      running: ['a', 'b'],
    },
    {
      name: 'waiting times of 0',
      model: 'z ~ Exponential(r)',
      parameters: { r: null },
      data: { z: [0, 0] },
      status: 'unbounded',
      running: ['r'],
    },
    {
      name: 'degrees of freedom of Normal data',
      model: 'y ~ StudentT(nu, m, s)',
      parameters: { nu: null, m: null, s: null },
      data: { y },
      status: 'infinite',
      running: ['nu'],
    },
    {
      name: 'a target that only rises',
      model: 'target += a * x',
      parameters: { a: null },
      data: { x },
      status: 'unbounded',
      running: ['a'],
    },
    {
      name: 'a target that rises to a limit',
      model: 'target += -exp(-a) * x',
      parameters: { a: null },
      data: { x },
      status: 'infinite',
      running: ['a'],
    },
  ];
  for (const { name, status, running, ...test } of cases) {
    it(`${name}: ${status}, and ${running.join(' and ')} named`, () => {
      const found = fit(test);
      assert.equal(found.status, status);
      assert.deepEqual(
        found.running.map((entry) => found.objective.bound.model.entries[entry]?.name),
        running,
      );
    });
  }

  it('an exact fit with a known spread is an ordinary maximum', () => {
    const found = fit({ model: 'z ~ Normal(linear(b, x), 1)', parameters: { b: null }, data: { x, z: x.map((value) => 1 + 2 * value) } });
    assert.equal(found.status, 'converged');
    close(byName(found, found.natural)['b[x]'], 2);
  });
});

describe('what the data do not determine', () => {
  const flatOf = (test: TestModel): Record<string, boolean> => {
    const found = fit(test);
    assert.equal(found.status, 'converged');
    return Object.fromEntries(Object.entries(byName(found, found.standardErrors)).map(([name, se]) => [name, Number.isNaN(se)]));
  };

  it('a sum, a product, collinear columns and a level without rows have no errors; the rest has', () => {
    assert.deepEqual(flatOf({ model: 'y ~ Normal(a + b, s)', parameters: { a: null, b: null, s: null }, data: { y } }), {
      a: true,
      b: true,
      s: false,
    });
    assert.deepEqual(flatOf({ model: 'y ~ Normal(a * b, 1)', parameters: { a: null, b: null }, data: { y } }), { a: true, b: true });
    const collinear = flatOf({
      model: 'y ~ Normal(linear(b, x + w), 1)',
      parameters: { b: null },
      data: { y, x, w: x.map((value) => 2 * value) },
    });
    assert.deepEqual(collinear, { 'b[Intercept]': false, 'b[x]': true, 'b[w]': true });
    const level = flatOf({
      model: 'z ~ Normal(b[g], s)',
      parameters: { b: null, s: null },
      data: { z: [1, 2, 3, NaN], g: ['a', 'a', 'b', 'c'] },
    });
    assert.deepEqual(level, { 'b[a]': false, 'b[b]': false, 'b[c]': true, s: false });
  });

  it('a proper prior on one of them determines both', () => {
    const found = fit({ model: 'y ~ Normal(a + b, 1)', parameters: { a: 'Normal(0, 1)', b: null }, data: { y } }, 'map');
    assert.equal(found.information.flat.length, 0);
    close(byName(found, found.natural).b, mean(y), 1e-7);
  });
});

describe('absolute values in the likelihood', () => {
  it('Laplace: the median, and the mean distance from it', () => {
    const found = fit({ model: 'z ~ Laplace(m, s)', parameters: { m: null, s: null }, data: { z: [1, 2, 4, 8, 16] } });
    const at = byName(found, found.natural);
    assert.deepEqual([at.m, found.status], [4, 'converged']);
    close(at.s, (3 + 2 + 4 + 12) / 5);
    assert.ok(Number.isNaN(byName(found, found.standardErrors).m));
    close(byName(found, found.standardErrors).s, 4.2 / Math.sqrt(5));
  });

  it('least absolute deviations: no line through two of the points is better', () => {
    const normal = normalStream(7);
    for (let round = 0; round < 5; round++) {
      const z = x.map((value) => 1 + 0.5 * value + 3 * normal());
      const found = fit({ model: 'z ~ Laplace(linear(b, x), 1)', parameters: { b: null }, data: { x, z } });
      const loss = (a: number, b: number): number => z.reduce((sum, value, i) => sum + Math.abs(value - a - b * (x[i] ?? 0)), 0);
      const vertices = x.flatMap((xi, i) =>
        x.slice(i + 1).map((xj, k) => {
          const slope = ((z[i + 1 + k] ?? 0) - (z[i] ?? 0)) / (xj - xi);
          return loss((z[i] ?? 0) - slope * xi, slope);
        }),
      );
      close(loss(found.natural[0] ?? NaN, found.natural[1] ?? NaN), Math.min(...vertices), 1e-11);
    }
  });

  it('a lasso beside least absolute deviations: the maximum that a linear program finds (scipy HiGHS, over a grid of s)', () => {
    const data = { y: [1, 3, 2, 5, 4, 6.5, 7, 3], x: [1, 2, 3, 4, 5, 6, 7, 8], z: [3, 1, 2, 5, 4, 6, 8, 7] };
    const test = { model: 'y ~ Laplace(linear(b, x + z), s)', parameters: { b: 'Laplace(0, 0.1)', s: null }, data };
    const found = fit(test, 'map');
    const at = byName(found, found.natural);
    assert.equal(found.status, 'converged');
    assert.equal(at['b[Intercept]'], 0);
    close(at['b[x]'], 4 / 7);
    close(at['b[z]'], 1 / 7);
    const residuals = data.y.map((value, i) => Math.abs(value - (4 * (data.x[i] ?? 0)) / 7 - (data.z[i] ?? 0) / 7));
    close(at.s, mean(residuals));
  });
});

describe('Profile', () => {
  const z = normalQuantile(0.975);
  const ends = (test: TestModel, entry = 0): ProfileEnd[] => {
    const profile = new Profile(fit(test), entryOf(entry), Infinity);
    return ([-1, 1] as const).map((side) => profile.limit(z, side));
  };
  const valueOf = (end: ProfileEnd | undefined): number | undefined => (end?.kind === 'found' ? end.value : undefined);

  it('of a Normal mean with free spread has the closed form n log(1 + (m − ȳ)²/s²) = z²', () => {
    const [low, high] = ends({ model: 'y ~ Normal(m, s)', parameters: { m: null, s: null }, data: { y } });
    const half = Math.sqrt(variance(y) * (Math.exp((z * z) / 10) - 1));
    close(valueOf(low), mean(y) - half, 1e-7);
    close(valueOf(high), mean(y) + half, 1e-7);
  });

  it('of a Binomial p solves the likelihood-ratio equation', () => {
    const [low, high] = ends({ model: 'k ~ Binomial(10, p)', parameters: { p: null }, data: { k: [7] } });
    const deviance = (p: number): number => 2 * (7 * Math.log(0.7 / p) + 3 * Math.log(0.3 / (1 - p)));
    for (const end of [low, high]) close(deviance(valueOf(end) ?? NaN), z * z, 1e-6);
    assert.ok((valueOf(low) ?? 1) < 0.7 && (valueOf(high) ?? 0) > 0.7);
  });

  it('of a coefficient under orthogonal coordinates agrees with the closed form of linear regression', () => {
    const [low, high] = ends({ model: 'y ~ Normal(linear(b, x), 1)', parameters: { b: null }, data: { x, y } }, 1);
    const sxx = 10 * variance(x);
    const slope = x.reduce((sum, value, i) => sum + (value - 5.5) * (y[i] ?? 0), 0) / sxx;
    close(valueOf(low), slope - z / Math.sqrt(sxx), 1e-7);
    close(valueOf(high), slope + z / Math.sqrt(sxx), 1e-7);
  });

  it('is open where the likelihood never falls enough', () => {
    const [low, high] = ends({ model: 'y ~ Normal(m, sqrt(1 + v))', parameters: { m: 0, v: { lower: 0 } }, data: { y } }, 1).map(
      ({ kind }) => kind,
    );
    assert.deepEqual([low, high], ['open', 'found']);
  });
});

describe('logEvidence', () => {
  const lbeta = (a: number, b: number): number => {
    const logFactorial = (n: number): number => Array.from({ length: n - 1 }, (_, k) => Math.log(k + 1)).reduce((s, v) => s + v, 0);
    return logFactorial(a) + logFactorial(b) - logFactorial(a + b);
  };

  it('of a Beta-Binomial is exact', () => {
    const map = fit({ model: 'k ~ Bernoulli(p)', parameters: { p: 'Beta(3, 2)' }, data: { k: [1, 1, 1, 1, 0, 0] } }, 'map');
    const found = logEvidence(map);
    assert.equal(found?.method, 'quadrature');
    close(found.value, lbeta(7, 4) - lbeta(3, 2), 1e-10);
  });

  /** y ~ N(m, 1), m ~ N(0, 2): y has covariance I + 4·11'. */
  function normalEvidence(scale: number): number {
    const [n, total] = [y.length, y.reduce((a, b) => a + b, 0)];
    const squares = y.reduce((sum, value) => sum + value * value, 0);
    const shrink = (scale * scale) / (1 + n * scale * scale);
    return -0.5 * (n * Math.log(2 * Math.PI) + Math.log(1 + n * scale * scale) + squares - shrink * total * total);
  }

  it('of a Normal mean is exact by quadrature', () => {
    close(
      logEvidence(fit({ model: 'y ~ Normal(m, 1)', parameters: { m: 'Normal(0, 2)' }, data: { y } }, 'map'))?.value,
      normalEvidence(2),
      1e-10,
    );
  });

  it("by Laplace's approximation is exact in the Gaussian case", () => {
    const data = { y: [...y, ...y, ...y], g: ['a', 'b', 'c'].flatMap((level) => y.map(() => level)) };
    const found = logEvidence(fit({ model: 'y ~ Normal(m[g], 1)', parameters: { m: 'Normal(0, 2)' }, data }, 'map'));
    assert.equal(found?.method, 'laplace');
    close(found.value, 3 * normalEvidence(2), 1e-11);
  });

  it('does not depend on where the maximum lies: a Beta prior without an inner mode', () => {
    const map = fit({ model: 'k ~ Bernoulli(p)', parameters: { p: 'Beta(1, 1)' }, data: { k: [1, 1, 1] } }, 'map');
    close(logEvidence(map)?.value, Math.log(1 / 4), 1e-9);
  });

  it('is not given for an improper prior', () => {
    const map = fit({ model: 'y ~ Normal(m, s)', parameters: { m: 'Normal(0, 2)', s: null }, data: { y } }, 'map');
    assert.equal(logEvidence(map), undefined);
  });
});

describe('Objective', () => {
  const tests: readonly TestModel[] = [
    {
      model: 'y ~ Normal(linear(b, x + g), s)',
      parameters: { b: 'Normal(0, 2)', s: 'HalfNormal(1)' },
      data: { y, x, g: x.map((value) => (value % 3 === 0 ? 'u' : 'v')) },
    },
    {
      model: 'y ~ StudentT(nu, a[g] + c * x, exp(t))',
      parameters: { nu: 'Gamma(2, 0.1)', a: 'Normal(mu, tau)', c: null, t: null, mu: null, tau: 'HalfCauchy(1)' },
      data: { y, x, g: x.map((value) => (value % 2 ? 'u' : 'v')) },
    },
    { model: 'k ~ Binomial(12, p)', parameters: { p: { prior: 'Beta(2, 2)', lower: 0.1, upper: 0.9 } }, data: { k: [3, 7, 8] } },
  ];
  for (const test of tests) {
    it(`has exact derivatives in working coordinates: ${test.model}`, () => {
      const objective = new Objective(bound(test), 'map', new Map());
      const n = objective.dimension;
      fc.assert(
        fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: n, maxLength: n }), (point) => {
          const w = Float64Array.from(point);
          const { value, gradient, hessian } = objective.evaluate(w);
          close(-objective.logDensity(w), value, 1e-11);
          const scale = 1 + hessian.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
          for (let i = 0; i < n; i++) {
            const at = (side: number) => objective.evaluate(w.map((each, k) => (k === i ? each + side * 1e-5 : each)));
            close(gradient[i], (at(1).value - at(-1).value) / 2e-5, 1e-7 * scale);
            for (let j = 0; j < n; j++)
              close(hessian[i * n + j], ((at(1).gradient[j] ?? NaN) - (at(-1).gradient[j] ?? NaN)) / 2e-5, 1e-6 * scale);
          }
        }),
        { numRuns: 10 },
      );
    });

    it(`comes back from natural to working coordinates: ${test.model}`, () => {
      const objective = new Objective(bound(test), 'map', new Map());
      const w = Float64Array.from({ length: objective.dimension }, (_, i) => 0.3 * i - 0.5);
      objective.working(objective.natural(w)).forEach((value, i) => close(value, w[i] ?? NaN, 1e-11));
    });
  }

  it('shares its compiled likelihood with every objective over the same data', () => {
    const data = bound(tests[0] ?? assert.fail());
    const shared = preparedOf(data).likelihood([0]);
    assert.equal(preparedOf(data).likelihood([0]), shared);
    assert.notEqual(preparedOf(data).likelihood([]), shared);
    const [all, held] = [new Objective(data, 'mle', new Map()), new Objective(data, 'mle', new Map([[entryOf(0), 1]]))];
    const natural = all.natural(new Float64Array(all.dimension).fill(0.2));
    natural[0] = 1;
    close(held.logLikelihood(natural), all.logLikelihood(natural), 1e-12);
  });
});

describe('estimate', () => {
  const options = { starts: 8, seed: 1, deadline: Infinity };

  it('ends as cancelled when it is', () => {
    const found = estimate(bound({ model: 'y ~ Normal(m, s)', parameters: { m: null, s: null }, data: { y } }), 'mle', options, {
      cancelled: true,
    });
    assert.equal(found.status, 'cancelled');
  });

  it('ends at its deadline with what it has', () => {
    const test: TestModel = { model: 'y ~ Logistic(a + c * x, s)', parameters: { a: null, c: null, s: null }, data: { y, x } };
    let looks = 0;
    const counting = { ...neverCancelled, now: () => ++looks };
    const found = estimate(bound(test), 'mle', { ...options, deadline: 3 }, counting);
    assert.deepEqual([found.status, found.solution.iterations], ['time-limit', 1]);
    assert.ok(found.logLikelihood < fit(test).logLikelihood);
  });

  it('finds a curve of two scales without starting values (Michaelis and Menten)', () => {
    const data = { v: [76, 97, 123, 159, 191, 207], c: [0.02, 0.06, 0.11, 0.22, 0.56, 1.1] };
    const found = fit({ model: 'v ~ Normal(V * c / (K + c), s)', parameters: { V: null, K: null, s: null }, data });
    const at = byName(found, found.natural);
    assert.equal(found.status, 'converged');
    assert.ok(Math.abs((at.V ?? 0) - 211) < 1 && Math.abs((at.K ?? 0) - 0.0626) < 1e-3, JSON.stringify(at));
  });

  it('keeps what the user starts from where several maxima are as good', () => {
    const test = (start: number): TestModel => ({
      model: 'y ~ Normal(a^2, 1)',
      parameters: { a: { start } },
      data: { y: y.map((value) => value + 4) },
    });
    assert.ok((fit(test(1)).natural[0] ?? 0) > 0);
    assert.ok((fit(test(-1)).natural[0] ?? 0) < 0);
  });

  it('survives starts that lead out of the domain', () => {
    const found = fit({
      model: 'z ~ Normal(sqrt(a - x) + c, 1)',
      parameters: { a: { start: 12 }, c: null },
      data: { x, z: x.map((value) => Math.sqrt(15 - value)) },
    });
    assert.equal(found.status, 'converged');
    close(byName(found, found.natural).a, 15, 1e-5);
  });

  it('is the same when asked twice', () => {
    const test: TestModel = { model: 'y ~ StudentT(4, m, s)', parameters: { m: null, s: null }, data: { y } };
    assert.deepEqual(fit(test).natural, fit(test).natural);
  });
});

describe('the mode on the unconstrained scale', () => {
  it('of a coin: the Jacobian adds a head and a tail', () => {
    const found = fit({ model: 'k ~ Binomial(n, p)', parameters: { p: 'Beta(16, 16)' }, data: { k: [7], n: [10] } }, 'map');
    close(byName(found, found.natural).p, 22 / 40);
    close(unconstrainedMode(found, Infinity)?.natural[0], 23 / 42);
  });

  it('of a rate: the Jacobian adds one event', () => {
    const found = fit({ model: 'k ~ Poisson(r)', parameters: { r: 'Gamma(2, 4)' }, data: { k: [1, 0, 2, 0, 1] } }, 'map');
    close(byName(found, found.natural).r, (4 + 2 - 1) / 9);
    close(unconstrainedMode(found, Infinity)?.natural[0], (4 + 2) / 9);
  });

  it('is no other one where no parameter is bounded', () => {
    const found = fit({ model: 'y ~ Normal(m, 1)', parameters: { m: 'Normal(0, 1)' }, data: { y } }, 'map');
    assert.equal(unconstrainedMode(found, Infinity), undefined);
  });
});
