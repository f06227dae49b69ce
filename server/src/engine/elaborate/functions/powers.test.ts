import assert from 'node:assert/strict';
import { Objective } from '../../inference/objective/objective.js';
import { bound } from '../../testing/models.js';

/** Curves of a dose that is 0 in some rows, at exponents below and above 1. */
const curves: Readonly<Record<string, readonly string[]>> = {
  'a * x^b': ['a', 'b'],
  'a * (x / k)^b': ['a', 'k', 'b'],
  'a * (k * x)^b': ['a', 'k', 'b'],
  'a * x^b / (k^b + x^b)': ['a', 'k', 'b'],
  'a + (k - a) / (1 + (x / c)^b)': ['a', 'k', 'c', 'b'],
  'a / (1 + (k / x)^b)': ['a', 'k', 'b'],
  'a * sqrt(k * x)': ['a', 'k'],
  'a * x * log(x) + k': ['a', 'k'],
};

describe('curves at a dose of 0', () => {
  const few = [0, 0.5, 1, 2, 4, 0];
  // From so many rows on the kernel is generated code.
  const many = Array.from({ length: 1500 }, (_, i) => few[i % few.length] ?? 0);

  for (const [mean, names] of Object.entries(curves)) {
    for (const [x, kernel] of [[few, 'interpreter'] as const, [many, 'generated code'] as const]) {
      for (const exponent of [0.6, 1, 1.7]) {
        it(`${mean} has finite derivatives that agree with differences (${kernel}, exponent ${String(exponent)})`, () => {
          const data = { x, y: x.map((value) => 1 + value) };
          const model = `y ~ Normal(${mean}, 2)`;
          const objective = new Objective(
            bound({ model, parameters: Object.fromEntries(names.map((name) => [name, null])), data }),
            'mle',
            new Map(),
          );
          const point = Float64Array.from(names, (name) => (name === 'b' ? exponent : 1.3));
          const { gradient, hessian } = objective.evaluate(point);
          assert.ok([...gradient, ...hessian].every(Number.isFinite), 'a derivative is not finite');
          names.forEach((_, i) => {
            const h = 1e-5;
            const [below, above] = [-h, h].map((step) => objective.evaluate(point.map((w, j) => (i === j ? w + step : w))));
            const slope = ((above?.value ?? NaN) - (below?.value ?? NaN)) / (2 * h);
            assert.ok(Math.abs(slope - (gradient[i] ?? NaN)) < 1e-4 * (1 + Math.abs(slope)), `slope by ${names[i] ?? ''}`);
            names.forEach((__, j) => {
              const bend = ((above?.gradient[j] ?? NaN) - (below?.gradient[j] ?? NaN)) / (2 * h);
              assert.ok(Math.abs(bend - (hessian[i * names.length + j] ?? NaN)) < 1e-4 * (1 + Math.abs(bend)), 'a second derivative');
            });
          });
        });
      }
    }
  }
});
