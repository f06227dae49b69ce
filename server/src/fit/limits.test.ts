import assert from 'node:assert/strict';
import { buildModel } from '../engine/elaborate/build.js';
import { schemaOf, type Dataset } from '../engine/model/dataset.js';
import { dataOf as dataset, specOf, type TestModel } from '../engine/testing/models.js';
import { asAnswer, type FitAnswer } from '../report/answer.js';
import { runFit } from './run.js';

/** The answer of a fit that may take so many seconds. */
function answerTo(test: TestModel, maxSeconds: number): FitAnswer {
  const spec = specOf(test);
  const job = { spec: { ...spec, settings: { ...spec.settings, maxSeconds } }, data: dataset(test), plain: true as const };
  let last: FitAnswer | undefined;
  runFit(job, { cancelled: false }, (event) => (last = asAnswer(event)));
  assert.ok(last);
  return last;
}

const codes = ({ problems }: FitAnswer): string[] => problems.map(({ code }) => code);
const numbers = (count: number, of: (i: number) => number): number[] => Array.from({ length: count }, (_, i) => of(i));
const wave = (k: number) => (i: number) => Math.sin(1 + i * (k + 1.3)) + Math.cos(i * i * 0.37 * (k + 1));
const columns = (count: number, rows: number): Record<string, number[]> =>
  Object.fromEntries(numbers(count, (k) => k).map((k) => [`x${String(k)}`, numbers(rows, wave(k))]));

describe('what is too large', () => {
  const product = (names: readonly string[]): string => `y ~ Normal(linear(b, ${names.join(' * ')}), s)`;
  const problemsOf = (model: string, data: Dataset) =>
    buildModel(specOf({ model, parameters: { b: null, s: null }, data: {} }), schemaOf(data)).problems;

  it('a formula with all interactions of 40 columns is refused with its size', () => {
    const data = { y: [1, 2, 3], ...columns(40, 3) };
    const [problem] = problemsOf(product(Object.keys(data).slice(1)), dataset({ model: '', data }));
    assert.match(problem?.message ?? '', /^This formula has 1,099,511,627,775 terms, .* 20,000 are possible\. .*a \+ b \+ c \+ a:b/);
  });

  it('interactions of factors are counted by their contrasts', () => {
    const levels = numbers(24, (i) => i).map((i) => `l${String(i % 12)}`);
    const data = { y: numbers(24, (i) => i), ...Object.fromEntries(numbers(6, (k) => k).map((k) => [`f${String(k)}`, levels])) };
    const [problem] = problemsOf(product(Object.keys(data).slice(1)), dataset({ model: '', data }));
    assert.match(problem?.message ?? '', /^This formula has 2,985,983 columns/);
  });

  it('truncations 20 deep are built in a few thousand nodes', () => {
    const nested = numbers(20, (k) => k).reduce(
      (inner, k) => `Truncated(${inner}, ${String(-50 - k)}, ${String(100 + k)})`,
      'Normal(m, s)',
    );
    const test = { model: `y ~ ${nested}`, parameters: { m: null, s: null }, data: { y: [1, 2, 4] } };
    const { model } = buildModel(specOf(test), schemaOf(dataset(test)));
    assert.ok(model && model.graph.nodes.length < 50_000, String(model?.graph.nodes.length));
  });
});

describe('a time that is over before there is an estimate', () => {
  it('is said, and nothing is shown', () => {
    const nested = numbers(20, (k) => k).reduce(
      (inner, k) => `Truncated(${inner}, ${String(-50 - k)}, ${String(100 + k)})`,
      'Normal(m, s)',
    );
    const answer = answerTo({ model: `y ~ ${nested}`, parameters: { m: null, s: null }, data: { y: numbers(2000, wave(1)) } }, -1);
    assert.deepEqual(codes(answer), ['time-limit']);
    assert.equal(answer.mle, null);
    assert.match(answer.problems[0]?.message ?? '', /`settings: \{ max-seconds: … \}` gives it more time/);
  });
});

describe('many coefficients', () => {
  const data = { y: numbers(60, (i) => 2 * wave(0)(i) - wave(1)(i) + 0.1 * wave(400)(i)), ...columns(200, 60) };
  const test = { model: 'y ~ Normal(dot(b, columns("x*")), 1)', parameters: { b: 'Laplace(0, 0.1)' }, data };

  it('on the kink of their prior are left there, and the others are at a maximum: the slopes say so', () => {
    const { map } = answerTo(test, 60);
    assert.equal(map?.status, 'converged');
    const values = Object.values(map.parameters).map(({ estimate }) => Number(estimate));
    const rest = data.y.map((y, i) => y - values.reduce((sum, b, k) => sum + b * wave(k)(i), 0));
    const weight = 1 / 0.1;
    assert.ok(values.some((b) => b === 0) && values.some((b) => b !== 0));
    values.forEach((b, k) => {
      const slope = rest.reduce((sum, r, i) => sum + r * wave(k)(i), 0);
      if (b === 0) assert.ok(Math.abs(slope) <= weight * (1 + 1e-8), `x${String(k)}: ${String(slope)}`);
      else assert.ok(Math.abs(slope - weight * Math.sign(b)) < 1e-6 * weight, `x${String(k)}: ${String(slope)}`);
    });
  });
});

describe('more coefficients than rows', () => {
  it('meet every row: the likelihood has no maximum, and the message says how many', () => {
    const data = { y: numbers(20, wave(30)), ...columns(25, 20) };
    const answer = answerTo({ model: 'y ~ Normal(linear(b, columns("x*")), s)', parameters: { b: null, s: null }, data }, 30);
    assert.equal(answer.mle, null);
    const problem = answer.problems.find(({ code }) => code === 'unbounded');
    assert.match(problem?.message ?? '', /meets every row exactly, having 26 coefficients for 20 rows\. Leave terms out/);
  });
});

describe('units', () => {
  const x = numbers(40, (i) => i / 4);
  const y = x.map((value, i) => 1 + 2 * value + wave(3)(i));
  const at = (model: string, ofY: number, ofX: number): number[] => {
    const data = { y: y.map((value) => value * ofY), x: x.map((value) => value * ofX) };
    const answer = answerTo({ model, parameters: { a: null, b: null, s: null }, data }, 30);
    assert.deepEqual(codes(answer), []);
    const { a, b, s } = answer.mle?.parameters ?? {};
    return [Number(a?.estimate) / ofY, (Number(b?.estimate) / ofY) * ofX, Number(s?.estimate) / ofY, (Number(b?.se) / ofY) * ofX];
  };
  const model = 'y ~ Normal(a + b * x, s)';

  for (const [ofY, ofX] of [
    [1e50, 1],
    [1e-50, 1],
    [1, 1e100],
    [1, 1e-50],
    [1e-30, 1e30],
  ] as const) {
    it(`an outcome times ${String(ofY)} and a column times ${String(ofX)} change estimates by those factors alone`, () => {
      const [plain, scaled] = [at(model, 1, 1), at(model, ofY, ofX)];
      plain.forEach((value, i) => assert.ok(Math.abs((scaled[i] ?? NaN) / value - 1) < 1e-8, `${String(scaled[i])} for ${String(value)}`));
    });
  }
});
