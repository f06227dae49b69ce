import assert from 'node:assert/strict';
import fc from 'fast-check';
import { build, byName, fit, type TestModel } from '../../testing/models.js';
import { evaluateColumns } from '../../ir/evaluate.js';
import { opsOf } from '../../ir/ops.js';
import { leavingArguments } from '../../model/insideDomain.js';
import { rangesOf } from '../../model/ranges.js';
import { edgesAt } from './interior.js';
import { rowValues } from '../objective/rowValues.js';

const x = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const line = (y: readonly number[]): TestModel => ({ model: 'y ~ Bernoulli(a + b * x)', parameters: { a: null, b: null }, data: { x, y } });

describe('arguments that nothing keeps inside their domain', () => {
  it('have the maximum inside, where there is one', () => {
    const found = fit(line([0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1]));
    assert.equal(found.status, 'converged');
    // R: optim(c(0.3, 0.04), minus log-likelihood, reltol = 1e-15)
    const { a = NaN, b = NaN } = byName(found, found.natural);
    assert.ok(Math.abs(a - 0.242895703) < 1e-6 && Math.abs(b - 0.0450740296) < 1e-6, `${String(a)} ${String(b)}`);
  });

  it('come to the edge, where the likelihood would rise beyond: no estimate counts as found, and no probability is outside', () => {
    const found = fit(line([0, 0, 0, 0, 1, 0, 1, 1, 0, 1, 1, 1]));
    assert.equal(found.status, 'max-iterations');
    // R: the best of Nelder-Mead searches with Infinity outside: −4.885556 at (0, 1/11).
    assert.ok(Math.abs(found.logLikelihood + 4.885556) < 1e-4, String(found.logLikelihood));
    assert.deepEqual(
      edgesAt(found.objective.bound, found.natural).map(({ argument, row, end }) => [argument, row, end]),
      [
        ['p', 0, 0],
        ['p', 11, 1],
      ],
    );
    assert.ok(found.standardErrors.every(Number.isNaN));
  });

  it('never count as found outside (random outcomes)', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 12, maxLength: 12 }), (y) => {
        const { status, objective, natural, logLikelihood } = fit(line(y));
        const { model } = objective.bound;
        const [p = new Float64Array(0)] = rowValues(objective.bound, model.likelihoods[0]?.args[0] ?? [], natural);
        assert.ok(p.every((each) => each >= -1e-12 && each <= 1 + 1e-12) && logLikelihood <= 1e-9, `${status} ${String(p)}`);
      }),
      { numRuns: 60 },
    );
  });

  const leaving = (model: string, parameters: NonNullable<TestModel['parameters']>): string[] => {
    const built = build({ model, parameters, data: { x, y: x } }).model;
    assert.ok(built);
    return built.likelihoods.flatMap((likelihood) => leavingArguments(built, likelihood).map(({ record }) => record.name));
  };

  it('are told from those that a link, a bound or a square keeps inside', () => {
    assert.deepEqual(leaving('y ~ Poisson(a + b * x)', { a: null, b: null }), ['rate']);
    assert.deepEqual(leaving('y ~ Normal(a, s + t * x)', { a: null, s: null, t: null }), ['sd']);
    assert.deepEqual(leaving('y ~ Poisson(exp(a + b * x))', { a: null, b: null }), []);
    assert.deepEqual(leaving('y ~ Poisson(r)', { r: null }), []);
    assert.deepEqual(leaving('y ~ Poisson(a + b)', { a: { lower: 0 }, b: { lower: 0 } }), []);
    assert.deepEqual(leaving('y ~ Normal(a, sqrt(s^2 + t^2 * x^2))', { a: null, s: null, t: null }), []);
    assert.deepEqual(leaving('y ~ Geometric(1 - 0.5 * p)', { p: { lower: 0, upper: 1 } }), []);
    assert.deepEqual(leaving('y ~ Geometric(1.5 - p)', { p: { lower: 0, upper: 1 } }), ['p']);
  });
});

describe('ranges of expressions', () => {
  it('hold every value (random expressions and points)', () => {
    const parameters = { p: { lower: 0, upper: 1 }, q: { lower: -2, upper: 3 } };
    const leaf = fc.constantFrom('p', 'q', 'x', '2', '0.5', '(-1)');
    const expression = fc.letrec<{ e: string }>((tie) => ({
      e: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.tuple(tie('e'), fc.constantFrom('+', '-', '*', '/'), tie('e')).map(([a, o, b]) => `(${a} ${o} ${b})`),
        fc
          .tuple(fc.constantFrom('exp', 'logistic', 'abs', 'tanh', 'square', 'softplus', 'inv_cloglog', 'Phi'), tie('e'))
          .map(([f, a]) => `${f}(${a})`),
        fc.tuple(tie('e'), tie('e')).map(([a, b]) => `max(${a}, ${b})`),
      ),
    })).e;
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(expression, unit, unit, (text, u, v) => {
        const model = build({ model: `y ~ Normal(${text}, 1)`, parameters, data: { x, y: x } }).model;
        if (!model) return;
        const [node = opsOf(model.graph).num(0)] = model.likelihoods[0]?.args[0] ?? [];
        const point = model.variables.map((source) => {
          const name = source.kind === 'scalar' ? model.entries[source.entry]?.name : '';
          return new Float64Array(x.length).fill(name === 'p' ? u : -2 + 5 * v);
        });
        const columns = model.columns.map(() => Float64Array.from(x));
        const { lower = NaN, upper = NaN } = rangesOf(model, [node]).get(node) ?? {};
        for (const value of evaluateColumns(model.graph, [node], columns, x.length, point)[0] ?? [])
          if (!Number.isNaN(value))
            assert.ok(
              (value >= lower || value >= lower - 1e-9 * Math.abs(lower)) && (value <= upper || value <= upper + 1e-9 * Math.abs(upper)),
              `${text}: ${String(value)} not in ${String(lower)}, ${String(upper)}`,
            );
      }),
      { numRuns: 500 },
    );
  });
});
