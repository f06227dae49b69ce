import assert from 'node:assert/strict';
import { fitted } from './testing.js';
import { rowHover } from '../language/dataset/rowHover.js';
import { columnsTitle, useTitle } from '../language/dataset/lens.js';
import { headerHover } from '../language/dataset/headerHover.js';
import { isSameRow } from '../language/dataset/agreement.js';
import type { Reader } from '../language/dataset/reader.js';

/** A model over inline data, as one of a dataset. */
function reader(text: string, title = 'M'): Reader {
  return { title, input: fitted(text).input, isCurrent: true };
}

const on = (text: string, row: number): string => rowHover([reader(text)], row) ?? assert.fail('no model says anything');

describe('the hover on a row', () => {
  it('of counts has the mean, the residual in standard deviations, and the probability', () => {
    // Mean 4; (7 − 4)/√4 = 1.5; e⁻⁴ 4⁷/7! = 0.05954.
    const text = on('data: { y: [1, 7, 4] }\nmodel: y ~ Poisson(m)\nparameters:\n  m:\n', 2);
    assert.match(text, /observed 7, fitted mean \*\*4\*\*, residual \*\*3\*\* \(1\.5 standard deviations\), probability 0\.0595[34]/);
    assert.match(text, /contributes −2\.821 to the log-likelihood/);
  });

  it('of a logistic regression has the probability of the event; the log of that of what was seen is the contribution', () => {
    const data = 'data: { y: [0, 0, 1, 0, 1, 1], x: [1, 2, 3, 4, 5, 6] }\n';
    const model = reader(`${data}model: y ~ Bernoulli(logit = linear(b, x))\nparameters:\n  b:\n`);
    const table = model.input.answer?.rowTable ?? assert.fail();
    const [statement] = table.statements;
    assert.ok(statement);
    statement.fitted.forEach((p, row) => {
      const seen = statement.observed[row] === 1 ? p : 1 - p;
      assert.ok(Math.abs((table.contributions[row] ?? NaN) - Math.log(seen)) < 1e-12);
    });
    const sum = table.contributions.reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(sum - (model.input.answer?.mle?.logLikelihood ?? NaN)) < 1e-9);
    assert.match(rowHover([model], 1) ?? '', /observed 0, fitted probability of 1 \*\*0\.\d+\*\*/);
  });

  it('of classes has the probability of the class that was seen, and the most probable one', () => {
    const text = 'data: { k: [a, b, b, c, b, a] }\nmodel: k ~ Categorical(p)\nparameters:\n  p:\n';
    assert.match(on(text, 1), /observed a, whose fitted probability is \*\*0\.3333\*\*; most probable: b \(0\.5\)/);
    assert.match(on(text, 2), /observed b, whose fitted probability is \*\*0\.5\*\*\n/);
  });

  it('counts a weight, and leaves a row of weight 0 out', () => {
    const text = 'data: { y: [1, 0, 1], n: [3, 2, 0], weights: n }\nmodel: y ~ Bernoulli(p)\nparameters:\n  p:\n';
    // 3 log 0.6.
    assert.match(on(text, 1), /contributes −1\.532 to the log-likelihood of −3\.365, with its weight 3/);
    assert.match(on(text, 3), /The model does not use this row: its weight `n` is 0\./);
  });

  it('of a model with latent values is given these, and says so', () => {
    const data = 'data: { y: [1, 2, 4, 5, 8, 9], g: [a, a, b, b, c, c] }\n';
    const text = on(`${data}model: |\n  y ~ Normal(m + u[g], s)\n  u[g] ~ Normal(0, t)\nparameters:\n  m:\n  s:\n  t:\n`, 1);
    assert.match(text, /fitted mean \*\*1\.[5-9]\d*\*\*/);
    assert.match(text, /given the most probable latent values/);
    assert.doesNotMatch(text, /Cook/);
  });

  it('names the outcome where there are several statements', () => {
    const text = on('data: { y: [1, 2, 3], z: [2, 3, 4] }\nmodel: |\n  y ~ Normal(m, 1)\n  z ~ Normal(m, 1)\nparameters:\n  m:\n', 1);
    assert.match(text, /`y`: observed 1, fitted mean \*\*2\.5\*\*/);
    assert.match(text, /`z`: observed 2, fitted mean \*\*2\.5\*\*/);
  });

  it('of an outcome without a mean, or that is a bound, has no residual and no number that is not one', () => {
    const cauchy = on('data: { y: [1, 2, 9, 3, 2] }\nmodel: y ~ Cauchy(m, s)\nparameters:\n  m:\n  s:\n', 3);
    assert.match(cauchy, /observed 9\n/);
    assert.doesNotMatch(cauchy, /NaN|none|∞/);
  });

  it('says that a row looks back at none', () => {
    const text = 'data: { y: [1, 2, 3, 5, 4] }\nmodel: y ~ Normal(a + r * lag(y), s)\nparameters:\n  a:\n  r:\n  s:\n';
    assert.match(on(text, 1), /does not use this row: it looks back at a row that is not there/);
  });

  it('says nothing in numbers where the fit belongs to another text of the data or the model', () => {
    const model = reader('data: { y: [1, 7, 4] }\nmodel: y ~ Poisson(m)\nparameters:\n  m:\n');
    for (const other of [
      { ...model, isCurrent: false },
      { ...model, input: { ...model.input, stale: true } },
    ])
      assert.doesNotMatch(rowHover([other], 2) ?? '', /observed/);
  });

  it('has a part for each model', () => {
    const text = 'data: { y: [1, 7, 4] }\nmodel: y ~ Poisson(m)\nparameters:\n  m:\n';
    const hover = rowHover([reader(text, 'First'), reader(text.replace('Poisson(m)', 'Normal(m, 2)'), 'Second_one')], 1) ?? '';
    assert.match(hover, /^\*\*First\*\* · row 1\n[\s\S]*---\n\n\*\*Second_one\*\* · row 1\n/);
  });
});

describe('the lens of a dataset', () => {
  it('counts models and rows, and describes the columns that are read', () => {
    assert.equal(useTitle(2, 0, 12000), 'used by 2 models · 12,000 rows');
    assert.equal(useTitle(1, 1, 1), 'used by 1 model · validates 1 model · 1 row');
    const model = reader(
      'data: { y: [0, 9, 0.6], g: [a, b, null], other: [1, 1, 1], t: [true, false, true] }\nmodel: y ~ Normal(linear(b, g + t), s)\nparameters:\n  b:\n  s:\n',
    );
    assert.equal(columnsTitle([model]), 'y: mean 3.2, 0 to 9 · g: 2 levels, 1 missing · t: 2 true');
  });
});

describe('the hover on a name in the header', () => {
  it('says once what the models agree on', () => {
    const text = 'data: { y: [1, 7, 4] }\nmodel: y ~ Poisson(m)\nparameters:\n  m:\n';
    const both = headerHover([reader(text, 'A'), reader(text, 'B')], 'y') ?? '';
    assert.equal(both.match(/numeric column/g)?.length, 1);
    assert.equal(headerHover([reader(text)], 'z'), undefined);
  });
});

describe('a row of the text', () => {
  const { data } = fitted('data: { y: [1.5, 1502, .nan], g: [a, b, c] }\nmodel: y ~ Normal(m, 1)\nparameters:\n  m:\n').input;
  const same = (text: string, place: number): boolean =>
    isSameRow(
      new Map([
        ['y', text],
        ['g', 'x'],
      ]),
      data ?? assert.fail(),
      place,
    );

  it('is that of the data where its numbers are', () => {
    assert.deepEqual([same('1.50', 0), same('1,5', 0), same('1,502', 1), same('NA', 2), same('twelve', 0)], [true, true, true, true, true]);
    assert.deepEqual([same('1502', 0), same('1.5', 1)], [false, false]);
  });
});
