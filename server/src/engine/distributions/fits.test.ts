import assert from 'node:assert/strict';
import { byName, fit, type TestModel } from '../testing/models.js';

/** Estimates, their standard errors and the log-likelihood. */
type Answer = readonly [estimates: Readonly<Record<string, number>>, errors: Readonly<Record<string, number>>, logLikelihood: number];

// mpmath at 40 digits: the textbook log-likelihood, Newton's method from scipy's Nelder-Mead, the inverse of minus its Hessian.
const cases: readonly (readonly [TestModel, Answer])[] = [
  [
    {
      model: 'y ~ GEV(m, s, k)',
      parameters: { m: null, s: null, k: null },
      data: { y: [3.1, 4.4, 2.2, 5.9, 3.7, 2.9, 4.1, 8.3, 3.3, 2.5, 4.9, 3.6, 5.2, 2.7, 3.9] },
    },
    [
      { m: 3.29273257723649, s: 0.9633901979982566, k: 0.18508161065869314 },
      { m: 0.2909128368516625, s: 0.23173527499022759, k: 0.2491681075462196 },
      -24.716369235339048,
    ],
  ],
  [
    {
      model: 'y ~ SkewNormal(m, s, a)',
      parameters: { m: null, s: null, a: null },
      data: {
        y: [
          0.1, -0.1, 3.3, 1.9, 1.7, 1.4, 4.6, 4.4, 0.6, 2.1, 1.8, 0, 5.2, 0.8, 4.4, 2.0, 1.6, 0.9, 0.7, 2.3, 1.6, 2.4, 0.6, 1.2, 2.9, 0.9,
          0.9, 1.5, 1.3, -0.6, 2.8, 0.8, 0.4, 1.4, 3.0, 0.5, 2.8, 0.4, 2.4, 5.5,
        ],
      },
    },
    [
      { m: 0.02043295174757854, s: 2.3100758039923464, a: 4.889042440094098 },
      { m: 0.2465460453285666, s: 0.32122320244765357, a: 2.5032446135841613 },
      -68.26050218739435,
    ],
  ],
  [
    {
      model: 'y ~ VonMises(m, k)',
      parameters: { m: null, k: null },
      data: { y: [0.3, 0.9, 6.1, 0.5, 1.4, 5.9, 0.1, 0.7, 2.2, 0.4] },
    },
    [{ m: 0.535195485597882, k: 2.5516991937007014 }, { m: 0.22552639768602176, k: 0.9788718942123963 }, -11.023105078072536],
  ],
  [
    {
      model: 'y ~ BetaBinomial(10, a, b)',
      parameters: { a: null, b: null },
      data: { y: [3, 5, 8, 1, 0, 6, 9, 10, 2, 4] },
    },
    [{ a: 0.8719861658622055, b: 0.923056517362209 }, { a: 0.49613836345853807, b: 0.5343078489588186 }, -23.947416193703788],
  ],
  [
    {
      model: 'y ~ InverseGaussian(m, l)',
      parameters: { m: null, l: null },
      data: { y: [0.5, 1.2, 2.5, 4, 0.8, 1.9] },
    },
    [{ m: 1.8166666666666667, l: 3.066078860357619 }, { m: 0.5708809955613007, l: 1.7702014553840921 }, -8.468137402224325],
  ],
];

const close = (actual: number | undefined, expected: number, tolerance: number, what: string): void =>
  assert.ok(
    Math.abs((actual ?? NaN) - expected) <= tolerance * (1 + Math.abs(expected)),
    `${what}: ${String(actual)} should be ${String(expected)}`,
  );

for (const [test, [estimates, errors, logLikelihood]] of cases) {
  it(`${test.model} has the estimates and errors of an independent computation, without starting values`, () => {
    const found = fit(test);
    assert.equal(found.status, 'converged');
    const [own, ownErrors] = [byName(found, found.natural), byName(found, found.standardErrors)];
    for (const [name, value] of Object.entries(estimates)) close(own[name], value, 1e-7, name);
    for (const [name, value] of Object.entries(errors)) close(ownErrors[name], value, 1e-6, `standard error of ${name}`);
    close(found.logLikelihood, logLikelihood, 1e-11, 'log-likelihood');
  });
}

it('AsymmetricLaplace is quantile regression', () => {
  const x = Array.from({ length: 12 }, (_, i) => i + 1);
  const y = [1.1, 2.9, 2.2, 5.1, 4, 7.9, 6.1, 9.5, 8, 12.1, 9.9, 13.7];
  const found = fit({ model: 'y ~ AsymmetricLaplace(linear(b, x), s, 0.75)', parameters: { b: null, s: null }, data: { x, y } });
  assert.equal(found.status, 'converged');
  const own = byName(found, found.natural);
  // scipy.optimize.linprog (HiGHS) on the pinball loss; the scale is the mean loss.
  close(own['b[Intercept]'], 0.7, 1e-7, 'intercept');
  close(own['b[x]'], 1.1, 1e-7, 'slope');
  close(own['s'], 3.925 / 12, 1e-7, 'scale');
  assert.ok(Number.isNaN(byName(found, found.standardErrors)['b[x]']));
});

it('von Mises finds directions on both sides of the cut at a whole turn', () => {
  const found = fit({ model: 'y ~ VonMises(m, k)', parameters: { m: null, k: null }, data: { y: [0.1, 0.2, 6.2, 6.1, 0.05, 6.25] } });
  const { m = NaN } = byName(found, found.natural);
  assert.ok(Math.cos(m) > 0.99, String(m));
});

it('a GEV whose shape goes through 0 is Gumbel there', () => {
  const data = { y: [3.1, 4.4, 2.2, 5.9, 3.7, 2.9, 4.1, 8.3] };
  const gumbel = fit({ model: 'y ~ Gumbel(m, s)', parameters: { m: null, s: null }, data });
  const fixed = fit({ model: 'y ~ GEV(m, s, k)', parameters: { m: null, s: null, k: 0 }, data });
  close(fixed.logLikelihood, gumbel.logLikelihood, 1e-12, 'log-likelihood');
  const free = fit({ model: 'y ~ GEV(m, s, k)', parameters: { m: null, s: null, k: { start: 0 } }, data });
  assert.equal(free.status, 'converged');
});

it('a skew-Normal that fits best where it is cut off at its end has no maximum', () => {
  const y = [0.1, 0.4, 0.9, 1.1, 0.3, 2.2, 3.1, 0.7, 1.6, 0.5, 4.2, 0.2, 1.3, 0.8, 2.6, -0.3, -0.9, -1.1, 0.6, 1.9, 0, -0.5];
  const found = fit({ model: 'y ~ SkewNormal(m, s, a)', parameters: { m: null, s: null, a: null }, data: { y } });
  assert.equal(found.status, 'infinite');
  assert.deepEqual(
    found.running.map((entry) => found.objective.bound.model.entries[entry]?.name),
    ['a'],
  );
});
