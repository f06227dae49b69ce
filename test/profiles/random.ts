import { uniformStream } from '../../server/src/engine/numeric/random.js';
import type { TestModel } from '../../server/src/engine/testing/models.js';

type Draw = () => number;

const normal = (u: Draw): number => Math.sqrt(-2 * Math.log(1 - u())) * Math.cos(2 * Math.PI * u());
const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
const exponential = (u: Draw): number => -Math.log(1 - u());

/** Ways to make a model with its data: the number of rows and the true values are drawn. */
const kinds: readonly ((u: Draw, n: number) => TestModel)[] = [
  (u, n) => ({ model: 'y ~ Normal(m, s)', parameters: { m: null, s: null }, data: { y: times(n, () => 3 * normal(u)) } }),
  (u, n) => {
    const x = times(n, (i) => i / 3);
    return { model: 'y ~ Normal(linear(b, x), s)', parameters: { b: null, s: null }, data: { x, y: x.map((v) => 1 + v + normal(u)) } };
  },
  (u, n) => {
    const x = times(n, () => normal(u));
    return {
      model: 'k ~ Bernoulli(logit = linear(b, x))',
      parameters: { b: null },
      data: { x, k: x.map((v) => (u() < 1 / (1 + Math.exp(-v)) ? 1 : 0)) },
    };
  },
  (u, n) => {
    const x = times(n, () => normal(u));
    return {
      model: 'k ~ Poisson(log = linear(b, x))',
      parameters: { b: null },
      data: { x, k: x.map((v) => Math.floor(Math.exp(0.5 + 0.3 * v) * exponential(u) * 1.5)) },
    };
  },
  (u, n) => ({
    model: 'y ~ Gamma(a, r)',
    parameters: { a: null, r: null },
    data: { y: times(n, () => 0.1 + exponential(u) + exponential(u)) },
  }),
  (u, n) => ({
    model: 'y ~ Weibull(k, l)',
    parameters: { k: null, l: null },
    data: { y: times(n, () => 0.01 + 2 * Math.sqrt(exponential(u))) },
  }),
  (u, n) => ({
    model: 'y ~ StudentT(4, m, s)',
    parameters: { m: null, s: null },
    data: { y: times(n, () => normal(u) / Math.sqrt(0.3 + exponential(u))) },
  }),
  (u, n) => ({ model: 'y ~ Gumbel(m, s)', parameters: { m: null, s: null }, data: { y: times(n, () => -Math.log(exponential(u))) } }),
  (u, n) => ({ model: 'p ~ Beta(a, b)', parameters: { a: null, b: null }, data: { p: times(n, () => 0.05 + 0.9 * u()) } }),
  (u, n) => ({
    model: 'k ~ NegativeBinomial(m, theta)',
    parameters: { m: null, theta: null },
    data: { k: times(n, () => Math.floor(6 * exponential(u))) },
  }),
  (u, n) => {
    const x = times(n, (i) => (4 * i) / n);
    const data = { x, y: x.map((v) => 5 * Math.exp(-0.8 * v) + 0.3 * normal(u)) };
    return { model: 'y ~ Normal(a * exp(-k * x), s)', parameters: { a: null, k: null, s: null }, data };
  },
  (u, n) => {
    const x = times(n, (i) => (8 * i) / n);
    const data = { x, y: x.map((v) => 10 / (1 + Math.exp(-(v - 4))) + 0.4 * normal(u)) };
    return { model: 'y ~ Normal(K / (1 + exp(-(x - m) / r)), s)', parameters: { K: null, m: null, r: null, s: null }, data };
  },
  (u, n) => {
    const x = times(n, (i) => i % 8);
    const data = { x, y: x.map((v) => (6 * v) / (2 + v) + 0.3 * normal(u)) };
    return { model: 'y ~ Normal(V * x / (K + x), s)', parameters: { V: null, K: { lower: 0 }, s: null }, data };
  },
  (u, n) => {
    const y = times(n, () => (u() < 0.4 ? 4 : 0) + normal(u));
    const parameters = { w: null, a: { start: 0 }, b: { start: 4 }, s: null };
    return { model: 'y ~ Mixture([w, 1 - w], Normal(b, s), Normal(a, s))', parameters, data: { y } };
  },
  (u, n) => ({
    model: 'k ~ ZeroInflated(p, Poisson(m))',
    parameters: { p: null, m: null },
    data: { k: times(n, () => (u() < 0.3 ? 0 : Math.floor(5 * u()))) },
  }),
  (u, n) => {
    const g = times(n, (i) => 'abcdef'[i % 6] ?? 'a');
    const shift = times(6, () => normal(u));
    const data = { g, y: times(n, (i) => (shift[i % 6] ?? 0) * 0.7 + normal(u)) };
    return { model: 'y ~ Normal(m + v[g], s)\nv[g] ~ Normal(0, tau)', parameters: { m: null, s: null, tau: null }, data };
  },
  (u, n) => {
    const x = times(n, (i) => i + 1);
    const data = { x, y: x.map((v) => -0.1 + 0.05 * v + normal(u)) };
    return { model: 'y ~ Normal(a + b * x, s)', parameters: { a: { lower: 0 }, b: { lower: 0 }, s: null }, data };
  },
  (u, n) => ({
    model: 'y ~ GEV(m, s, xi)',
    parameters: { m: null, s: null, xi: null },
    data: { y: times(n, () => -Math.log(exponential(u))) },
  }),
  (u, n) => {
    const x = times(n, () => 0.2 + 3 * u());
    const data = { x, y: x.map((v) => 2 * v ** 0.7 + 0.2 * normal(u)) };
    return { model: 'y ~ Normal(a * x^b, s)', parameters: { a: null, b: null, s: null }, data };
  },
  (u, n) => {
    const k = times(n, () => Math.min(10, Math.floor(11 * u())));
    return { model: 'k ~ BetaBinomial(10, mean = p, precision = phi)', parameters: { p: null, phi: null }, data: { k } };
  },
];

/** So many random models, by a seed. */
export function randomModels(count: number, seed: number): TestModel[] {
  return times(count, (i) => {
    const u = uniformStream(seed + 7919 * i);
    const kind = kinds[i % kinds.length];
    if (!kind) throw new Error('there is no such kind');
    return kind(u, 12 + Math.floor(30 * u()));
  });
}
