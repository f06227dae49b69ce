import assert from 'node:assert/strict';
import { neverCancelled } from '../../engine/kernel/kernel.js';
import { inlineDataset } from '../../language/data/inline.js';
import { readSpec } from '../../language/spec/read.js';
import { asAnswer, type FitAnswer } from '../../report/answer.js';
import { isOfClasses, type NumberPrediction } from '../../report/predictions.js';
import { runFit } from '../run.js';

function answerOf(text: string): FitAnswer {
  const { spec, problems } = readSpec(text);
  assert.deepEqual(problems, []);
  assert.ok(spec.data?.kind === 'inline');
  const { dataset } = inlineDataset(spec.data);
  assert.ok(dataset);
  const answers: FitAnswer[] = [];
  runFit({ spec, data: dataset, plain: true }, neverCancelled, (event) => answers.push(asAnswer(event)));
  return answers.at(-1) ?? assert.fail();
}

function numbersOf(answer: FitAnswer): NumberPrediction {
  const found = answer.predictions?.outcomes['y']?.mle;
  assert.ok(found && !isOfClasses(found));
  return found;
}

const said = ({ problems }: FitAnswer): string[] => problems.flatMap(({ code, message }) => (code === 'prediction' ? [message] : []));

function near(actual: number | null | undefined, wanted: number, tolerance = 1e-7): void {
  assert.ok(Math.abs((actual ?? NaN) - wanted) <= tolerance * Math.max(1, Math.abs(wanted)), `${String(actual)}, not ${String(wanted)}`);
}

const line =
  'data: { x: [1, 2, 3, 4, 5, 6, 7, 8], y: [2.1, 2.9, 4.2, 4.8, 6.3, 6.8, 8.4, 8.9] }\nmodel: y ~ Normal(a + b * x, s)\nparameters: { a: , b: , s: }\n';
const counts =
  'data: { x: [1, 2, 3, 4, 5, 6], g: [a, b, a, b, a, b], y: [2, 3, 6, 7, 8, 9] }\nmodel: y ~ Poisson(log = linear(b, x + g))\nparameters: { b: }\n';

describe('predictions of rows', () => {
  it('have the means and errors of R (lm, predict with se.fit, the residual variance divided by n)', () => {
    const { mean, se, observation } = numbersOf(answerOf(`${line}predict: { grid: { x: 0 to 10 by 5 } }\n`));
    [1.0285714285714285, 6.052380952380952, 11.076190476190476].forEach((wanted, row) => {
      near(mean?.[row], wanted);
    });
    [0.16960839, 0.07876959, 0.20012043].forEach((wanted, row) => {
      near(se[row], wanted);
    });
    // Wider than a new observation under the estimates themselves, whose standard deviation is 0.2177.
    assert.ok((observation[1]?.[1] ?? NaN) - 6.052380952380952 > 1.96 * 0.2177);
  });

  it('are the same for the same file', () => {
    const text = `${counts}predict: { grid: { x: 1 to 6 by 1, g: all } }\n`;
    assert.deepEqual(answerOf(text).predictions, answerOf(text).predictions);
  });

  it('keep intervals where means can be', () => {
    const { interval, observation } = numbersOf(answerOf(`${counts}predict: { grid: { x: -9 to 6 by 5, g: all } }\n`));
    assert.ok(interval.every((each) => (each?.[0] ?? NaN) > 0));
    assert.ok(observation.every((each) => each?.every((end) => Number.isInteger(end) && (end ?? NaN) >= 0)));
  });

  it('are null for rows that cannot be predicted, which are counted and named', () => {
    const answer = answerOf(`${counts}predict: { rows: { x: [3, 4, null], g: [a, c, b] } }\n`);
    assert.deepEqual(
      numbersOf(answer).mean?.map((each) => each === null),
      [false, true, true],
    );
    assert.match(said(answer).join(), /2 rows \(2, 3\) cannot be predicted: in row 2, the data have no level `c` of `g`/);
  });

  it('hold what a grid leaves out at its mean or first level, and say so', () => {
    const answer = answerOf(`${counts}predict: { grid: { g: all } }\n`);
    assert.deepEqual(answer.predictions?.columns, { x: [3.5, 3.5], g: ['a', 'b'] });
    assert.match(said(answer).join(), /x = 3.5 \(its mean\)/);
  });

  it('point out values beyond the data', () => {
    assert.match(
      said(answerOf(`${line}predict: { rows: { x: [4, 20] } }\n`)).join(),
      /`x` lies beyond the data, which go from 1 to 8, in 1 row \(2\)/,
    );
  });

  it('refuse a grid that is too large with its number, unknown columns with the nearest, and missing ones', () => {
    const large = answerOf(`${counts}predict: { grid: { x: 1 to 1e8 by 1, g: all } }\n`);
    assert.match(said(large).join(), /200,000,000 rows/);
    assert.match(said(answerOf(`${counts}predict: { grid: { xx: 3 } }\n`)).join(), /Did you mean `x`/);
    assert.match(said(answerOf(`${counts}predict: { rows: { x: [3] } }\n`)).join(), /also depend on `g`/);
  });

  it('give classes their probabilities, which sum to 1', () => {
    const answer = answerOf(
      'data: { x: [1, 2, 3, 4, 5, 6], y: [a, a, b, a, b, b] }\nmodel: y ~ Categorical(logits = linear(B, x))\nparameters: { B: { reference: a } }\npredict: { grid: { x: [1, 6] } }\n',
    );
    const found = answer.predictions?.outcomes['y']?.mle;
    assert.ok(found && isOfClasses(found));
    assert.deepEqual(found.class, ['a', 'b']);
    near((found.probability['a']?.[0] ?? NaN) + (found.probability['b']?.[0] ?? NaN), 1);
  });

  it('give a median where there is no mean, and say so', () => {
    const answer = answerOf(
      'data: { x: [1, 2, 3, 4, 5, 6], y: [1.2, 1.9, 3.1, 4.4, 4.8, 6.1] }\nmodel: y ~ Cauchy(a + b * x, s)\nparameters: { a: , b: , s: { start: 0.2 } }\npredict: { grid: { x: [2] } }\n',
    );
    assert.ok(numbersOf(answer).median);
    assert.match(said(answer).join(), /has no mean: its median is given/);
  });
});
