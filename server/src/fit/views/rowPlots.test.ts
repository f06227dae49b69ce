import assert from 'node:assert/strict';
import { neverCancelled } from '../../engine/kernel/kernel.js';
import { inlineDataset } from '../../language/data/inline.js';
import { readSpec } from '../../language/spec/read.js';
import { asAnswer, type FitAnswer } from '../../report/answer.js';
import type { ResidualsView, RowPlotsAnswer, RowPlotsView } from '../../report/views.js';
import { runFit } from '../run.js';
import { calibrationOf, rocOf } from './events.js';

function answerTo(text: string): RowPlotsAnswer {
  const { spec, problems } = readSpec(text);
  assert.deepEqual(problems, []);
  const { dataset } = spec.data?.kind === 'inline' ? inlineDataset(spec.data) : assert.fail();
  const answers: FitAnswer[] = [];
  runFit({ spec, data: dataset ?? assert.fail(), rowPlots: true }, neverCancelled, (event) => answers.push(asAnswer(event)));
  return answers.at(-1)?.rowPlots ?? assert.fail();
}

const viewOf = (text: string): RowPlotsView => answerTo(text).view ?? assert.fail('there is no view');
const residualsFor = (text: string): ResidualsView => viewOf(text).residuals ?? assert.fail('there are no residuals');
const near = (a: number | undefined, b: number, within = 1e-6): void =>
  assert.ok(Math.abs((a ?? NaN) - b) < within, `${String(a)} instead of ${String(b)}`);

describe('rows beside their estimates', () => {
  it('have the residuals of a regression in standard deviations, at the rows that are used', () => {
    const residuals = residualsFor('data: { x: [1, 2, ~, 4], y: [1, 3, 2, 4] }\nmodel: y ~ Normal(b * x, 2)\nparameters: { b: }\n');
    const b = (1 + 6 + 16) / 21;
    assert.deepEqual(
      residuals.points.map(({ row }) => row),
      [1, 2, 4],
    );
    for (const [i, [x, y]] of (
      [
        [1, 1],
        [2, 3],
        [4, 4],
      ] as const
    ).entries()) {
      near(residuals.points[i]?.fitted, b * x);
      near(residuals.points[i]?.residual, (y - b * x) / 2);
    }
    // Of a Normal distribution these are the same, in order.
    const sorted = [...residuals.points].map(({ residual }) => residual).sort((p, q) => p - q);
    residuals.quantiles?.forEach(({ residual }, i) => near(residual, sorted[i] ?? NaN));
    near(residuals.quantiles?.[1]?.expected, 0);
  });

  it('have quantile residuals of another distribution through its own probabilities', () => {
    const residuals = residualsFor('data: { y: [1, 2, 6] }\nmodel: y ~ Exponential(rate = r)\nparameters: { r: }\n');
    // The mean is 3: P(y < 1) = 1 − exp(−1/3) = 0.28347, whose Normal quantile is −0.57265.
    near(residuals.quantiles?.[0]?.residual, -0.5726, 1e-3);
  });

  it('have counts that are expected as often as the distribution says', () => {
    const { counts = assert.fail() } = viewOf('data: { k: [0, 1, 1, 2, 3, 5] }\nmodel: k ~ Poisson(m)\nparameters: { m: }\n');
    assert.deepEqual(
      counts.bars.map(({ observed }) => observed),
      [1, 2, 1, 1, 0, 1, 0, 0],
    );
    near(counts.bars[0]?.expected, 6 * Math.exp(-2));
    near(counts.bars[3]?.expected, (6 * Math.exp(-2) * 8) / 6);
  });

  it('have calibration whose bins add up to the share of events, where an intercept makes them', () => {
    const x = Array.from({ length: 60 }, (_, i) => ((i * 37) % 60) / 10 - 3);
    const y = x.map((value, i) => (value + 2 * Math.sin(9 * i) > 0 ? 1 : 0));
    const {
      calibration = assert.fail(),
      roc = assert.fail(),
      residuals,
    } = viewOf(`data: { x: [${x.join()}], y: [${y.join()}] }\nmodel: y ~ Bernoulli(logit = a + b * x)\nparameters: { a: , b: }\n`);
    assert.equal(residuals, undefined);
    assert.equal(
      calibration.reduce((sum, { rows }) => sum + rows, 0),
      60,
    );
    const [predicted, observed] = (['predicted', 'observed'] as const).map((of) =>
      calibration.reduce((sum, bin) => sum + bin.rows * bin[of], 0),
    );
    near(predicted, observed ?? NaN, 1e-4);
    assert.ok(roc.area > 0.5 && roc.area <= 1);
  });

  it('say why there is nothing to draw', () => {
    const classes =
      'data: { k: [a, b, c, a, b, a], x: [1, 2, 3, 4, 5, 6] }\nmodel: k ~ Categorical(logits = linear(B, x))\nparameters: { B: "Normal(0, 1)" }\n';
    assert.match(answerTo(classes).problem ?? '', /classes/);
  });
});

describe('events', () => {
  it('have the area below the curve that the number of pairs in order gives, ties by half', () => {
    const area = rocOf(Float64Array.of(0.1, 0.4, 0.35, 0.8), Float64Array.of(0, 0, 1, 1))?.area;
    near(area, 0.75, 1e-12);
    near(rocOf(Float64Array.of(0.5, 0.5, 0.5), Float64Array.of(0, 1, 1))?.area, 0.5, 1e-12);
    assert.equal(rocOf(Float64Array.of(0.5, 0.6), Float64Array.of(1, 1)), undefined);
    // A row of weight 2 counts as two.
    const [twice, weighed] = [
      rocOf(Float64Array.of(0.1, 0.4, 0.35, 0.35, 0.8), Float64Array.of(0, 0, 1, 1, 1)),
      rocOf(Float64Array.of(0.1, 0.4, 0.35, 0.8), Float64Array.of(0, 0, 1, 1), Float64Array.of(1, 1, 2, 1)),
    ];
    near(weighed?.area, twice?.area ?? NaN, 1e-12);
  });

  it("have Wilson's intervals", () => {
    const observed = Float64Array.from({ length: 10 }, (_, i) => (i < 7 ? 1 : 0));
    const [bin] =
      calibrationOf(new Float64Array(10).fill(0.7), observed).length === 1 ? calibrationOf(new Float64Array(10).fill(0.7), observed) : [];
    const all = calibrationOf(new Float64Array(9).fill(0.7), observed.subarray(0, 9));
    assert.equal(all.length, 1);
    assert.equal(bin, undefined);
    // 7 of 9: (0.4526, 0.9368).
    near(all[0]?.low, 0.4526, 1e-3);
    near(all[0]?.high, 0.9368, 1e-3);
  });
});
