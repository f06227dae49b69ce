import assert from 'node:assert/strict';
import { bind, type TestModel } from '../../testing/models.js';

const data = {
  y: [1, 2, 4, 3, 2, 5],
  g: ['a', 'a', 'b', 'b', 'c', 'c'],
  h: ['p', 'q', 'p', 'q', 'p', 'q'],
  x: [0, 1, 0, 1, 2, 3],
  z: [1, 1, 2, 2, 3, 3],
};

describe('problems of latent values', () => {
  const cases: readonly {
    readonly model: string;
    readonly parameters?: TestModel['parameters'];
    readonly code: string;
    readonly at: string;
    readonly says: RegExp;
  }[] = [
    { model: 'y ~ Normal(u, 1)\nu[g] ~ Normal(0, 1)', code: 'type', at: 'u', says: /write `u\[g\]`/ },
    { model: 'y ~ Normal(u[h], 1)\nu[g] ~ Normal(0, 1)', code: 'type', at: 'u[h]', says: /a value for each level of `g`: write `u\[g\]`/ },
    { model: 'y ~ Normal(u[g], 1)\nu[x] ~ Normal(0, 1)', code: 'type', at: 'x', says: /types: \{ x: category \}/ },
    { model: 'y ~ Normal(u[g], 1)\nu[g] ~ Poisson(3)', code: 'type', at: 'Poisson(3)', says: /counts or classes/ },
    { model: 'y ~ Normal(u[g], 1)\nu[g] ~ Uniform(0, 3)', code: 'type', at: 'Uniform(0, 3)', says: /edges of its range/ },
    { model: 'y ~ Normal(u[g], 1)\nu[g] ~ Laplace(0, 3)', code: 'type', at: 'Laplace(0, 3)', says: /kink.*StudentT/ },
    { model: 'y ~ Normal(u[g], 1)\nu[g] ~ Flat', code: 'type', at: 'Flat', says: /no density/ },
    { model: 'y ~ Normal(u[g], 1)\nu[g] ~ Normal(u[g], 1)', code: 'cycle', at: 'u[g]', says: /leads back to itself/ },
    { model: 'y ~ Normal(u[g], 1)\nu[g] ~ Normal(0, 1)\nu[g] ~ Normal(0, 2)', code: 'type', at: 'u', says: /defined twice/ },
    {
      model: 'y ~ Normal(u[g], 1)\nu[g] ~ Normal(0, 1)',
      parameters: { u: null },
      code: 'type',
      at: '',
      says: /under `parameters` and given a distribution/,
    },
    { model: 'y ~ Normal(u[g], 1)\n(u[g], v[h]) ~ MultivariateNormal([1, 1], 0)', code: 'type', at: 'v[h]', says: /the same index/ },
    { model: 'y ~ Normal(u[g], 1)\n(u[g], v[g]) ~ Normal(0, 1)', code: 'type', at: 'Normal(0, 1)', says: /distribution of several/ },
    { model: 'y ~ Normal(u[g], 1)\n(u[g], v[g]) ~ MultivariateNormal([1], 0)', code: 'type', at: '[1]', says: /a list of 2 here, found 1/ },
    { model: 'y ~ Normal(u[g], 1)\n(u[g], v[g]) ~ MultivariateNormal([1, 1], 1.5)', code: 'type', at: '1.5', says: /between −1 and 1/ },
    { model: 'y ~ Normal(u[g], 1)\n(u[g], v[g]) ~ MultivariateNormal([1, 0], 0.5)', code: 'type', at: '0', says: /positive number/ },
    {
      model: 'y ~ Normal(u[g], 1)\nu[g] ~ Normal(b * x, 1)',
      parameters: { b: null },
      code: 'type',
      at: 'u[g] ~ Normal(b * x, 1)',
      says: /reads `x`, which differs between the rows of g a/,
    },
    {
      model: 'y ~ Normal(0, 1)\nu[g] ~ Normal(0, 1)',
      code: 'unused-parameter',
      at: 'u[g] ~ Normal(0, 1)',
      says: /Nothing in the model uses `u`/,
    },
    { model: 'y ~ Laplace(u[g], 1)\nu[g] ~ Normal(0, 1)', code: 'not-supported', at: 'y ~ Laplace(u[g], 1)', says: /kink/ },
    {
      model: 'r = a + 0.5 * lag(r, 1, 0)\ny ~ Normal(r + u[g], 1)\nu[g] ~ Normal(0, 1)',
      parameters: { a: null },
      code: 'not-supported',
      at: 'lag(r, 1, 0)',
      says: /recursions/,
    },
    { model: 'y ~ MultivariateNormal(1, 2)', code: 'type', at: 'MultivariateNormal', says: /latent values that come together/ },
    {
      model: '(y, x) ~ MultivariateNormal([1, 1], 0)',
      code: 'not-supported',
      at: '(y, x) ~ MultivariateNormal([1, 1], 0)',
      says: /line of its own/,
    },
    { model: 'y[g] ~ Normal(0, 1)', code: 'type', at: 'y[g]', says: /`y` is a column.*without an index/ },
  ];
  for (const { model, parameters, code, at, says } of cases) {
    it(`${model.replaceAll('\n', '; ')}: ${code} at ${at}`, () => {
      const { problems } = bind({
        model,
        data,
        ...(parameters ? { parameters } : {}),
      });
      const found = problems.filter((problem) => problem.code === code && says.test(problem.message));
      assert.ok(found.length > 0, problems.map((each) => `${each.code}: ${each.message}`).join('\n'));
      assert.ok(found.some(({ span }) => (span.from < 0 ? '' : model.slice(span.from, span.to)) === at));
    });
  }

  it('a column that is the same throughout a level may stand in their distribution', () => {
    const { bound, problems } = bind({ model: 'y ~ Normal(u[g], 1)\nu[g] ~ Normal(b * z, 1)', parameters: { b: null }, data });
    assert.deepEqual(problems, []);
    assert.ok(bound);
  });
});
