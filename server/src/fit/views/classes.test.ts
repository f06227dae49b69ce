import assert from 'node:assert/strict';
import { neverCancelled } from '../../engine/kernel/kernel.js';
import { inlineDataset } from '../../language/data/inline.js';
import { readSpec } from '../../language/spec/read.js';
import { asAnswer, type FitAnswer } from '../../report/answer.js';
import { ModelKeeper } from '../question/keeper.js';
import { runFit } from '../run.js';

/** The last answer to a file with inline data. */
function answerTo(text: string, keeper = new ModelKeeper()): FitAnswer {
  const { spec, problems } = readSpec(text);
  assert.deepEqual(problems, []);
  const { dataset } = spec.data?.kind === 'inline' ? inlineDataset(spec.data) : assert.fail();
  const answers: FitAnswer[] = [];
  runFit({ spec, data: dataset ?? assert.fail(), dataKey: 'k' }, neverCancelled, (event) => answers.push(asAnswer(event)), keeper);
  return answers.at(-1) ?? assert.fail();
}

const x = Array.from({ length: 60 }, (_, i) => ((i * 37) % 60) / 10 - 3);
const kinds = x.map((value, i) => (value + 0.8 * Math.sin(9 * i) > 0.5 ? 'high' : 'low'));
const data = `data: { x: [${x.join()}], k: [${kinds.join()}] }\n`;
const validate = 'validate: { fraction: 0.5, seed: 1 }\n';
const logistic = `${data}${validate}model: k ~ Bernoulli(logit = linear(b, x))\nparameters: { b: "Normal(0, 2)" }\n`;
const network = (prior: string): string =>
  `${data}${validate}model: k ~ Bernoulli(logit = f(x))\nnetworks:\n  f: { layers: dense(2) -> tanh -> dense(1), weights: "${prior}" }\n`;

describe('which classes are taken for which', () => {
  it('is told of the rows held out, for MLE and MAP, and adds up to their accuracy', () => {
    const { classes, validation } = answerTo(logistic);
    assert.deepEqual(
      [classes?.rows, classes?.levels, classes?.estimates.map(({ label }) => label)],
      ['validation', ['high', 'low'], ['MLE', 'MAP']],
    );
    for (const { label, confusion } of classes?.estimates ?? []) {
      const [[a = NaN, b = NaN] = [], [c = NaN, d = NaN] = []] = confusion;
      const score = label === 'MLE' ? validation?.mle : validation?.map;
      assert.equal(a + b + c + d, 30);
      assert.ok(Math.abs((a + d) / 30 - (score?.accuracy ?? NaN)) < 1e-12);
    }
  });

  it('names the rows that are wrong, the worst first, with the probability of what they are', () => {
    const { worst = [], confusion = [] } = answerTo(logistic).classes?.estimates[1] ?? {};
    const wrong = (confusion[0]?.[1] ?? NaN) + (confusion[1]?.[0] ?? NaN);
    assert.equal(worst.length, wrong);
    assert.ok(wrong > 0);
    worst.forEach(({ name, actual, predicted, probability }, i) => {
      const row = Number(/^row (\d+)$/.exec(name)?.[1]) - 1;
      assert.equal(actual, kinds[row]);
      assert.notEqual(actual, predicted);
      assert.ok(probability < 0.5 && probability >= (worst[i - 1]?.probability ?? 0));
    });
  });

  it('is told of the rows of the fit where a network has no others, and not of a model without classes or without rows held out', () => {
    assert.equal(answerTo(network('Normal(0, 1)').replace(validate, '')).classes?.rows, 'training');
    assert.equal(answerTo(logistic.replace(validate, '')).classes, undefined);
    assert.equal(answerTo(`${data}${validate}model: x ~ Normal(m, s)\nparameters: { m: , s: }\n`).classes, undefined);
  });

  it('has the averaged probability beside it for a network, which scores the rows held out too', () => {
    const { classes, validation } = answerTo(network('Normal(0, 1)'));
    assert.ok((validation?.map?.averagedLogLikelihood ?? NaN) < 0);
    const worst = classes?.estimates.find(({ label }) => label === 'MAP')?.worst ?? [];
    assert.ok(worst.length > 0 && worst.every(({ averaged = NaN }) => averaged > 0 && averaged < 1));
  });
});

describe('the loss curves of a network', () => {
  it('end at the losses that the answer reports, for both sets of rows', () => {
    const { learning, training, validation } = answerTo(network('Normal(0, 1)'));
    const map = learning.find(({ label }) => label === 'MAP');
    assert.ok(map && map.steps.length > 3);
    const end = (values: readonly number[] | undefined): number => values?.at(-1) ?? NaN;
    assert.ok(Math.abs(end(map.training) + (training?.map?.logLikelihood ?? NaN) / 30) < 0.02);
    assert.ok(Math.abs(end(map.validation) + (validation?.map?.logLikelihood ?? NaN) / 30) < 0.02);
  });

  it('keep that of the MLE while only priors change, as its search is not run again', () => {
    const keeper = new ModelKeeper();
    const [before, after] = [answerTo(network('Normal(0, 1)'), keeper), answerTo(network('Normal(0, 3)'), keeper)];
    const of = ({ learning }: FitAnswer, name: string): unknown => learning.find(({ label }) => label === name);
    assert.ok(of(before, 'MLE'));
    assert.deepEqual(of(after, 'MLE'), of(before, 'MLE'));
    assert.notDeepEqual(of(after, 'MAP'), of(before, 'MAP'));
  });

  it('are no business of other models', () => assert.deepEqual(answerTo(logistic).learning, []));
});

describe('an MLE that its search has missed', () => {
  const modes = `data: { y: [-5.2, -5.1, -5, -4.9, -4.8, 5, 5.1] }
model: y ~ Cauchy(m, 0.2)
parameters: { m: { start: 5, prior: "Normal(-5, 1)" } }
settings: { starts: 1 }
`;

  it('is found from the MAP where the data are more probable under that', () => {
    const alone = answerTo(modes.replace(', prior: "Normal(-5, 1)"', ''));
    assert.ok(Math.abs((alone.mle?.parameters['m']?.estimate ?? NaN) - 5) < 0.2);
    const { mle, map } = answerTo(modes);
    assert.ok(Math.abs((mle?.parameters['m']?.estimate ?? NaN) + 5) < 0.1);
    assert.ok((mle?.logLikelihood ?? NaN) >= (map?.logLikelihood ?? NaN));
  });

  it('is not kept for other priors, under which it would not be found', () => {
    const keeper = new ModelKeeper();
    answerTo(modes, keeper);
    const other = answerTo(modes.replace('Normal(-5, 1)', 'Normal(5, 1)'), keeper);
    assert.ok(Math.abs((other.mle?.parameters['m']?.estimate ?? NaN) - 5) < 0.2);
  });
});
