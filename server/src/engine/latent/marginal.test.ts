import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { preparedOf } from '../inference/objective/prepared.js';
import { latentModes } from '../inference/prediction/latentModes.js';
import type { BoundModel } from '../model/bound.js';
import { close } from '../testing/derivatives.js';
import { bound, fit, type TestModel } from '../testing/models.js';
import type { MarginalKernel } from './marginal.js';

function marginalOf(model: BoundModel): MarginalKernel {
  const { marginal } = preparedOf(model);
  assert.ok(marginal);
  return marginal;
}

const pointOf = ({ model }: BoundModel, values: Readonly<Record<string, number>>): Float64Array =>
  Float64Array.from(model.entries, ({ name }) => values[name] ?? NaN);

/** log N(y; mean, V) by dense algebra. */
function multivariate(y: readonly number[], mean: readonly number[], covariance: Matrix): number {
  const factor = new CholeskyDecomposition(covariance);
  const r = Matrix.columnVector(y.map((value, i) => value - (mean[i] ?? 0)));
  const quadratic = r.transpose().mmul(factor.solve(r)).get(0, 0);
  const logDeterminant = factor.lowerTriangularMatrix.diagonal().reduce((sum, each) => sum + 2 * Math.log(each), 0);
  return -0.5 * (quadratic + logDeterminant + y.length * Math.log(2 * Math.PI));
}

const groups = ['a', 'a', 'a', 'b', 'b', 'c', 'c', 'c', 'c', 'd'];
const others = ['p', 'q', 'r', 'p', 'q', 'p', 'q', 'r', 'p', 'q'];
const x = [0.3, 1.2, -0.7, 2.1, 0.4, -1.5, 0.9, 1.7, -0.2, 0.6];
const same = (values: readonly string[], i: number, j: number): number => (values[i] === values[j] ? 1 : 0);
const covariance = (of: (i: number, j: number) => number): Matrix =>
  new Matrix(groups.map((_, i) => groups.map((__, j) => of(Math.max(i, j), Math.min(i, j)))));

const outcomes = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: groups.length, maxLength: groups.length });
const scale = fc.double({ min: 0.1, max: 3, noNaN: true });

describe('latent values of a model that is Normal throughout', () => {
  const slopes = (y: readonly number[], sd = 's'): TestModel => ({
    model: `y ~ Normal(a + u[g] + (b + v[g]) * x, ${sd})\n(u[g], v[g]) ~ MultivariateNormal(sd = [tu, tv], correlation = rho)`,
    parameters: { a: null, b: null, s: null, tu: null, tv: null, rho: null },
    data: { y, g: groups, x, one: x.map(() => 1) },
  });
  const at = (s: number, tu: number, tv: number, rho: number) => (i: number, j: number) =>
    same(groups, i, j) * (tu * tu + rho * tu * tv * ((x[i] ?? 0) + (x[j] ?? 0)) + tv * tv * (x[i] ?? 0) * (x[j] ?? 0)) +
    (i === j ? s * s : 0);

  it('are integrated out exactly: the marginal density is the multivariate Normal one', () => {
    fc.assert(
      fc.property(outcomes, scale, scale, scale, fc.double({ min: -0.9, max: 0.9, noNaN: true }), (y, s, tu, tv, rho) => {
        const exact = multivariate(
          y,
          x.map((each) => 0.5 - 0.3 * each),
          covariance(at(s, tu, tv, rho)),
        );
        // The second one is not reduced by level, since its standard deviation is not seen to be the same in all rows.
        for (const sd of ['s', 's * one']) {
          const model = bound(slopes(y, sd));
          close(marginalOf(model).evaluate(pointOf(model, { a: 0.5, b: -0.3, s, tu, tv, rho }), 0).value, exact, 1e-10);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('of crossed and of nested levels too', () => {
    fc.assert(
      fc.property(outcomes, scale, scale, scale, (y, s, tu, tv) => {
        const crossed = bound({
          model: 'y ~ Normal(m + u[g] + v[h], s)\nu[g] ~ Normal(0, tu)\nv[h] ~ Normal(0, variance = tv^2)',
          parameters: { m: null, s: null, tu: null, tv: null },
          data: { y, g: groups, h: others },
        });
        const of = (i: number, j: number): number => tu * tu * same(groups, i, j) + tv * tv * same(others, i, j) + (i === j ? s * s : 0);
        const exact = multivariate(
          y,
          y.map(() => 0.2),
          covariance(of),
        );
        close(marginalOf(crossed).evaluate(pointOf(crossed, { m: 0.2, s, tu, tv }), 0).value, exact, 1e-10);
        const sample = groups.map((each, i) => `${each}${String(i % 2)}`);
        const nested = bound({
          model: 'y ~ Normal(u[h], s)\nu[h] ~ Normal(v[g], tu)\nv[g] ~ Normal(m, tv)',
          parameters: { m: null, s: null, tu: null, tv: null },
          data: { y, g: groups, h: sample },
        });
        const within = (i: number, j: number): number =>
          tu * tu * same(sample, i, j) + tv * tv * same(groups, i, j) + (i === j ? s * s : 0);
        close(
          marginalOf(nested).evaluate(pointOf(nested, { m: 0.2, s, tu, tv }), 0).value,
          multivariate(
            y,
            y.map(() => 0.2),
            covariance(within),
          ),
          1e-10,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('count rows by their weights', () => {
    const model = { model: 'y ~ Normal(m + u[g], s)\nu[g] ~ Normal(0, t)', parameters: { m: null, s: null, t: null } };
    const once = bound({ ...model, data: { y: [1, 2, 2, 4, 5, 5, 5], g: ['a', 'a', 'a', 'b', 'b', 'b', 'b'] } });
    const weighted = bound({ ...model, data: { y: [1, 2, 4, 5], g: ['a', 'a', 'b', 'b'], w: [1, 2, 1, 3] }, weights: 'w' });
    const values = { m: 3, s: 0.8, t: 1.5 };
    close(
      marginalOf(weighted).evaluate(pointOf(weighted, values), 0).value,
      marginalOf(once).evaluate(pointOf(once, values), 0).value,
      1e-12,
    );
  });

  it('have the conditional mean as their mode and its standard deviation', () => {
    const y = [3.1, 2.5, 4.0, 7.2, 6.1, 1.0, 0.2, 1.4, 0.9, 5.5];
    const found = fit({
      model: 'y ~ Normal(m + u[g], s)\nu[g] ~ Normal(0, t)',
      parameters: { m: null, s: 0.7, t: 2 },
      data: { y, g: groups },
    });
    const m = found.natural[0] ?? NaN;
    const [u] = latentModes(found);
    assert.deepEqual(u?.levels, ['a', 'b', 'c', 'd']);
    const own = y.filter((_, i) => groups[i] === 'c');
    const precision = own.length / 0.7 ** 2 + 1 / 2 ** 2;
    close(u.estimates[2], own.reduce((sum, value) => sum + value - m, 0) / 0.7 ** 2 / precision, 1e-9);
    close(u.standardErrors[2], 1 / Math.sqrt(precision), 1e-9);
  });
});

describe("Laplace's approximation", () => {
  const counts = [3, 5, 2, 9, 12, 0, 1, 1, 0, 6];
  const models: readonly { readonly name: string; readonly test: TestModel; readonly at: Readonly<Record<string, number>> }[] = [
    {
      name: 'Poisson with a Normal intercept',
      test: {
        model: 'n ~ Poisson(log = a + b * x + u[g])\nu[g] ~ Normal(0, t)',
        parameters: { a: null, b: null, t: null },
        data: { n: counts, g: groups, x },
      },
      at: { a: 0.7, b: 0.2, t: 0.8 },
    },
    {
      name: 'Bernoulli, crossed',
      test: {
        model: 'k ~ Bernoulli(logit = a + u[g] - v[h])\nu[g] ~ Normal(0, t)\nv[h] ~ Normal(0, s)',
        parameters: { a: null, t: null, s: null },
        data: { k: [1, 0, 1, 1, 1, 0, 0, 1, 0, 1], g: groups, h: others },
      },
      at: { a: 0.3, t: 1.1, s: 0.6 },
    },
    {
      name: 'Student-t outcome and latent values, correlated slopes',
      test: {
        model:
          'n ~ StudentT(6, a + w[h] + u[g] + v[g] * x, s)\n(u[g], v[g]) ~ MultivariateNormal([t, 0.5], rho, [0, m])\nw[h] ~ StudentT(8, 0, s)',
        parameters: { a: null, m: null, s: null, t: null, rho: null },
        data: { n: counts, g: groups, h: others, x },
      },
      at: { a: 3, m: 0.4, s: 2.3, t: 1.4, rho: -0.3 },
    },
    {
      name: 'a Gamma frailty, on the logarithm of its values',
      test: { model: 'n ~ Poisson(mu * z[g])\nz[g] ~ Gamma(k, k)', parameters: { mu: null, k: null }, data: { n: counts, g: groups } },
      at: { mu: 3.5, k: 2.2 },
    },
    {
      name: 'three correlated values',
      test: {
        model:
          'n ~ Poisson(log = a + u[g] + v[g] * x + w[g] * x^2)\n(u[g], v[g], w[g]) ~ MultivariateNormal([t, 0.4, 0.3], [rho, 0.1, -0.2])',
        parameters: { a: null, t: null, rho: null },
        data: { n: counts, g: groups, x },
      },
      at: { a: 0.9, t: 0.7, rho: 0.5 },
    },
  ];
  for (const { name, test, at } of models) {
    it(`has an exact gradient and a Hessian that agrees with it: ${name}`, () => {
      const model = bound(test);
      const kernel = marginalOf(model);
      const point = pointOf(model, at);
      const { gradient, hessian } = kernel.evaluate(point, 2);
      const n = point.length;
      point.forEach((_, j) => {
        const moved = (by: number): Float64Array => point.map((each, i) => (i === j ? each + by : each));
        const slope = (kernel.evaluate(moved(1e-4), 0).value - kernel.evaluate(moved(-1e-4), 0).value) / 2e-4;
        close(gradient[j], slope, 1e-6);
        const [up, down] = [1e-3, -1e-3].map((by) => kernel.evaluate(moved(by), 1).gradient);
        point.forEach((__, i) => {
          close(hessian[i * n + j], ((up?.[i] ?? NaN) - (down?.[i] ?? NaN)) / 2e-3, 1e-4);
        });
      });
    });
  }

  it('is the negative binomial density where Poisson rates are Gamma and counts are large', () => {
    const n = [412, 367, 530, 298];
    const values = { mu: 390, k: 25 };
    const mixed = bound({
      model: 'n ~ Poisson(mu * z[g])\nz[g] ~ Gamma(k, k)',
      parameters: { mu: null, k: null },
      data: { n, g: ['a', 'b', 'c', 'd'] },
    });
    const direct = bound({ model: 'n ~ NegativeBinomial(mu, k)', parameters: { mu: null, k: null }, data: { n } });
    const exact = preparedOf(direct).likelihood([]).evaluate(pointOf(direct, values), 0).value;
    close(marginalOf(mixed).evaluate(pointOf(mixed, values), 0).value, exact, 1e-3, 1);
  });

  it('takes a standard deviation of 0 as a point like any other: there it is the likelihood without latent values', () => {
    const data = { n: counts, g: groups };
    const parameters = { a: null, t: null };
    const mixed = bound({ model: 'n ~ Poisson(log = a + u[g])\nu[g] ~ Normal(0, t)', parameters, data });
    const plain = bound({ model: 'n ~ Poisson(log = a)', parameters: { a: null }, data });
    const value = marginalOf(mixed).evaluate(pointOf(mixed, { a: 0.5, t: 0 }), 0).value;
    close(
      value,
      preparedOf(plain)
        .likelihood([])
        .evaluate(pointOf(plain, { a: 0.5 }), 0).value,
      1e-12,
    );
  });

  it('finds a variance of 0 on its boundary', () => {
    const y = [1.2, 0.8, 1.1, 0.9, 1.3, 0.7, 1.0, 1.05];
    const g = ['a', 'b', 'a', 'b', 'a', 'b', 'b', 'a'];
    const found = fit({ model: 'y ~ Normal(m + u[g], 1)\nu[g] ~ Normal(0, t)', parameters: { m: null, t: null }, data: { y, g } });
    assert.equal(found.status, 'boundary');
    assert.deepEqual(
      [...found.onBound].map((entry) => found.objective.bound.model.entries[entry]?.name),
      ['t'],
    );
    close(found.natural[0], y.reduce((a, b) => a + b) / y.length, 1e-8);
  });
});
