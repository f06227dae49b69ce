import assert from 'node:assert/strict';
import { preparedOf } from '../../engine/inference/objective/prepared.js';
import { neverCancelled } from '../../engine/kernel/kernel.js';
import type { BoundModel } from '../../engine/bind/bind.js';
import { buildModel } from '../../engine/elaborate/build.js';
import { schemaOf } from '../../engine/model/dataset.js';
import { inlineDataset } from '../../language/data/inline.js';
import { readSpec } from '../../language/spec/read.js';
import type { FitJob } from './job.js';
import { asAnswer, type FitAnswer } from '../../report/answer.js';
import { ModelKeeper } from './keeper.js';
import { runFit } from '../run.js';

const text = `data: { y: [1, 2, 2.5, 4.4, 5.2, 5.9], x: [1, 2, 3, 4, 5, .nan] }
model: y ~ Normal(linear(b, x), s)
parameters:
  b: Normal(0, 3)
  b[x]: { prior: "Normal(1, 2)", start: 1 }
  s: Gamma(2, 1)
`;

function jobOf(source: string, dataKey?: string): FitJob {
  const { spec } = readSpec(source);
  assert.ok(spec.data?.kind === 'inline');
  const { dataset } = inlineDataset(spec.data);
  assert.ok(dataset);
  return { spec, data: dataset, ...(dataKey === undefined ? {} : { dataKey }) };
}

function bind(keeper: ModelKeeper, job: FitJob): BoundModel {
  const { model } = buildModel(job.spec, schemaOf(job.data));
  assert.ok(model);
  const { bound } = keeper.bind(model, job);
  assert.ok(bound);
  return bound;
}

/** The arrays of rows and the kernel that the engine has compiled for them. */
function compiled(bound: BoundModel): unknown[] {
  return [bound.columns, bound.variables, preparedOf(bound).likelihood([])];
}

/** Treats each search as a long one. */
class SlowKeeper extends ModelKeeper {
  override keepMap(...[bound, map]: Parameters<ModelKeeper['keepMap']>): void {
    super.keepMap(bound, { ...map, seconds: 9 });
  }
}

describe('the model of the last fit', () => {
  const edits: readonly (readonly [string, string, string])[] = [
    ['a number of a prior', 'Normal(0, 3)', 'Normal(0, 30)'],
    ['the sign of a number', 'Normal(0, 3)', 'Normal(-1, 3)'],
    ['a start value', 'start: 1', 'start: 2'],
    ['another family of prior', 'Gamma(2, 1)', 'Exponential(1)'],
    ['a prior taken away', 's: Gamma(2, 1)', 's:'],
    ['a fixed value', 's: Gamma(2, 1)', 's: 1'],
    ['a bound', 'b: Normal(0, 3)', 'b: { prior: "Normal(0, 3)", upper: 9 }'],
  ];
  for (const [name, from, to] of edits) {
    it(`serves after an edit of ${name}: nothing is bound or compiled again`, () => {
      const keeper = new ModelKeeper();
      const before = compiled(bind(keeper, jobOf(text, 'k')));
      const after = compiled(bind(keeper, jobOf(text.replace(from, to), 'k')));
      for (const [i, each] of before.entries()) assert.equal(after[i], each);
    });
  }

  it('does not serve where data, model or the treatment of missing values differ', () => {
    const others: readonly (readonly [string, string])[] = [
      [text, 'other'],
      [text.replace('linear(b, x)', 'linear(b, log(x))').replace('b[x]', 'b[log(x)]'), 'k'],
      [text.replace('Normal(linear(b, x), s)', 'StudentT(4, linear(b, x), s)'), 'k'],
      [text.replace('y ~', 'log(y) ~'), 'k'],
    ];
    for (const [source, key] of others) {
      const keeper = new ModelKeeper();
      const before = bind(keeper, jobOf(text, 'k'));
      assert.notEqual(bind(keeper, jobOf(source, key)).columns, before.columns, source);
    }
    const keeper = new ModelKeeper();
    assert.notEqual(bind(keeper, jobOf(text)).columns, bind(keeper, jobOf(text)).columns, 'data of an unknown key are never the same');
  });

  function numbers(job: FitJob, keeper: ModelKeeper): unknown {
    const answers: FitAnswer[] = [];
    runFit(job, neverCancelled, (event) => answers.push(asAnswer(event)), keeper);
    const last = answers.at(-1);
    return { mle: last?.mle, map: last?.map, problems: last?.problems };
  }

  it('gives the same answer as a fit from nothing, problems at their new places included', () => {
    const keeper = new ModelKeeper();
    numbers(jobOf(text, 'k'), keeper);
    for (const [, from, to] of edits) {
      const source = `# moved\n${text.replace(from, to)}`;
      assert.deepEqual(numbers(jobOf(source, 'k'), keeper), numbers(jobOf(source), new ModelKeeper()), to);
    }
  });

  it('gives the same answer wherever the fit before was cut short, with latent values too', () => {
    const mixed = (start: number): string => `data:
  y: [1.1, 2.3, 2.9, 4.2, 0.4, 1.2, 2.4, 2.8, 3.1, 4.4, 5.2, 6.3]
  x: [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4]
  g: [a, a, a, a, b, b, b, b, c, c, c, c]
  h: [d, e, d, e, e, d, e, d, d, e, e, d]
model: |
  y ~ Normal(a + u[g] + v[h] + b * x, s)
  u[g] ~ Normal(0, t)
  v[h] ~ Normal(0, r)
parameters: { a: { start: ${String(start)} }, b: , s: , t: , r: }
`;
    const expected = numbers(jobOf(mixed(1)), new ModelKeeper());
    for (let polls = 1; polls < 20_000; polls *= 3) {
      const keeper = new ModelKeeper();
      let left = polls;
      const cancellation = {
        get cancelled(): boolean {
          return --left < 0;
        },
      };
      runFit(jobOf(mixed(2), 'k'), cancellation, () => undefined, keeper);
      assert.deepEqual(numbers(jobOf(mixed(1), 'k'), keeper), expected, `cut short after ${String(polls)} looks`);
    }
  });

  it('of a network gives a first answer from the last MAP where that took long, and then the one of a fit from nothing', () => {
    const network = `data: { y: [1, 2, 2.5, 4.4, 5.2, 5.9], x: [1, 2, 3, 4, 5, 6] }
model: y ~ Normal(f(x), 0.5)
networks:
  f: { layers: dense(2) -> tanh -> dense(1), weights: "Normal(0, 1)", biases: "Normal(0, 5)" }
`;
    const keeper = new SlowKeeper();
    numbers(jobOf(network, 'k'), keeper);
    const answers: FitAnswer[] = [];
    const wider = network.replace('Normal(0, 1)', 'Normal(0, 2)');
    runFit(jobOf(wider, 'k'), neverCancelled, (event) => answers.push(asAnswer(event)), keeper);
    const [first, last] = [answers[0], answers.at(-1)];
    assert.deepEqual([first?.stage, last?.stage], ['warm', 'final']);
    assert.ok(Math.abs((first?.map?.logPosterior ?? NaN) - (last?.map?.logPosterior ?? NaN)) < 0.1);
    assert.deepEqual(last?.map, (numbers(jobOf(wider), new ModelKeeper()) as FitAnswer).map);
  });

  describe('of the rows that are not held out', () => {
    const held = `validate: { fraction: 0.4, seed: 1 }\n${text.replace(', .nan]', ', 7]')}`;
    const boundOf = (keeper: ModelKeeper, job: FitJob): BoundModel => bind(keeper, keeper.splitter.split(job)?.job ?? assert.fail());

    it('serves after an edit of a prior, and not after one of the seed', () => {
      const keeper = new ModelKeeper();
      const before = compiled(boundOf(keeper, jobOf(held, 'k')));
      const after = compiled(boundOf(keeper, jobOf(held.replace('Normal(0, 3)', 'Normal(0, 30)'), 'k')));
      for (const [i, each] of before.entries()) assert.equal(after[i], each);
      for (const other of [held.replace('seed: 1', 'seed: 3'), held.replace('0.4', '0.5'), held.replace(/validate.*\n/, '')]) {
        assert.notEqual(boundOf(keeper, jobOf(other, 'k')).columns, before[0], other);
      }
    });

    it('gives the same answer as a fit from nothing', () => {
      const keeper = new ModelKeeper();
      for (const source of [held, `# moved\n${held.replace('Normal(0, 3)', 'Normal(0, 30)')}`, held.replace('seed: 1', 'seed: 3')]) {
        assert.deepEqual(scores(jobOf(source, 'k'), keeper), scores(jobOf(source), new ModelKeeper()));
      }
    });

    it('is the same for other rows for validation', () => {
      const keeper = new ModelKeeper();
      const job = jobOf(text.replace(', .nan]', ', 7]'), 'k');
      const [first, second] = [2, 3].map((rows, i) => {
        const columns = job.data.columns.map((column) => ({ ...column, values: column.values.slice(0, rows) }));
        return { ...job, validation: { data: { rows, columns }, key: String(i) } };
      });
      const [before, after] = [first ?? job, second ?? job].map((each) => scores(each, keeper));
      assert.deepEqual([before?.validation?.rows, after?.validation?.rows], [2, 3]);
      assert.deepEqual(before?.mle, after?.mle);
    });
  });

  function scores(job: FitJob, keeper: ModelKeeper): Pick<FitAnswer, 'mle' | 'training' | 'validation' | 'problems'> {
    const answers: FitAnswer[] = [];
    runFit({ ...job, plain: true }, neverCancelled, (event) => answers.push(asAnswer(event)), keeper);
    const { mle, training, validation, problems } = answers.at(-1) ?? assert.fail();
    assert.ok(training && validation);
    return { mle, training, validation, problems };
  }
});
