import assert from 'node:assert/strict';
import type { FitReport } from '../report/fitReport.js';
import type { ScoreReport, ScoresReport } from '../report/estimates.js';
import { Folder, reportsOf, run } from './testing.js';

const train = `x,g,y,k
21,a,0,1
25,b,0,0
28,c,0,2
30,a,1,1
33,b,0,3
35,c,0,0
38,a,1,2
41,b,0,4
43,c,0,1
46,a,1,2
49,b,0,3
52,c,1,5
55,a,1,2
57,b,0,4
60,c,1,3
63,a,1,6
66,b,1,2
70,c,0,5
72,a,1,7
75,b,1,4
44,c,1,3
58,a,0,2
31,b,0,1
68,c,1,6
`;
const test = `x,g,y,k
24,b,0,1
29,a,0,2
36,c,1,1
40,c,0,3
47,a,1,2
51,b,0,6
56,b,1,3
62,a,1,4
67,c,0,8
73,a,1,5
`;
const head = 'data: train.csv\nvalidate: { source: test.csv }\n';
const binary = 'model: y ~ Bernoulli(logit = linear(b, (x - mean(x)) / sd(x) + g))\nparameters:\n  b:\n';
const counts = 'model: k ~ Poisson(log = linear(b, x + g))\nparameters:\n  b:\n';

function close(
  actual: ScoreReport | null | undefined,
  logLikelihood: number,
  measure: Omit<ScoreReport, 'logLikelihood'>,
  within = 1e-9,
): void {
  assert.ok(actual && Math.abs((actual.logLikelihood ?? NaN) - logLikelihood) < within, JSON.stringify([actual, logLikelihood]));
  assert.deepEqual(Object.keys(actual), ['logLikelihood', ...Object.keys(measure)]);
  for (const key of ['accuracy', 'rmse'] as const)
    assert.ok(Math.abs((actual[key] ?? 0) - (measure[key] ?? 0)) < 1e-6, JSON.stringify(actual));
}

describe('held-out rows', () => {
  let folder: Folder;

  beforeEach(async () => {
    folder = await Folder.make();
    await folder.write({ 'train.csv': train, 'test.csv': test });
  });

  afterEach(() => folder.remove());

  async function fit(text: string, files: Readonly<Record<string, string>> = {}): Promise<FitReport> {
    const [path = ''] = await folder.write({ 'a.fit.yaml': text, ...files });
    return reportsOf(await run('fit', '--json', path))[0] ?? assert.fail();
  }

  const told = ({ diagnostics }: FitReport): string[] =>
    diagnostics.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);

  // R 4.2.2: glm, nnet::multinom and MASS::polr on the rows of train.csv, predict() on those of test.csv; scale() by the mean and sd of the training rows.
  it('are predicted as R does: classes by logistic regression', async () => {
    const { training, validation, data, status } = await fit(head + binary);
    assert.deepEqual([status, data, training?.rows, validation?.rows], ['ok', { rows: 24, used: 24 }, 24, 10]);
    close(training?.mle, -11.139642265781, { accuracy: 20 / 24 });
    close(validation?.mle, -5.8934109840367, { accuracy: 0.7 });
    assert.equal(validation?.map, null);
  });

  it('are predicted as R does: counts, by their mean', async () => {
    const { training, validation } = await fit(head + counts);
    close(training?.mle, -40.072069577518, { rmse: 1.2521420105108 });
    close(validation?.mle, -17.894184240127, { rmse: 1.5560914420105 });
  });

  it('are predicted as R does: several classes, in order or not', async () => {
    const softmax = await fit(`${head}model: g ~ Categorical(logits = linear(B, x + k))\nparameters:\n  B: { reference: a }\n`);
    close(softmax.training?.mle, -26.212020334306, { accuracy: 7 / 24 }, 1e-5);
    close(softmax.validation?.mle, -11.055925418059, { accuracy: 0.3 }, 1e-3);
    const inThree = (text: string): string =>
      text.replace(/^(.*),(\d+)$/gm, (_, rest: string, k: string) => `${rest},${Number(k) > 3 ? 'top' : Number(k) > 1 ? 'mid' : 'low'}`);
    const files = { 'train.csv': inThree(train), 'test.csv': inThree(test) };
    const data = 'data: { source: train.csv, types: { k: { levels: [low, mid, top] } } }\nvalidate: { source: test.csv }\n';
    const ordered = await fit(`${data}model: k ~ OrderedLogistic(linear(b, x), c)\nparameters:\n  b:\n  c:\n`, files);
    close(ordered.training?.mle, -16.569816343602, { accuracy: 14 / 24 });
    close(ordered.validation?.mle, -5.8011354788051, { accuracy: 0.7 }, 1e-4);
  });

  it('have scores at the MAP too, and stand in the table', async () => {
    const text = `${head}${counts.replace('b:', 'b: Normal(0, 1)')}`;
    const report = await fit(text);
    assert.ok(report.validation?.map && report.training?.map);
    assert.equal(report.training.map.logLikelihood, report.map?.logLikelihood);
    const { out } = await run('fit', ...(await folder.write({ 'b.fit.yaml': text })));
    assert.match(
      out,
      /\n {14}rows {2}MLE log-likelihood a row +MLE rmse +MAP log-likelihood a row +MAP rmse\n {2}training +24 +−1\.67 +1\.252 /,
    );
    assert.match(out, /\n {2}validation +10 +−1\.789 +1\.556 /);
  });

  it('drawn by a fraction give the fit and the scores of both sides as files of their own', async () => {
    const all = train + test.slice(test.indexOf('\n') + 1);
    const fraction = await fit(`data: all.csv\nvalidate: { fraction: 0.3, seed: 4 }\n${binary}`, { 'all.csv': all });
    assert.deepEqual([fraction.data, fraction.validation?.rows], [{ rows: 34, used: 24 }, 10]);
    assert.deepEqual((await fit(`data: all.csv\nvalidate: { seed: 4, fraction: 0.3 }\n${binary}`)).validation, fraction.validation);
    assert.notDeepEqual((await fit(`data: all.csv\nvalidate: { seed: 5, fraction: 0.3 }\n${binary}`)).validation, fraction.validation);
  });

  const scoresOf = ({ rows, mle }: ScoresReport): unknown => [rows, mle];

  it('of a missing value, or a level that the training data do not have, are left out and counted', async () => {
    const strange = test.replace('24,b,0,1', ',b,0,1').replace('29,a', '29,z').replace('36,c', '36,w');
    const report = await fit(head + binary, { 'test.csv': strange });
    const missing = told(report).filter((text) => text.includes('missing-values'));
    assert.deepEqual(missing, [
      'warning missing-values: The training data have no levels `z`, `w` of `g`, so that nothing is known of them: 2 rows are left out of the validation.',
      'information missing-values: 1 of 8 rows have a missing value in x (row 1) and are left out of the validation.',
    ]);
    assert.deepEqual(report.diagnostics[0]?.range.start, { line: 1, character: 0 });
    const without = test
      .split('\n')
      .filter((_, i) => i < 1 || i > 3)
      .join('\n');
    assert.deepEqual(
      report.validation && scoresOf(report.validation),
      scoresOf((await fit(head + binary, { 'test.csv': without })).validation ?? assert.fail()),
    );
  });

  it('that are impossible have no log-likelihood, and the row is named', async () => {
    const report = await fit(head + counts, { 'test.csv': test.replace('40,c,0,3', '40,c,0,-3') });
    assert.equal(report.validation?.mle?.logLikelihood, null);
    assert.match(
      told(report).join(),
      /^warning out-of-support: In the rows for validation: `k` is -3 in row 4; .* So their log-likelihood has no value\.$/,
    );
    assert.deepEqual([report.status, report.training?.mle?.logLikelihood === report.mle?.logLikelihood], ['ok', true]);
  });

  it('that an estimate makes impossible are named', async () => {
    const report = await fit('data: { y: [0, 0, 0] }\nvalidate: { source: test.csv }\nmodel: y ~ Bernoulli(p)\nparameters:\n  p:\n');
    assert.equal(report.validation?.mle?.logLikelihood, null);
    assert.match(
      told(report).join('\n'),
      /warning non-finite: In the rows for validation, row 3 is impossible under the maximum likelihood estimate/,
    );
  });

  it('that depend on what is not determined have no scores', async () => {
    const data = 'data: { y: [1, 2, 4, 3], u: [1, 2, 3, 4], v: [2, 4, 6, 8] }\nvalidate: { source: u.csv }\n';
    const model = 'model: y ~ Normal(linear(b, u + v), 1)\nparameters:\n  b:\n';
    const report = await fit(data + model, { 'u.csv': 'y,u,v\n1,2,2\n3,1,5\n' });
    assert.equal(report.validation?.mle, null);
    assert.match(told(report).join('\n'), /warning unidentified: The maximum likelihood estimate \(MLE\) predicts nothing/);
    const same = await fit(data + model, { 'u.csv': 'y,u,v\n1,1,2\n2,2,4\n4,3,6\n3,4,8\n' });
    assert.deepEqual(same.validation?.mle?.logLikelihood?.toFixed(9), same.mle?.logLikelihood?.toFixed(9));
  });

  it('of a series are scored from their own first row; a fraction of it is refused with the reason', async () => {
    const series = 'data: { y: [3.1, 2.7, 3.6, 4.4, 4.1, 5.0, 5.3, 4.9] }\n';
    const model = 'model: y ~ Normal(a + b * lag(y), 1)\nparameters:\n  a:\n  b:\n';
    const report = await fit(`${series}validate: { source: y.csv }\n${model}`, { 'y.csv': 'y\n5.8\n6.1\n5.9\n' });
    const [a = NaN, b = NaN] = Object.values(report.mle?.parameters ?? {}).map((each) => each.estimate ?? NaN);
    const density = (y: number, before: number): number => -0.5 * (y - a - b * before) ** 2 - 0.5 * Math.log(2 * Math.PI);
    close(report.validation?.mle, density(6.1, 5.8) + density(5.9, 6.1), {
      rmse: Math.sqrt(((6.1 - a - b * 5.8) ** 2 + (5.9 - a - b * 6.1) ** 2) / 2),
    });
    const refused = await fit(`${series}validate: { fraction: 0.3 }\n${model}`);
    assert.match(told(refused).join(), /^error type: The model looks back at rows above.*validate: \{ source: later\.csv \}/);
  });

  const wrong: readonly (readonly [string, Readonly<Record<string, string>>, RegExp, string])[] = [
    ['{ source: none.csv }', {}, /^error data-missing: There is no file `none\.csv`/, 'none.csv'],
    [
      '{ source: test.csv }',
      { 'test.csv': 'x,y\n1,0\n' },
      /^error unknown-name: `test\.csv` has no column `g`, which the model reads\. It has `x`, `y`/,
      'test.csv',
    ],
    [
      '{ source: test.csv }',
      { 'test.csv': 'x,g,y\none,a,0\n2,a,1\n' },
      /^error data-malformed: `test\.csv`: In column `x`, row 1 \(line 2\): `one`/,
      'test.csv',
    ],
    ['{ fraction: 0.05 }', {}, /^error type: `fraction: 0\.05` holds 1 of 24 rows out and leaves 23 for the fit; both take 2/, '0.05'],
  ];
  for (const [validate, files, message, on] of wrong) {
    it(`say what is wrong: ${validate} ${JSON.stringify(files)}`, async () => {
      const report = await fit(`data: train.csv\nvalidate: ${validate}\n${binary}`, files);
      assert.equal(report.status, 'error');
      assert.match(told(report).join('\n'), message);
      const line = `validate: ${validate}`;
      assert.deepEqual(report.diagnostics[0]?.range, {
        start: { line: 1, character: line.indexOf(on) },
        end: { line: 1, character: line.indexOf(on) + on.length },
      });
    });
  }

  it('take part in `where` and `weights` as the data do', async () => {
    const data =
      'data: { source: train.csv, where: x > 30, weights: k }\nvalidate: { source: test.csv }\nmodel: y ~ Bernoulli(p)\nparameters:\n  p:\n';
    const { validation, mle } = await fit(data);
    const p = mle?.parameters['p']?.estimate ?? NaN;
    const rows = test
      .split('\n')
      .slice(1, -1)
      .map((line) => line.split(',').map(Number))
      .filter(([x = 0]) => x > 30);
    const expected = rows.reduce((sum, [, , y, k = 0]) => sum + k * Math.log(y === 1 ? p : 1 - p), 0);
    close(validation?.mle, expected, {
      accuracy:
        rows.reduce((sum, [, , y, k = 0]) => sum + (y === (p > 0.5 ? 1 : 0) ? k : 0), 0) / rows.reduce((sum, [, , , k = 0]) => sum + k, 0),
    });
  });
});
