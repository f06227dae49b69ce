import { bindModel } from '../bind/bind.js';
import assert from 'node:assert/strict';
import { distributions } from '../distributions/index.js';
import type { Problem } from '../../report/problem.js';
import { bind, bound, build, type Columns, fit, type TestModel, dataOf } from '../testing/models.js';

const data: Columns = {
  y: [1, 2, 3, 4],
  k: [0, 1, 1, 0],
  x: [1, 2, 4, 3],
  z: [0.5, 0.1, 0.2, 0.9],
  g: ['a', 'b', 'c', 'a'],
  h: ['u', 'v', 'u', 'v'],
  t: [true, false, true, true],
};

/** The labels of `linear(b, formula)`. */
function labels(formula: string): string[] {
  const { model, problems } = build({ model: `y ~ Normal(linear(b, ${formula}), 1)`, parameters: { b: null }, data });
  assert.ok(model, problems.map(({ message }) => message).join());
  return model.entries.map(({ label }) => label ?? '');
}

describe('formulas', () => {
  // Column names of R 4's model.matrix(~ formula) with Intercept for (Intercept).
  const cases: Readonly<Record<string, readonly string[]>> = {
    x: ['Intercept', 'x'],
    'x + z': ['Intercept', 'x', 'z'],
    '0 + x': ['x'],
    'x - 1': ['x'],
    '-1 + x': ['x'],
    '1 + x': ['Intercept', 'x'],
    'x + x': ['Intercept', 'x'],
    '1': ['Intercept'],
    g: ['Intercept', 'gb', 'gc'],
    '0 + g': ['ga', 'gb', 'gc'],
    'g - 1': ['ga', 'gb', 'gc'],
    '0 + g + h': ['ga', 'gb', 'gc', 'hv'],
    '0 + x + g': ['x', 'ga', 'gb', 'gc'],
    'x + g': ['Intercept', 'x', 'gb', 'gc'],
    t: ['Intercept', 'tTRUE'],
    'x * z': ['Intercept', 'x', 'z', 'x:z'],
    'x:z': ['Intercept', 'x:z'],
    'x * z - x:z': ['Intercept', 'x', 'z'],
    'x * z - z': ['Intercept', 'x', 'x:z'],
    'x * g': ['Intercept', 'x', 'gb', 'gc', 'x:gb', 'x:gc'],
    'x:g': ['Intercept', 'x:ga', 'x:gb', 'x:gc'],
    'x + x:g': ['Intercept', 'x', 'x:gb', 'x:gc'],
    'g * h': ['Intercept', 'gb', 'gc', 'hv', 'gb:hv', 'gc:hv'],
    'g + g:h': ['Intercept', 'gb', 'gc', 'ga:hv', 'gb:hv', 'gc:hv'],
    'z:x + x': ['Intercept', 'x', 'z:x'],
    'x * z * h': ['Intercept', 'x', 'z', 'hv', 'x:z', 'x:hv', 'z:hv', 'x:z:hv'],
    'log(x) + x^2': ['Intercept', 'log(x)', 'x^2'],
    '(x + z) * h': ['Intercept', 'x', 'z', 'hv', 'x:hv', 'z:hv'],
  };
  for (const [formula, expected] of Object.entries(cases)) {
    it(`~ ${formula} has R's columns`, () => assert.deepEqual(labels(formula), expected));
  }

  it('fills the columns: an interaction is the product of its parts', () => {
    const { variables } = bound({ model: 'y ~ Normal(linear(b, x * h), 1)', parameters: { b: null }, data });
    const [variable] = variables;
    assert.ok(variable?.kind === 'linear');
    assert.deepEqual(
      variable.design.map((column) => [...column]),
      [
        [1, 1, 1, 1],
        [1, 2, 4, 3],
        [0, 1, 0, 1],
        [0, 2, 0, 3],
      ],
    );
  });
});

/** The first problem's code, the text that it stands at, and its message. */
function problemOf(test: TestModel): { code: string; at: string; message: string } {
  const [problem] = bind(test).problems;
  assert.ok(problem, 'no problem found');
  return { code: problem.code, at: textAt(test, problem), message: problem.message };
}

/** Keys of parameters have negative spans in these tests. */
function textAt({ model, parameters = {} }: TestModel, { span }: Problem): string {
  return span.from < 0 ? (Object.keys(parameters)[-span.from / 10 - 1] ?? '') : model.slice(span.from, span.to);
}

describe('problems of building a model', () => {
  const cases: readonly (Partial<TestModel> & {
    readonly model: string;
    readonly code: string;
    readonly at: string;
    readonly says: RegExp;
  })[] = [
    { model: 'y ~ Normal(muu, 1)', parameters: { mu: null }, code: 'unknown-name', at: 'muu', says: /Did you mean `mu`/ },
    { model: 'y ~ Norml(0, 1)', code: 'unknown-name', at: 'Norml', says: /Did you mean `Normal`/ },
    { model: 'y ~ Normal(0)', code: 'type', at: 'Normal(0)', says: /needs `sd`\. Write Normal\(mean, sd\)/ },
    { model: 'y ~ Normal(0, 1, 2)', code: 'type', at: '2', says: /too many arguments/ },
    { model: 'y ~ Normal(0, sdd = 1)', code: 'unknown-name', at: 'sdd', says: /Did you mean `sd`/ },
    { model: 'y ~ Normal(0, -1)', code: 'type', at: '-1', says: /`sd` of Normal must be a positive number; found -1/ },
    { model: 'mu = nu + 1\nnu = mu * 2\ny ~ Normal(mu, 1)', code: 'cycle', at: 'mu', says: /leads back to it/ },
    { model: 'mu = mu + 1\ny ~ Normal(mu, 1)', code: 'cycle', at: 'mu', says: /Break the cycle/ },
    { model: 'mu = 1\nmu = 2\ny ~ Normal(mu, 1)', code: 'type', at: 'mu', says: /defined twice/ },
    { model: 'x = 1\ny ~ Normal(x, 1)', code: 'type', at: 'x', says: /already/ },
    { model: 'y ~ Normal(g, 1)', code: 'type', at: 'g', says: /holds text.*b\[g\]/ },
    { model: 'y ~ Normal(b[1], 1)', parameters: { b: null }, code: 'type', at: '1', says: /parameters such as m1 and m2/ },
    { model: 'y ~ Normal(b[x], 1)', parameters: { b: null }, code: 'type', at: 'x', says: /types: \{ x: category \}/ },
    { model: 'y ~ Normal(b + b[g], 1)', parameters: { b: null }, code: 'type', at: 'b', says: /Use two parameters/ },
    { model: 'g ~ Bernoulli(0.5)', code: 'type', at: 'g', says: /3 levels \(a, b, c\); Bernoulli needs two/ },
    { model: 'y ~ Categorical(logits = linear(B, x))', parameters: { B: null }, code: 'type', at: 'y', says: /types: \{ y: category \}/ },
    { model: 'g ~ Categorical(logits = [1, 2])', code: 'type', at: '[1, 2]', says: /2 entries.*3 classes \(a, b, c\)/ },
    { model: 'm ~ Normal(y, 1)', parameters: { m: null }, code: 'type', at: 'm', says: /must be data/ },
    { model: 'mu = 3', code: 'type', at: 'mu = 3', says: /no likelihood/ },
    { model: 'y ~ Normal(log(1, 2), 1)', code: 'type', at: 'log(1, 2)', says: /log takes 1 argument, found 2/ },
    { model: 'y ~ Normal(linear(b, 3 * x), 1)', parameters: { b: null }, code: 'type', at: '3', says: /1 \(intercept\) or 0/ },
    { model: 'y ~ Normal(linear(b, x - 1 - x), 1)', parameters: { b: null }, code: 'type', at: 'x - 1 - x', says: /no terms/ },
    { model: 'y ~ Normal(m, 1)', parameters: { m: 'Normal(x, 1)' }, code: 'type', at: 'm', says: /prior cannot depend on the data/ },
    { model: 'y ~ Normal(m, 1)', parameters: { m: 'Poisson(2)' }, code: 'type', at: 'm', says: /a prior needs one of real numbers/ },
    { model: 'y ~ Normal(m, s)', parameters: { m: null, s: 'Uniform(-2, -1)' }, code: 'type', at: 's', says: /gives no probability/ },
    { model: 'y ~ Normal(m, s)', parameters: { m: null, s: -1 }, code: 'type', at: 's', says: /range 0 to ∞; found -1/ },
    { model: 'y ~ Normal(m, 1)', parameters: { m: { lower: 2, upper: 1 } }, code: 'type', at: 'm', says: /less than/ },
    {
      model: 'y ~ Normal(linear(b, x), 1)',
      parameters: { b: null, 'b[xx]': 1 },
      code: 'unknown-name',
      at: 'b[xx]',
      says: /Did you mean `b\[x\]`/,
    },
    {
      model: 'y ~ Normal(b[g], 1)',
      parameters: { b: { reference: 'd' } },
      code: 'unknown-name',
      at: 'b',
      says: /`d` is not a level of `g`: a, b, c/,
    },
    { model: 'y ~ Normal(m, 1)', parameters: { m: null, q: null }, code: 'unused-parameter', at: 'q', says: /does not use it/ },
    { model: 'y ~ Uniform(lo, 9)', parameters: { lo: null }, code: 'not-supported', at: 'lo', says: /smallest and the largest outcome/ },
  ];
  for (const { code, at, says, ...test } of cases) {
    it(`${test.model.replaceAll('\n', '; ')}: ${code} at ${at}`, () => {
      const all = bind({ data, ...test }).problems.filter((problem) => problem.code === code && says.test(problem.message));
      assert.ok(
        all.length > 0,
        bind({ data, ...test })
          .problems.map((each) => `${each.code}: ${each.message}`)
          .join('\n'),
      );
      assert.ok(
        all.some((problem) => textAt({ data, ...test }, problem) === at),
        all.map((problem) => textAt({ data, ...test }, problem)).join(),
      );
    });
  }

  it('finds independent problems together, each at its own place', () => {
    const found = build({ model: 'y ~ Normal(aa, bb)\nk ~ Bernoulli(cc)', data }).problems.map(({ span }) => span.from);
    assert.deepEqual(found, [11, 15, 33]);
  });

  it('offers to declare an unknown name', () => {
    const [problem] = build({ model: 'y ~ Normal(m, 1)', data }).problems;
    assert.deepEqual(
      problem?.fixes?.map(({ edits }) => edits[0]?.text),
      ['parameters:\n  m:\n'],
    );
  });

  it('refuses more parameters than can be worked with, with their number', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => i);
    const test: TestModel = {
      model: 'v ~ Normal(b[l], s)',
      parameters: { b: null, s: null },
      data: { v: many, l: many.map((i) => `l${String(i)}`) },
    };
    const { code, at, message } = problemOf(test);
    assert.deepEqual([code, at], ['not-supported', 'b']);
    assert.match(message, /20001 free parameters \(20000 of them in `b`\)/);
  });

  it('takes a chain of 5,000 definitions in any order', () => {
    const chain = Array.from({ length: 5000 }, (_, i) => `d${String(i)} = d${String(i + 1)} + 1`);
    for (const lines of [chain, chain.toReversed()]) {
      const { model, problems } = build({ model: [...lines, 'd5000 = m', 'y ~ Normal(d0, 1)'].join('\n'), parameters: { m: null }, data });
      assert.ok(model, problems[0]?.message);
    }
  });

  it('reports a cycle of 5,000 definitions once', () => {
    const ring = Array.from({ length: 5000 }, (_, i) => `d${String(i)} = d${String((i + 1) % 5000)} + 1`);
    const { problems } = build({ model: [...ring, 'y ~ Normal(d0, 1)'].join('\n'), data });
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['cycle'],
    );
  });

  it('takes sums of 10,000 terms, written in parts', () => {
    const term = (i: number): string => `m * ${String(i)}`;
    const part = (i: number): string => `s${String(i)} = ${Array.from({ length: 200 }, (_, k) => term(i * 200 + k)).join(' + ')}`;
    const parts = Array.from({ length: 50 }, (_, i) => part(i));
    const total = Array.from({ length: 50 }, (_, i) => `s${String(i)}`).join(' + ');
    const found = fit({ model: [...parts, `y ~ Normal(${total}, 1)`].join('\n'), parameters: { m: null }, data });
    assert.ok(Math.abs((found.natural[0] ?? NaN) * 49_995_000 - 2.5) < 1e-6);
  });
});

describe('supports', () => {
  const supportOf = (test: Omit<TestModel, 'data'>, name: string) =>
    build({ ...test, data }).model?.entries.find((entry) => entry.name === name);

  it('follow from the argument that a bare parameter is', () => {
    const entry = (model: string) => supportOf({ model, parameters: { p: null } }, 'p')?.support;
    assert.deepEqual(entry('y ~ Normal(0, p)'), { lower: 0, upper: Infinity });
    assert.deepEqual(entry('y ~ Normal(p, 1)'), { lower: -Infinity, upper: Infinity });
    assert.deepEqual(entry('k ~ Bernoulli(p)'), { lower: 0, upper: 1 });
    assert.deepEqual(entry('y ~ Normal(0, 1 + p)'), { lower: -Infinity, upper: Infinity });
  });

  it('are narrowed by bounds for both targets, and by the prior for the MAP only', () => {
    const entry = supportOf({ model: 'k ~ Bernoulli(p)', parameters: { p: { prior: 'Uniform(0, 0.5)', lower: 0.1 } } }, 'p');
    assert.deepEqual(
      [entry?.support, entry?.mapSupport],
      [
        { lower: 0.1, upper: 1 },
        { lower: 0.1, upper: 0.5 },
      ],
    );
  });

  it('of every distribution lie in the domain of its outcome', () => {
    for (const { support, outcome, name } of [...distributions.values()].map((each) => ({ ...each, support: each.support?.([1, 2]) }))) {
      if (support) assert.ok(support.lower >= outcome.lower && support.upper <= outcome.upper, name);
    }
  });
});

describe('problems of the data', () => {
  const normal = 'v ~ Normal(m, 1)';
  const cases: readonly (TestModel & { readonly code: string; readonly at: string; readonly says: RegExp })[] = [
    {
      model: 'k ~ Poisson(m)',
      parameters: { m: null },
      data: { k: [1, 2.5, -1] },
      code: 'out-of-support',
      at: 'k',
      says: /`k` is 2\.5 in row 2 \(and 1 more\); the outcome of Poisson must be a whole number/,
    },
    {
      model: 'k ~ Bernoulli(m)',
      parameters: { m: null },
      data: { k: [1, 0, 2] },
      code: 'out-of-support',
      at: 'k',
      says: /`k` is 2 in row 3/,
    },
    {
      model: 'k ~ Binomial(n, m)',
      parameters: { m: null },
      data: { k: [1, 7], n: [5, 5] },
      code: 'out-of-support',
      at: 'k',
      says: /7 in row 2, more than the 5 trials/,
    },
    { model: 'v ~ Gamma(m, 1)', parameters: { m: null }, data: { v: [1, 0] }, code: 'out-of-support', at: 'v', says: /row 2/ },
    {
      model: 'v ~ Normal(m, e)',
      parameters: { m: null },
      data: { v: [1, 2], e: [1, 0] },
      code: 'out-of-support',
      at: 'v ~ Normal(m, e)',
      says: /`sd` of Normal is 0 in row 2/,
    },
    {
      model: 'v ~ Uniform(0, 1)\nv ~ Normal(m, 1)',
      parameters: { m: null },
      data: { v: [0.5, 2] },
      code: 'out-of-support',
      at: 'v',
      says: /2 in row 2; Uniform gives values from 0 to 1/,
    },
    {
      model: normal,
      parameters: { m: null },
      data: { v: [1, 2], w: [1, -2] },
      weights: 'w',
      code: 'out-of-support',
      at: '',
      says: /weight in row 2 is negative/,
    },
    {
      model: normal,
      parameters: { m: null },
      data: { v: [1, 2], w: [0, 0] },
      weights: 'w',
      code: 'out-of-support',
      at: '',
      says: /All weights are 0/,
    },
    { model: normal, parameters: { m: null }, data: { v: [] as number[] }, code: 'data-malformed', at: '', says: /no rows/ },
    {
      model: normal,
      parameters: { m: null },
      data: { v: [NaN, NaN] },
      code: 'missing-values',
      at: '',
      says: /Every value of `v` is missing/,
    },
    {
      model: normal,
      parameters: { m: null },
      data: { v: [1, NaN, NaN] },
      missing: 'error',
      code: 'missing-values',
      at: '',
      says: /2 of 3 rows.*v \(row 2, 2 in all\).*missing: drop/,
    },
    {
      model: 'log(v) ~ Normal(m, 1)',
      parameters: { m: null },
      data: { v: [1, -2] },
      code: 'non-finite',
      at: 'log(v)',
      says: /row 2.*logarithm.*-2/,
    },
    {
      model: 'mu = m * log(v)\nq ~ Normal(mu, 1)',
      parameters: { m: null },
      data: { v: [1, 0], q: [1, 2] },
      code: 'non-finite',
      at: 'log(v)',
      says: /row 2.*logarithm/,
    },
    {
      model: 'q ~ Normal(m * (1 / v), 1)',
      parameters: { m: null },
      data: { v: [1, 0], q: [1, 2] },
      code: 'non-finite',
      at: '1 / v',
      says: /row 2.*division by zero/,
    },
    {
      model: 'q ~ Normal(linear(b, sqrt(v)), 1)',
      parameters: { b: null },
      data: { v: [1, -4], q: [1, 2] },
      code: 'non-finite',
      at: 'sqrt(v)',
      says: /row 2.*square root/,
    },
  ];
  for (const { code, at, says, ...test } of cases) {
    it(`${test.model.replaceAll('\n', '; ')}: ${String(says)}`, () => {
      const found = problemOf(test);
      assert.match(found.message, says);
      assert.deepEqual([found.code, found.at], [code, at]);
      assert.equal(bind(test).bound, null);
    });
  }

  it('rows with a missing value are left out and counted, in their own numbers', () => {
    const test: TestModel = {
      model: 'v ~ Poisson(m * q)',
      parameters: { m: null },
      data: { v: [1, NaN, 3, 2.5], q: [1, 2, NaN, 4], other: [NaN, NaN, NaN, NaN] },
    };
    assert.match(problemOf(test).message, /2 of 4 rows have a missing value in v \(row 2\), q \(row 3\) and are left out/);
    assert.match(bind(test).problems[1]?.message ?? '', /row 4/);
    const { used, rows, rowNumbers, observations } = bound({ ...test, data: { ...test.data, v: [1, NaN, 3, 2] } });
    assert.deepEqual([used, rows, [...(rowNumbers ?? [])], observations], [2, 4, [1, 4], 2]);
  });

  it('a branch that is not taken may have no value', () => {
    const found = fit({
      model: 'q ~ Normal(m * if(v > 0, log(v), 0), 1)',
      parameters: { m: null },
      data: { v: [1, 0, -3, Math.E], q: [1, 2, 3, 4] },
    });
    assert.ok(Math.abs((found.natural[0] ?? NaN) - 4) < 1e-9);
  });

  it('mean(x) and sd(x) are over the used rows, sd with n − 1', () => {
    const found = fit({
      model: 'q ~ Normal(m * (v - mean(v)) / sd(v), 1)',
      parameters: { m: null },
      data: { v: [1, 2, 3, 100], q: [-1, 0, 1, NaN] },
    });
    assert.ok(Math.abs((found.natural[0] ?? NaN) - 1) < 1e-9);
  });
});

describe('the order of classes', () => {
  const said = (levels: readonly string[], model: string): string[] => {
    const { problems } = bind({ model, parameters: { c: null }, data: { s: levels } });
    return problems.map(({ severity, message }) => `${severity}: ${message}`);
  };

  it('is told where it is alphabetical and matters', () => {
    assert.match(said(['low', 'mid', 'high'], 's ~ OrderedLogistic(0, c)').join(), /information: .*high < low < mid.*types: \{ s:/);
  });

  it('is no news for numbers, nor where it does not matter', () => {
    assert.deepEqual(said(['1', '2', '3'], 's ~ OrderedProbit(0, c)'), []);
    assert.deepEqual(said(['low', 'mid', 'high'], 's ~ Categorical(c)'), []);
  });

  it('rows are named by their numbers in the source, where some of it was left out before', () => {
    const test: TestModel = { model: 'v ~ Poisson(m)', parameters: { m: null }, data: { v: [2, 2.5, 1] } };
    const { model } = build(test);
    assert.ok(model);
    const { problems } = bindModel(model, { ...dataOf(test), rowNumbers: Float64Array.of(3, 7, 8) }, 'drop', { from: 0, to: 0 });
    assert.match(problems[0]?.message ?? '', /`v` is 2.5 in row 7;/);
  });

  it('rows of weight 0 are left out: a class that only they have is one that was never seen', () => {
    const test: TestModel = {
      model: 'v ~ Categorical(p)',
      parameters: { p: null },
      data: { v: ['a', 'b', 'c'], w: [9, 5, 0] },
      weights: 'w',
    };
    const { used, observations } = bound(test);
    assert.deepEqual([used, observations], [2, 14]);
    const found = fit(test);
    assert.deepEqual([found.status, found.onBound.length], ['boundary', 1]);
    [9 / 14, 5 / 14, 0].forEach((share, i) => assert.ok(Math.abs((found.natural[i] ?? NaN) - share) < 1e-9));
  });
});
