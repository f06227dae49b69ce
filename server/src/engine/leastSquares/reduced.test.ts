import assert from 'node:assert/strict';
import { interpret } from '../terms/interpreter.js';
import { neverCancelled } from '../kernel/kernel.js';
import { likelihoodTerms } from '../bind/likelihoodTerms.js';
import { bound, type TestModel } from '../testing/models.js';
import { ReducedLikelihood } from './reduced.js';

const x = [0.2, 1.1, 1.9, 3.2, 4.1, 4.8, 6.3];
const z = [1, 0, 2, 1, 3, 0, 1];
const y = [2.1, 2.4, 4.4, 4.9, 7.3, 6.1, 8.8];
const data = { x, z, y, w: [1, 2, 0, 3, 1, 1, 2] };

const reducible: Readonly<Record<string, TestModel>> = {
  'a linear predictor': { model: 'y ~ Normal(linear(b, x + z), s)', data, parameters: { b: null, s: null } },
  'an affine mean written out': { model: 'y ~ Normal(a + b * x - 2 * x + z / 3, s)', data, parameters: { a: null, b: null, s: null } },
  'one parameter in two places': { model: 'y ~ Normal(a * x + (a + c) * z, s)', data, parameters: { a: null, c: null, s: null } },
  'a variance': { model: 'y ~ Normal(a + b * x, variance = v)', data, parameters: { a: null, b: null, v: null } },
  'a precision': { model: 'y ~ Normal(a, precision = exp(t))', data, parameters: { a: null, t: null } },
  'a known standard deviation': { model: 'y ~ Normal(linear(b, x), 0.7)', data, parameters: { b: null } },
  'weighted rows': { model: 'y ~ Normal(a + b * x, s)', data, weights: 'w', parameters: { a: null, b: null, s: null } },
  'the logarithm of the outcome': { model: 'y ~ LogNormal(a + b * x, s)', data, parameters: { a: null, b: null, s: null } },
  'a coefficient of the data beside a predictor': { model: 'y ~ Normal(linear(b, x) * z + 1, s)', data, parameters: { b: null, s: null } },
  'dependent columns': { model: 'y ~ Normal(a + b * x + c * (x + 1), s)', data, parameters: { a: null, b: null, c: null, s: null } },
};

const irreducible: Readonly<Record<string, TestModel>> = {
  'a product of parameters': { model: 'y ~ Normal(a * b * x, s)', data, parameters: { a: null, b: null, s: null } },
  'a curve': { model: 'y ~ Normal(a * exp(b * x), s)', data, parameters: { a: null, b: null, s: null } },
  'a spread that differs between rows': { model: 'y ~ Normal(a + b * x, s * (1 + z))', data, parameters: { a: null, b: null, s: null } },
  'another distribution': { model: 'y ~ Logistic(a + b * x, s)', data, parameters: { a: null, b: null, s: null } },
};

const close = (actual: number, expected: number, size: number): void =>
  assert.ok(Math.abs(actual - expected) <= 1e-11 * (size + Math.abs(expected)), `${String(actual)} should be ${String(expected)}`);

describe('a Normal likelihood as a few rows', () => {
  for (const [name, test] of Object.entries(reducible)) {
    it(`has the value and the derivatives of all rows: ${name}`, () => {
      const model = bound(test);
      const reduced = ReducedLikelihood.of(model, 0, neverCancelled);
      assert.ok(reduced);
      const size = model.model.entries.length;
      const [all, few] = [interpret(likelihoodTerms(model), size), interpret([reduced.term(false)], size)];
      for (const shift of [0, 0.4, -0.3]) {
        const point = Float64Array.from({ length: size }, (_, i) => 0.9 + 0.2 * i + shift);
        const [expected, actual] = [all.evaluate(point, 2), few.evaluate(point, 2)];
        close(actual.value, expected.value, 1);
        expected.gradient.forEach((value, i) => close(actual.gradient[i] ?? NaN, value, Math.abs(expected.value)));
        expected.hessian.forEach((value, i) => close(actual.hessian[i] ?? NaN, value, Math.abs(expected.value)));
      }
    });
  }

  for (const [name, test] of Object.entries(irreducible)) {
    it(`is left as it is with ${name}`, () => assert.equal(ReducedLikelihood.of(bound(test), 0, neverCancelled), undefined));
  }
});
