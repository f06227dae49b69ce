import assert from 'node:assert/strict';
import { close } from '../../testing/derivatives.js';
import { fit, type TestModel } from '../../testing/models.js';
import { logEvidence } from './evidence.js';
import { type Posterior, posteriorOf } from './posterior.js';

const y = [2.3, 4.1, 1.7, 3.3, 5.2];
const z = 1.959963984540054;

const posterior = (test: TestModel): Posterior => posteriorOf(fit(test, 'map'), 0.95, Infinity);

function assertIntervals(
  test: TestModel,
  method: 'quadrature' | 'laplace',
  expected: readonly (readonly [number, number])[],
  tolerance = 1e-8,
): void {
  const { intervals } = posterior(test);
  assert.equal(intervals?.method, method);
  expected.forEach((ends, entry) => {
    ends.forEach((end, i) => {
      close(intervals.ends.get(entry)?.[i], end, tolerance);
    });
  });
}

describe('posterior intervals', () => {
  describe('by quadrature', () => {
    it('of a coin are those of its Beta distribution: 7 of 10 under Beta(16, 16)', () => {
      // R: qbeta(c(0.025, 0.975), 23, 19)
      const test = { model: 'k ~ Binomial(n, p)', parameters: { p: 'Beta(16, 16)' }, data: { k: [7], n: [10] } };
      assertIntervals(test, 'quadrature', [[0.397498437380759, 0.693440567148599]]);
    });

    it('of a rate are those of its Gamma distribution', () => {
      // R: qgamma(c(0.025, 0.975), 6, 9)
      const test = { model: 'k ~ Poisson(r)', parameters: { r: 'Gamma(2, 4)' }, data: { k: [1, 0, 2, 0, 1] } };
      assertIntervals(test, 'quadrature', [[0.244654917054539, 1.29648134214696]]);
    });

    it('of a rate whose mode is 0 start above it', () => {
      // R: qgamma(c(0.025, 0.975), 1, 5)
      const test = { model: 'k ~ Poisson(r)', parameters: { r: 'Exponential(2)' }, data: { k: [0, 0, 0] } };
      assertIntervals(test, 'quadrature', [[0.00506356159685798, 0.737775890822787]]);
    });

    it('of a Normal mean with a known standard deviation are Normal', () => {
      const variance = 1 / (5 + 1 / 4);
      const [centre, half] = [variance * y.reduce((a, b) => a + b), z * Math.sqrt(variance)];
      assertIntervals({ model: 'y ~ Normal(m, 1)', parameters: { m: 'Normal(0, 2)' }, data: { y } }, 'quadrature', [
        [centre - half, centre + half],
      ]);
    });

    it('of a Normal mean and standard deviation are what R integrates', () => {
      // R: the mean integrated out in closed form, the standard deviation by integrate() with rel.tol = 1e-12, the ends by uniroot().
      const test = { model: 'y ~ Normal(m, s)', parameters: { m: 'Normal(0, 10)', s: 'HalfNormal(5)' }, data: { y } };
      const expected = [
        [1.26153053104458, 5.24923090125226],
        [0.902846296847156, 4.63276654096591],
      ] as const;
      assertIntervals(test, 'quadrature', expected);
      close(posterior(test).evidence?.value, -12.5685619188136, 1e-11);
    });

    it('of coefficients that depend on each other are those of the conjugate answer', () => {
      // R: solve(crossprod(X) + diag(c(1/4, 1))) is the covariance.
      const test = {
        model: 'y ~ Normal(linear(b, x), 1)',
        parameters: { b: 'Normal(0, 2)', 'b[x]': 'Normal(0, 1)' },
        data: { y, x: [10, 11, 12.5, 13, 15] },
      };
      assertIntervals(test, 'quadrature', [
        [-3.71020527969652, 2.89403252527426],
        [0.0324893477146206, 0.577021334573459],
      ]);
    });

    it('of shares of a whole are those of their Beta margins', () => {
      // R: qbeta(c(0.025, 0.975), a, 17 - a), a = 6, 4, 7
      const test: TestModel = {
        model: 'k ~ Categorical(p)',
        parameters: { p: { prior: 'Dirichlet(2, 3, 4)', simplex: 3 } },
        data: { k: ['a', 'a', 'a', 'a', 'b', 'c', 'c', 'c'] },
      };
      assertIntervals(test, 'quadrature', [
        [0.151983675081122, 0.586620636451359],
        [0.0726620382528822, 0.456456546231612],
        [0.197534140532668, 0.645653905697922],
      ]);
    });

    const counts = { k: [1, 0, 3, 2], h: [1, 0, 2, 1] };

    it('under a flat prior are those of the proper posterior, without an evidence', () => {
      // R: qgamma(c(0.025, 0.975), 7, 4) for the rate with the flat prior, (6, 8) for the other one.
      const test = { model: 'k ~ Poisson(r)\nh ~ Poisson(q)', parameters: { r: null, q: 'Gamma(2, 4)' }, data: counts };
      assert.equal(posterior(test).evidence, undefined);
      assertIntervals(test, 'quadrature', [
        [0.703590762879967, 3.26486850562967],
        [0.275236781686356, 1.45854150991533],
      ]);
    });

    it('are none where the posterior is improper: one row leaves a standard deviation without an end', () => {
      const model = 'y ~ Normal(0, s)\nh ~ Poisson(q)';
      const one = { model, data: { y: [1.5], h: [1] } };
      for (const parameters of [
        { s: null, q: 'Gamma(2, 4)' },
        { q: 'Gamma(2, 4)', s: null },
      ])
        assert.equal(posterior({ ...one, parameters }).intervals, undefined);
      assert.equal(posterior({ ...one, parameters: { s: 'HalfNormal(9)', q: 'Gamma(2, 4)' } }).intervals?.ends.size, 2);
    });

    it('at the kink of a narrow prior are near those of R, as is the evidence', () => {
      // R: integrate() on both sides of 0 with rel.tol = 1e-12
      const test = { model: 'y ~ Normal(m, 1)', parameters: { m: 'Laplace(0, 0.01)' }, data: { y: [0.2, -0.1, 0.3] } };
      assertIntervals(test, 'quadrature', [[-0.0297759755818568, 0.0300949581406965]], 1e-5);
      close(logEvidence(fit(test, 'map'))?.value, -2.82709939876586, 1e-4);
    });
  });

  describe("by Laplace's approximation", () => {
    const groups = ['a', 'b', 'c'].flatMap((level) => y.map(() => level));

    it('are exact where the posterior is Normal', () => {
      const variance = 1 / (5 + 1 / 4);
      const [centre, half] = [variance * y.reduce((a, b) => a + b), z * Math.sqrt(variance)];
      const data = { y: [...y, ...y, ...y], g: groups };
      const ends = [centre - half, centre + half] as const;
      assertIntervals({ model: 'y ~ Normal(m[g], 1)', parameters: { m: 'Normal(0, 2)' }, data }, 'laplace', [ends, ends, ends]);
    });

    it('of three coins are those of the mode and the curvature of the log-odds', () => {
      // The density of the log-odds is that of Beta(23, 19) times p (1 − p): mode 23/42, curvature 42 p (1 − p).
      const test = {
        model: 'k ~ Binomial(n, p[g])',
        parameters: { p: 'Beta(16, 16)' },
        data: { k: [7, 7, 7], n: [10, 10, 10], g: ['a', 'b', 'c'] },
      };
      const [mode, half] = [Math.log(23 / 19), z / Math.sqrt((23 * 19) / 42)];
      const ends = [-1, 1].map((side) => 1 / (1 + Math.exp(-mode - side * half))) as [number, number];
      assertIntervals(test, 'laplace', [ends, ends, ends]);
    });
  });
});
