import assert from 'node:assert/strict';
import { inlayHints } from '../language/features/inlayHints.js';
import { fitted, hoverOf, hoverText, withHints } from './testing.js';

const x = Array.from({ length: 20 }, (_, i) => (i - 10) / 5);
const y = x.map((value, i) => Math.sin(value) + ((i * 7) % 5) / 20);
const classes = x.map((value) => (Math.abs(value) < 1 ? 'in' : 'out'));
const data = `data:\n  x: [${x.join()}]\n  y: [${y.join()}]\n  k: [${classes.join()}]\n`;
const regression = `${data}model: y ~ Normal(f(x), s)\nnetworks:\n  f:\n    layers: dense(3) -> tanh -> dense(1)\n    weights: Normal(0, 0.5)\nparameters:\n  s:\n`;
const classifier = `${data}model: k ~ Bernoulli(logit = f(x))\nnetworks:\n  f: { layers: dense(4) -> tanh -> dense(1) }\n`;

describe('the hover on a network', () => {
  const text = hoverText(regression.replace('  f:', '  <|>f:'));

  it('lists its layers with shapes and numbers of parameters', () => {
    assert.match(text, /a network of 10 weights and biases/);
    assert.match(
      text,
      /\| input \| 1 number \| \|\n\| `dense\(3\)` \| 3 numbers \| 6 \|\n\| `tanh` \| 3 numbers \| {2}\|\n\| `dense\(1\)` \| 1 number \| 4 \|/,
    );
  });

  it('shows the losses and how many starts agree', () => {
    const { answer } = fitted(regression);
    const loss = answer.map?.networks?.['f']?.loss ?? NaN;
    assert.ok(Math.abs(loss + (answer.map?.logLikelihood ?? NaN) / 20) < 1e-12);
    assert.match(text, /\| \*\*loss per row\*\* \(−log L \/ n\) \| [^|]+ \| [^|]+ \|/);
    assert.match(text, /starts that agree \| (\d of 8|none) \| \d of 8/);
  });

  it('says what the prior is elsewhere: weight decay, Keras, scikit-learn', () => {
    // sd = 0.5, n = 20: 1/(2 sd²) = 2; on the mean loss a decay of 4/20, λ of 2/20; alpha = 4.
    assert.match(text, /λ = 1\/\(2 sd²\) = 2\*\*/);
    assert.match(text, /`weight_decay=0\.2` in torch's SGD and Adam/);
    assert.match(text, /`l2\(0\.1\)` in Keras, `alpha=4` in scikit-learn's MLPClassifier/);
    assert.match(text, /AdamW is not this MAP/);
    const sigma = fitted(regression).answer.map?.parameters['s']?.estimate ?? NaN;
    const decay = Number(/`weight_decay=([\d.]+)` with torch's MSELoss/.exec(text)?.[1]);
    assert.ok(Math.abs(decay / ((2 * sigma * sigma * 4) / 20) - 1) < 1e-3);
  });

  it('is shown on its uses too, and layers have their own', () => {
    assert.equal(hoverOf(regression.replace('f(x)', '<|>f(x)'))?.on, 'f');
    assert.match(hoverText(regression.replace('-> tanh', '-> <|>tanh')), /a layer: hyperbolic tangent/);
    assert.match(hoverText(regression.replace('layers: dense', 'layers: <|>dense')), /\*\*dense\(units\)\*\* — a layer/);
  });
});

describe('the inlay hint of a network', () => {
  it('says how many weights there are and the losses', () => {
    assert.match(withHints(regression), /\n {2}f:«10 weights, loss (MLE −?[\d.]+, )?MAP −?[\d.]+»\n/);
  });

  it('follows a mapping on one line, also where there is no maximum', () => {
    assert.match(withHints(classifier), /\n {2}f: \{ layers: dense\(4\) -> tanh -> dense\(1\) \}«13 weights»\n/);
    assert.equal(inlayHints(fitted(classifier).input).length, 1);
  });
});

describe('what is said of a network', () => {
  const said = (text: string) => fitted(text).problems.map(({ severity, code, message }) => [severity, code, message] as const);

  it('that separates classes perfectly: an error, beside a MAP a warning', () => {
    const [[severity, code, message] = assert.fail(), ...rest] = said(classifier);
    assert.deepEqual([severity, code, rest], ['error', 'separation', []]);
    assert.match(
      message,
      /`f` classifies `k` correctly in all rows of the fit.*no maximum likelihood estimate.*The search ended at a loss of .* per row\. A prior on the weights/,
    );
    const withPrior = said(classifier.replace('dense(1) }', 'dense(1), weights: "Normal(0, 1)" }'));
    assert.deepEqual(
      withPrior.map(([level, name]) => [level, name]),
      [['warning', 'separation']],
    );
  });

  it('and a parameter that it makes up for, not of hidden units that can change places', () => {
    const model = regression.replace('Normal(f(x), s)', 'Normal(a + f(x), s)').replace('  s:\n', '  s:\n  a:\n');
    const found = said(model).filter(([, code]) => code === 'unidentified');
    assert.ok(found.length > 0);
    for (const [, , message] of found) assert.match(message, /do not determine a: the network `f` compensates for any change in it/);
    assert.deepEqual(
      said(regression).filter(([, code]) => code === 'unidentified'),
      [],
    );
  });

  it('of which no number is one of a single weight', () => {
    const { answer } = fitted(regression);
    assert.deepEqual(Object.keys(answer.map?.parameters ?? {}), ['s']);
    assert.deepEqual(
      answer.views.map(({ name }) => name),
      ['s'],
    );
    const { weights, biases, starts } = answer.map?.networks?.['f'] ?? assert.fail();
    assert.deepEqual([weights, biases, starts], [6, 4, 8]);
  });
});

describe('the picture of a network of one column', () => {
  it('shows its curve beside the data: the residuals are those of the likelihood', () => {
    const { answer } = fitted(regression);
    const curve = answer.dataFit?.curves.find(({ label }) => label === 'MAP')?.curve ?? assert.fail();
    const sigma = answer.map?.parameters['s']?.estimate ?? NaN;
    const at = (value: number): number => curve.y[curve.x.findIndex((grid) => grid >= value - 0.02)] ?? NaN;
    const squares = x.reduce((sum, value, i) => sum + ((y[i] ?? NaN) - at(value)) ** 2, 0);
    assert.ok(Math.abs(Math.sqrt(squares / 20) / sigma - 1) < 0.1, String(squares));
  });
});

describe('a file with a network, as somebody types it', () => {
  const few = `data:\n  x: [-1, 0, 1, 2]\n  y: [0.2, 0.1, 0.9, 1.1]\nmodel: y ~ Normal(f(x), 1)\nnetworks:\n  f:\n    layers: dense(2) -> relu -> dense(1)\n    weights: Normal(0, 1)\n`;
  const numbersIn = (value: unknown): number[] =>
    typeof value === 'number' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];

  it('has an answer at every character: numbers that are finite, or problems at places of the text', () => {
    for (let length = few.indexOf('networks'); length <= few.length; length++) {
      const text = few.slice(0, length);
      const { answer, problems } = fitted(text);
      assert.ok([answer.mle, answer.map].flatMap(numbersIn).every(Number.isFinite), JSON.stringify(text));
      assert.ok(answer.mle !== null || problems.some(({ severity }) => severity === 'error'), JSON.stringify(text));
      for (const { span } of problems) assert.ok(span.from >= 0 && span.from <= span.to && span.to <= length, JSON.stringify(text));
    }
  });
});
