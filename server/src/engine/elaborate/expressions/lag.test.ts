import assert from 'node:assert/strict';
import { bind, bound, build, type Columns, fit, type ParameterText, type TestModel } from '../../testing/models.js';

const y = [1, 4, 2, 8, 5, 7, 3, 6];
const x = [0.5, 0.1, 0.7, 0.2, 0.9, 0.4, 0.8, 0.3];
const g = ['u', 'v', 'u', 'w', 'v', 'w', 'u', 'v'];
const data: Columns = { y, x, g };
const NA = NaN;

const free = (...names: string[]): Record<string, ParameterText> => Object.fromEntries(names.map((name) => [name, null]));

/** The values of an expression of data in the rows that are used, as the single term of a linear predictor. */
function values(expression: string, columns: Columns = data): number[] {
  const { variables } = bound({ model: `y ~ Normal(linear(b, 0 + ${expression}), 1)`, parameters: { b: null }, data: columns });
  const [variable] = variables;
  assert.ok(variable?.kind === 'linear');
  return [...(variable.design[0] ?? [])];
}

describe('lag of data', () => {
  it('is the row above; the first row leaves the likelihood', () => assert.deepEqual(values('lag(y)'), [1, 4, 2, 8, 5, 7, 3]));
  it('looks k rows up', () => assert.deepEqual(values('lag(y, 3)'), [1, 4, 2, 8, 5]));
  it('begins with an initial value and keeps all rows', () => assert.deepEqual(values('lag(y, 2, -1)'), [-1, -1, 1, 4, 2, 8, 5, 7]));
  it('of an expression is the expression of the row above', () =>
    assert.deepEqual(
      values('lag(log(y) * 2)'),
      y.slice(0, -1).map((each) => Math.log(each) * 2),
    ));
  it('of a lag adds up', () => assert.deepEqual(values('lag(lag(y), 2)'), [1, 4, 2, 8, 5]));
  it('of a lag with an initial value shifts that too', () =>
    assert.deepEqual(values('lag(lag(y, 1, -1), 1, -2)'), [-2, -1, 1, 4, 2, 8, 5, 7]));
  it('without an initial value of a lag with one costs a row', () =>
    assert.deepEqual(values('lag(lag(y, 1, -1))'), [-1, 1, 4, 2, 8, 5, 7]));
  it('with an initial value of a lag without one begins before its first value', () =>
    assert.deepEqual(values('lag(y - lag(y), 1, 0) + 0 * lag(y)'), [0, 3, -2, 6, -3, 2, -4]));
  it('of a comparison with a level is that of the row above', () =>
    assert.deepEqual(values('lag(g == "u", 1, 0)'), [0, 1, 0, 1, 0, 0, 0, 1]));
  it('of a mean is the mean of the used rows', () => {
    const mean = (4 + 2 + 8 + 5 + 7 + 3 + 6) / 7;
    assert.deepEqual(
      values('lag(y - mean(y))'),
      y.slice(0, -1).map((each) => each - mean),
    );
  });

  it('is missing where the value above is missing, and that row is left out too', () => {
    const gap = { y: [1, 4, 2, 8, 5, 7, 3, 6], x: [0.5, 0.1, NA, 0.2, 0.9, 0.4, 0.8, 0.3] };
    assert.deepEqual(values('lag(x)', gap), [0.5, 0.1, 0.2, 0.9, 0.4, 0.8]);
    assert.deepEqual(values('lag(x) + 0 * x', gap), [0.5, 0.2, 0.9, 0.4, 0.8]);
  });

  it('with an initial value begins where its column does', () => {
    const late = { y, x: [NA, NA, 0.7, 0.2, NA, 0.4, 0.8, 0.3] };
    assert.deepEqual(values('lag(x, 1, 9)', late), [9, 9, 9, 0.7, 0.2, 0.4, 0.8]);
  });

  it('says how many rows it costs, apart from missing values', () => {
    const messages = (model: string, columns: Columns): string[] =>
      bind({ model, parameters: free('a', 'b'), data: columns }).problems.map(
        ({ severity, code, message }) => `${severity} ${code} ${message}`,
      );
    assert.deepEqual(messages('y ~ Normal(a + b * lag(x, 1, 0), 1)', data), []);
    const [two] = messages('y ~ Normal(a + b * lag(x, 2), 1)', data);
    assert.match(two ?? '', /^information missing-values 2 of 8 rows have no row above .* are left out of the fit/);
    const both = messages('y ~ Normal(a + b * lag(x), 1)', { y, x: [0.5, 0.1, NA, 0.2, 0.9, 0.4, 0.8, 0.3] });
    assert.equal(both.length, 2);
    assert.match(both[0] ?? '', /1 of 8 rows .* x \(row 3\), or look back at one/);
    assert.match(both[1] ?? '', /1 of 8 rows has no row above/);
  });

  it('keeps the numbers of rows', () => {
    const { rowNumbers } = bound({ model: 'y ~ Normal(a * lag(x), 1)', parameters: free('a'), data });
    assert.deepEqual([...(rowNumbers ?? [])], [2, 3, 4, 5, 6, 7, 8]);
  });

  it('costs no row with `missing: error`; a missing value is one', () => {
    const model = 'y ~ Normal(a * lag(x), 1)';
    assert.ok(bind({ model, parameters: free('a'), data, missing: 'error' }).bound);
    assert.equal(bind({ model, parameters: free('a'), data: { y, x: [NA, ...x.slice(1)] }, missing: 'error' }).bound, null);
  });
});

describe('lag of an expression with parameters', () => {
  /** log-likelihood at a point, by plain numbers. */
  const normal = (z: number): number => -0.5 * z * z - 0.5 * Math.log(2 * Math.PI);

  it('is the expression of the row above, its indexes and predictors too', () => {
    const model = bound({
      model: 'mu = b[g] + linear(c, x)\ny ~ Normal(lag(mu, 1, d), 1)',
      parameters: { b: { reference: 'u' }, c: null, d: null },
      data,
    });
    const at: Readonly<Record<string, number>> = { 'b[v]': 0.3, 'b[w]': -0.5, 'c[Intercept]': 2, 'c[x]': 1.5, d: 4 };
    const point = Float64Array.from(model.model.entries, ({ name }) => at[name] ?? NaN);
    const mu = y.map((_, i) => (at[`b[${g[i] ?? ''}]`] ?? 0) + 2 + 1.5 * (x[i] ?? 0));
    const expected = y.reduce((sum, each, i) => sum + normal(each - (i === 0 ? 4 : (mu[i - 1] ?? NaN))), 0);
    const found = fit({
      model: 'mu = b[g] + linear(c, x)\ny ~ Normal(lag(mu, 1, d), 1)',
      parameters: { b: { reference: 'u' }, c: null, d: null },
      data,
    }).objective.logLikelihood(point);
    assert.ok(Math.abs(found - expected) < 1e-12 * Math.abs(expected));
  });

  it('gives least squares on the lagged column: R, coef(lm(y[-1] ~ y[-8]))', () => {
    const { natural } = fit({ model: 'd = y - m\ny ~ Normal(m + p * lag(d), s)', parameters: free('m', 'p', 's'), data: { y } });
    const [before, after] = [y.slice(0, -1), y.slice(1)];
    const mean = (of: readonly number[]): number => of.reduce((a, b) => a + b, 0) / of.length;
    const slope =
      before.reduce((sum, each, i) => sum + (each - mean(before)) * ((after[i] ?? 0) - mean(after)), 0) /
      before.reduce((sum, each) => sum + (each - mean(before)) ** 2, 0);
    const centre = (mean(after) - slope * mean(before)) / (1 - slope);
    assert.ok(Math.abs((natural[0] ?? NaN) - centre) < 1e-9);
    assert.ok(Math.abs((natural[1] ?? NaN) - slope) < 1e-9);
  });
});

describe('bad lags and recursions', () => {
  const cases: readonly [model: string, code: string, at: string, message: RegExp][] = [
    ['y ~ Normal(a * lag(y, 0), 1)', 'type', '0', /whole number from 1 on; found 0/],
    ['y ~ Normal(a * lag(y, 1.5), 1)', 'type', '1.5', /found 1\.5/],
    ['y ~ Normal(a * lag(y, -1), 1)', 'type', '-1', /found -1/],
    ['y ~ Normal(a * lag(y, x), 1)', 'type', 'x', /found x/],
    ['y ~ Normal(a * lag(y, 8), 1)', 'type', '8', /looks 8 rows back, but the data have 8 rows/],
    ['y ~ Normal(a * lag(), 1)', 'type', 'lag()', /lag\(x, 1, initial\)/],
    ['y ~ Normal(a * lag(y, 1, 0, 0), 1)', 'type', 'lag(y, 1, 0, 0)', /lag\(x, 1, initial\)/],
    ['y ~ Normal(lag(a), 1)', 'type', 'lag(a)', /`a` is the same in every row/],
    ['y ~ Normal(a * lag(g), 1)', 'type', 'g', /holds text/],
    ['h = a + lag(h)\ny ~ Normal(h, 1)', 'type', 'lag(h)', /must begin somewhere.*lag\(h, 1, initial\)/],
    ['h = a + lag(k, 2)\nk = 2 * h\ny ~ Normal(h, 1)', 'type', 'lag(k, 2)', /lag\(k, 2, initial\)/],
    ['h = a + k + lag(h, 1, 0)\nk = h\ny ~ Normal(h, 1)', 'cycle', 'h', /`h` is defined by itself/],
    ['h = a + lag(h, 1, k)\nk = 2 * h\ny ~ Normal(h, 1)', 'cycle', 'h', /`h` is defined by itself/],
    ['h = a + lag(h, 1, mean(h))\ny ~ Normal(h, 1)', 'cycle', 'h', /`h` is defined by itself/],
    ['m = mean(h)\nh = a + lag(h + m, 1, 0)\ny ~ Normal(h, 1)', 'cycle', 'mean(h)', /needs its value in every row/],
    ['h = a + lag(h, 1, 0)\ny ~ Normal(lag(h, 1, lag(h, 1, 0)), 1)', 'type', 'lag(h, 1, lag(h, 1, 0))', /cannot look back at rows itself/],
    ['h = a + lag(h, 1, 0)\ny ~ Uniform(h, 9)', 'not-supported', 'h', /edge of a range/],
    ['h = a + lag(h, 1, 0)\nh ~ Normal(0, 1)', 'type', 'h', /must be data/],
    ['h = x + lag(h, 1, 0)\ny ~ Normal(linear(a, h), 1)', 'type', 'h', /a parameter or a recursion/],
    ['mu = mean(mu)\ny ~ Normal(mu + a, 1)', 'cycle', 'mu', /`mu` is defined by itself/],
    ['y ~ Normal(mean(a, x), 1)', 'type', 'mean(a, x)', /mean takes 1 argument, found 2/],
  ];
  for (const [model, code, at, message] of cases) {
    it(`${model.replaceAll('\n', '; ')}: ${code} at ${at}`, () => {
      const [problem] = build({ model, parameters: free('a'), data }).problems;
      assert.ok(problem);
      assert.equal(problem.code, code);
      assert.equal(model.slice(problem.span.from, problem.span.to), at);
      assert.match(problem.message, message);
    });
  }

  it('a recursion without a beginning is offered one', () => {
    const model = 'h = a + 0.5 * lag(h)\ny ~ Normal(h, 1)';
    const [edit] = build({ model, parameters: free('a'), data }).problems[0]?.fixes?.[0]?.edits ?? [];
    assert.ok(edit);
    const mended = model.slice(0, edit.span.from) + edit.text + model.slice(edit.span.to);
    assert.deepEqual(build({ model: mended, parameters: free('a'), data }).problems, []);
  });

  it('what has no value in a recursion is named with its row', () => {
    const model = 'h = a * log(x - 0.3) + lag(h, 1, 0)\ny ~ Normal(lag(h, 1, 0), 1)';
    const [problem] = bind({ model, parameters: free('a'), data: { y, x } }).problems;
    assert.equal(problem?.code, 'non-finite');
    assert.match(problem.message, /row 2.*logarithm/);
    assert.equal(model.slice(problem.span.from, problem.span.to), 'log(x - 0.3)');
  });

  it('a recursion does not run across a row that is left out', () => {
    const test = (missing: number): TestModel => ({
      model: 'e = y - a * lag(e, 1, 0)\ny ~ Normal(y - e, 1)',
      parameters: free('a'),
      data: { y: y.map((each, i) => (i === missing ? NA : each)) },
    });
    const [problem] = bind(test(4)).problems.filter(({ severity }) => severity === 'error');
    assert.equal(problem?.code, 'missing-values');
    assert.match(problem.message, /row 5 of the data has a missing value/);
    for (const missing of [0, 7]) assert.equal(bind(test(missing)).bound?.used, 7);
  });

  it('a recursion of more parameters than can be carried along is refused', () => {
    const many: Columns = { y: Array.from({ length: 700 }, (_, i) => i), g: Array.from({ length: 700 }, (_, i) => `l${String(i % 350)}`) };
    const [problem] = build({ model: 'h = b[g] + lag(h, 1, 0)\ny ~ Normal(h, 1)', parameters: { b: null }, data: many }).problems;
    assert.equal(problem?.code, 'not-supported');
    assert.match(problem.message, /350 parameters/);
  });

  it('lags within lags are taken in any order; too many of them are refused', () => {
    const problems = (count: number, isReversed: boolean): readonly string[] => {
      const lines = Array.from({ length: count }, (_, i) => `d${String(i + 1)} = 0.5 * lag(d${String(i)}, 1, 0) + x`);
      const model = [...(isReversed ? lines.reverse() : lines), 'd0 = a + x', `y ~ Normal(d${String(count)}, 1)`].join('\n');
      return build({ model, parameters: free('a'), data }).problems.map(({ code }) => code);
    };
    for (const isReversed of [false, true]) {
      assert.deepEqual(problems(60, isReversed), []);
      assert.deepEqual(problems(3000, isReversed), ['not-supported']);
    }
  });

  it('recursions that look at each other in a long chain are taken', () => {
    const lines = Array.from({ length: 1000 }, (_, i) => `d${String(i + 1)} = 0.5 * lag(d${String(i)}, 1, 0) + x`);
    const { problems } = build({
      model: [...lines, 'd0 = a * lag(d1000, 1, 0)', 'y ~ Normal(d1000, 1)'].join('\n'),
      parameters: free('a'),
      data,
    });
    assert.deepEqual(problems, []);
  });
});

describe('columns("…")', () => {
  const many: Columns = { y, x1: x, x2: y, z: x, 'x-3': y };
  const names = (predictor: string): string[] | undefined =>
    build({ model: `y ~ Normal(${predictor}, 1)`, parameters: { b: null }, data: many }).model?.entries.map(({ name }) => name);

  it('are the columns that match, in the order of the data', () => {
    assert.deepEqual(names('dot(b, columns("x*"))'), ['b[x1]', 'b[x2]', 'b[`x-3`]']);
    assert.deepEqual(names('dot(b, [z, columns("x?")])'), ['b[z]', 'b[x1]', 'b[x2]']);
    assert.deepEqual(names('linear(b, columns("x?") + z)'), ['b[Intercept]', 'b[x1]', 'b[x2]', 'b[z]']);
    assert.deepEqual(names('linear(b, 0 + columns("x?"):z)'), ['b[x1:z]', 'b[x2:z]']);
    assert.deepEqual(names('linear(b, columns("x*") - x2)'), ['b[Intercept]', 'b[x1]', 'b[`x-3`]']);
  });

  const bad: readonly [predictor: string, at: string, message: RegExp][] = [
    ['dot(b, columns("q*"))', '"q*"', /No column matches "q\*"\. The data have `y`, `x1`/],
    ['linear(b, columns("q*"))', '"q*"', /No column matches/],
    ['dot(b, columns(x1))', 'columns(x1)', /a pattern in quotes/],
    ['columns("x*")', 'columns("x*")', /a list of columns/],
    ['linear(b, log(columns("x*")))', 'columns("x*")', /a list of columns/],
  ];
  for (const [predictor, at, message] of bad) {
    it(`${predictor}: ${String(message)}`, () => {
      const model = `y ~ Normal(${predictor}, 1)`;
      const [problem] = build({ model, parameters: { b: null }, data: many }).problems;
      assert.match(problem?.message ?? '', message);
      assert.equal(model.slice(problem?.span.from, problem?.span.to), at);
    });
  }
});
