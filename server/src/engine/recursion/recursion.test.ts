import assert from 'node:assert/strict';
import { compileKernel } from '../terms/compile.js';
import { likelihoodTerms } from '../bind/likelihoodTerms.js';
import { checkDerivatives, close, kernelOf } from '../testing/derivatives.js';
import { bound, type Columns, fit, type ParameterText } from '../testing/models.js';

const ROWS = 300; // more than two tiles, and a tail
const column = (f: (i: number) => number, rows = ROWS): number[] => Array.from({ length: rows }, (_, i) => f(i));
const x = column((i) => Math.sin(0.9 * i) + 0.2 * Math.cos(3.3 * i));
const y = column((i) => Math.cos(1.7 * i) + 0.4 * Math.sin(0.31 * i) + 0.1);
const w = column((i) => 1 + (i % 3));
const g = Array.from({ length: ROWS }, (_, i) => 'abc'[i % 3] ?? 'a');
const data: Columns = { x, y, w, g };

const normal = (z: number, sd: number): number => -0.5 * (z / sd) ** 2 - Math.log(sd) - 0.5 * Math.log(2 * Math.PI);
const free = (...names: string[]): Record<string, ParameterText> => Object.fromEntries(names.map((name) => [name, null]));

/** A sum over rows of what `row` gives, which may look back at what it gave before. */
function sumOver<S>(row: (i: number, above: (steps: number) => S | undefined) => { readonly term: number; readonly state: S }): number {
  const states: S[] = [];
  let sum = 0;
  for (let i = 0; i < ROWS; i++) {
    const { term, state } = row(i, (steps) => states[i - steps]);
    states.push(state);
    sum += term;
  }
  return sum;
}

describe('recursions', () => {
  it('have the value, gradient and Hessian of a plain loop: GARCH that begins at a mean of squares', () => {
    const model = bound({
      model: 'e = y - mu\nv = mean(e^2)\nh = omega + alpha * lag(e^2, 1, v) + beta * lag(h, 1, v)\ny ~ Normal(mu, sqrt(h))',
      parameters: free('mu', 'omega', 'alpha', 'beta'),
      data,
    });
    checkDerivatives(model, { mu: 0.2, omega: 0.1, alpha: 0.3, beta: 0.4 }, ({ mu = 0, omega = 0, alpha = 0, beta = 0 }) => {
      const v = y.reduce((sum, each) => sum + (each - mu) ** 2, 0) / ROWS;
      return sumOver<{ h: number; e: number }>((i, above) => {
        const last = above(1);
        const h = omega + alpha * (last ? last.e ** 2 : v) + beta * (last?.h ?? v);
        const e = (y[i] ?? 0) - mu;
        return { term: normal(e, Math.sqrt(h)), state: { h, e } };
      });
    });
  });

  it('of several definitions look at each other, several rows back, from parameters on', () => {
    const model = bound({
      model: 'p = a + 0.5 * lag(q, 2, s0) + c * lag(p, 1, p0)\nq = sin(p * x) - c * lag(q, 3, a)\ny ~ Normal(p + q, exp(s0))',
      parameters: free('a', 'c', 's0', 'p0'),
      data,
    });
    checkDerivatives(model, { a: 0.3, c: -0.4, s0: 0.2, p0: 0.7 }, ({ a = 0, c = 0, s0 = 0, p0 = 0 }) =>
      sumOver<{ p: number; q: number }>((i, above) => {
        const p = a + 0.5 * (above(2)?.q ?? s0) + c * (above(1)?.p ?? p0);
        const q = Math.sin(p * (x[i] ?? 0)) - c * (above(3)?.q ?? a);
        return { term: normal((y[i] ?? 0) - p - q, Math.exp(s0)), state: { p, q } };
      }),
    );
  });

  it('take indexed parameters and linear predictors', () => {
    const model = bound({
      model: 'mu = b[g] + linear(c, x)\ne = y - mu - t * lag(e, 1, 0)\ny ~ Normal(y - e, 0.8)',
      parameters: { b: { reference: 'b' }, c: null, t: null },
      data,
    });
    const values = { 'b[a]': 0.3, 'b[c]': -0.2, 'c[Intercept]': 0.1, 'c[x]': 0.6, t: 0.4 };
    checkDerivatives(model, values, (at) =>
      sumOver<number>((i, above) => {
        const mu = (at[`b[${g[i] ?? ''}]`] ?? 0) + (at['c[Intercept]'] ?? 0) + (at['c[x]'] ?? 0) * (x[i] ?? 0);
        const e = (y[i] ?? 0) - mu - (at['t'] ?? 0) * (above(1) ?? 0);
        return { term: normal(e, 0.8), state: e };
      }),
    );
  });

  it('count a row by its weight; means do not', () => {
    const model = bound({ model: 'h = a + 0.5 * lag(h + y, 1, 0)\ny ~ Normal(h - mean(h), 1)', parameters: free('a'), data, weights: 'w' });
    checkDerivatives(model, { a: 0.3 }, ({ a = 0 }) => {
      const h: number[] = [];
      for (let i = 0; i < ROWS; i++) h.push(a + 0.5 * (i === 0 ? 0 : (h[i - 1] ?? 0) + (y[i - 1] ?? 0)));
      const mean = h.reduce((p, q) => p + q, 0) / ROWS;
      return h.reduce((sum, each, i) => sum + (w[i] ?? 0) * normal((y[i] ?? 0) - each + mean, 1), 0);
    });
  });

  it('of data alone are sums that run along the rows', () => {
    const model = bound({ model: 'total = x + lag(total, 1, 0)\ny ~ Normal(a + b * total, 1)', parameters: free('a', 'b'), data });
    checkDerivatives(model, { a: 0.3, b: 0.05 }, ({ a = 0, b = 0 }) =>
      sumOver<number>((i, above) => {
        const total = (x[i] ?? 0) + (above(1) ?? 0);
        return { term: normal((y[i] ?? 0) - a - b * total, 1), state: total };
      }),
    );
  });

  it('hold in absolute values and conditions: EGARCH', () => {
    const model = bound({
      model:
        'z = (y - mu) * exp(-l / 2)\nl = o + a * (abs(lag(z, 1, 0)) - if(lag(z, 1, 0) < 0, g, 0)) + b * lag(l, 1, o)\ny ~ Normal(mu, exp(l / 2))',
      parameters: free('mu', 'o', 'a', 'g', 'b'),
      data: { y },
    });
    checkDerivatives(model, { mu: 0.03, o: -0.3, a: 0.3, g: 0.1, b: 0.6 }, ({ mu = 0, o = 0, a = 0, g: leverage = 0, b = 0 }) =>
      sumOver<{ z: number; l: number }>((i, above) => {
        const z = above(1)?.z ?? 0;
        const l = o + a * (Math.abs(z) - (z < 0 ? leverage : 0)) + b * (above(1)?.l ?? o);
        const e = (y[i] ?? 0) - mu;
        return { term: normal(e, Math.exp(l / 2)), state: { z: e * Math.exp(-l / 2), l } };
      }),
    );
  });

  it('that come to nothing but a number leave the numbers of other expressions alone', () => {
    const model = bound({
      model: 'h = if(1, 3, lag(h, 1, 0))\ny ~ Normal((y - a)^3 + b * lag(h, 1, 1), 1)',
      parameters: free('a', 'b'),
      data,
    });
    checkDerivatives(model, { a: 1.5, b: 0.3 }, ({ a = 0, b = 0 }) =>
      y.reduce((sum, each, i) => sum + normal(each - (each - a) ** 3 - b * (i === 0 ? 1 : 3), 1), 0),
    );
  });

  it('give no number when cancelled', () => {
    const model = bound({ model: 'h = a + 0.5 * lag(h, 1, 0)\ny ~ Normal(h, 1)', parameters: free('a'), data });
    assert.ok(Number.isNaN(kernelOf(model).evaluate(Float64Array.of(1), 2, { cancelled: true }).value));
  });

  it('are worked out the same beside generated code', () => {
    const model = bound({
      model: 'h = a + b * lag(h, 1, 0) + x\ny ~ Normal(h, 1)\nx ~ Normal(a + b * y, 2)',
      parameters: free('a', 'b'),
      data,
    });
    const at = Float64Array.of(0.2, 0.4);
    const [plain, compiled] = [kernelOf(model), compileKernel(likelihoodTerms(model), 2, 1)].map((kernel) => kernel.evaluate(at, 2));
    close(compiled?.value, plain?.value ?? NaN, 1e-13);
    plain?.hessian.forEach((value, i) => close(compiled?.hessian[i], value, 1e-12));
  });

  it('without curvature of the arguments: Gauss-Newton is J W J of a plain loop', () => {
    const model = bound({ model: 'h = sin(a + b * lag(h, 1, a))\ny ~ Normal(h, 0.5)', parameters: free('a', 'b'), data });
    const at = Float64Array.of(0.4, 0.7);
    const heights = (a: number, b: number): number[] => {
      const h: number[] = [];
      for (let i = 0; i < ROWS; i++) h.push(Math.sin(a + b * (h[i - 1] ?? a)));
      return h;
    };
    const slope = (da: number, db: number): number[] => {
      const [up, down] = [heights(0.4 + da, 0.7 + db), heights(0.4 - da, 0.7 - db)];
      return up.map((each, i) => (each - (down[i] ?? 0)) / 2e-6);
    };
    const slopes = [slope(1e-6, 0), slope(0, 1e-6)];
    const { hessian } = kernelOf(model).evaluate(at, 2, undefined, 'gauss-newton');
    slopes.forEach((first, i) =>
      slopes.forEach((second, j) => close(hessian[2 * i + j], -first.reduce((sum, d, k) => sum + d * (second[k] ?? 0), 0) / 0.25, 1e-6)),
    );
  });
});

describe('mean and sd of expressions with parameters', () => {
  it('are functions of the parameters with exact derivatives', () => {
    const model = bound({ model: 'e = y - m * x\ny ~ Normal(mean(exp(e)), sd(e))', parameters: free('m'), data });
    checkDerivatives(model, { m: 0.4 }, ({ m = 0 }) => {
      const e = y.map((each, i) => each - m * (x[i] ?? 0));
      const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / ROWS;
      const centre = mean(e);
      const spread = Math.sqrt(e.reduce((sum, each) => sum + (each - centre) ** 2, 0) / (ROWS - 1));
      return y.reduce((sum, each) => sum + normal(each - mean(e.map(Math.exp)), spread), 0);
    });
  });

  it('of a location profile the spread out: sd(y − m) makes the mean the estimate', () => {
    const found = fit({ model: 'y ~ Normal(m, sd(y - m))', parameters: free('m'), data });
    close(found.natural[0], y.reduce((a, b) => a + b, 0) / ROWS, 1e-9);
  });
});
