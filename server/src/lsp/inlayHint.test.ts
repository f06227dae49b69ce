import assert from 'node:assert/strict';
import { inlayHints, statusLine } from '../language/features/inlayHints.js';
import { lensTitle } from '../language/features/lens.js';
import { fitted, withHints } from './testing.js';

const data = 'data: { flip: [H, T, H, H, H, T, H, H, T, H] }\nmodel: flip ~ Bernoulli(theta)\n';
const both = 'MLE 0.700 ± 0.145 · MAP 0.55';

/** The line of a text that holds some words. */
function lineWith(text: string, words: string): string {
  return text.split('\n').find((line) => line.includes(words)) ?? assert.fail(`no line with ${words} in ${text}`);
}

describe('inlay hints', () => {
  const places: readonly (readonly [string, string, RegExp])[] = [
    ['a prior', 'parameters:\n  theta: Beta(16, 16)\n', /^ {2}theta: Beta\(16, 16\)«MLE 0\.700 ± 0\.145 · MAP 0\.550 ± 0\.079»$/],
    ['nothing', 'parameters:\n  theta:\n', /^ {2}theta:«MLE 0\.700 ± 0\.145»$/],
    ['nothing at the end of the file', 'parameters:\n  theta:', /^ {2}theta:«MLE [^»]*»$/],
    ['a comment', 'parameters:\n  theta: Beta(16, 16)  # a fair coin\n', /^ {2}theta: Beta\(16, 16\)«[^»]*» {2}# a fair coin$/],
    ['nothing and a comment', 'parameters:\n  theta:   # what?\n', /^ {2}theta:«[^»]*» {3}# what\?$/],
    ['a flow mapping', 'parameters:\n  theta: { prior: "Beta(16, 16)" }\n', /^ {2}theta: \{ prior: "Beta\(16, 16\)" \}«[^»]*»$/],
    ['a quoted prior', 'parameters:\n  theta: "Beta(16, 16)"\n', /^ {2}theta: "Beta\(16, 16\)"«[^»]*»$/],
    ['an entry of a flow mapping', 'parameters: { theta: }\n', /^parameters: \{ theta:«MLE [^»]*» \}$/],
  ];
  for (const [name, parameters, expected] of places) {
    it(`stand behind ${name}`, () => assert.match(lineWith(withHints(data + parameters), 'theta:'), expected));
  }

  it('stand on the line of the key above a block mapping', () => {
    const text = withHints(`${data}parameters:\n  theta:\n    prior: Beta(16, 16)\n    start: 0.5\n`);
    assert.match(text, /\n {2}theta:«MLE [^»]*»\n {4}prior: Beta\(16, 16\)\n/);
  });

  it('name the first entries of a vector, and show each at a key of its own', () => {
    const model = 'data: { y: [1, 2, 3, 5, 4], x: [1, 2, 3, 4, 5], z: [0, 1, 0, 2, 1] }\nmodel: y ~ Normal(linear(b, x + z + x:z), 1)\n';
    const text = withHints(`${model}parameters:\n  b: Normal(0, 10)\n  b[x]: Normal(0, 1)\n`);
    assert.match(
      lineWith(text, '  b: '),
      /^ {2}b: Normal\(0, 10\)«MLE Intercept −?[\d.]+ ± [\d.]+, … · MAP Intercept −?[\d.]+ ± [\d.]+, …»$/,
    );
    assert.match(lineWith(text, 'b[x]'), /^ {2}b\[x\]: Normal\(0, 1\)«MLE −?[\d.]+ ± [\d.]+ · MAP −?[\d.]+ ± [\d.]+»$/);
  });

  it('stand behind the formulas of derived quantities', () => {
    const text = withHints(`${data}parameters:\n  theta: Beta(16, 16)\nderived:\n  odds: theta / (1 - theta) # for a head\n`);
    assert.equal(lineWith(text, 'odds'), '  odds: theta / (1 - theta)«MLE 2.33 ± 1.61 · MAP 1.22 ± 0.39» # for a head');
    assert.match(withHints(`${data}parameters: { theta: }\nderived: { odds: theta / (1 - theta) }\n`), /\(1 - theta\)«MLE [^»]*» \}/);
  });

  it('list every entry of a vector with its errors in the tooltip', () => {
    const { input } = fitted(
      'data: { y: [1, 2, 3, 5], x: [1, 2, 3, 4] }\nmodel: y ~ Normal(linear(b, x), 1)\nparameters:\n  b: Normal(0, 10)\n',
    );
    const [hint] = inlayHints(input);
    assert.match(
      hint?.tooltip ?? '',
      /^estimate ± standard error\nb\[Intercept\]: MLE \S+ ± \S+ · MAP \S+ ± \S+\nb\[x\]: MLE \S+ ± \S+ · MAP \S+ ± \S+$/,
    );
  });

  it('are not there for a fixed value, nor before the first answer', () => {
    assert.doesNotMatch(withHints(`${data}parameters:\n  theta: 0.5\n`), /«/);
    const { input } = fitted(`${data}parameters:\n  theta:\n`);
    assert.deepEqual(inlayHints({ text: input.text, spec: input.spec, stale: false }), []);
    assert.equal(statusLine({ text: input.text, spec: input.spec, stale: false }), 'no estimate');
  });

  it('say how many of the rows they are from, where a fit of all is under way', () => {
    const { input } = fitted(`${data}parameters:\n  theta:\n`);
    assert.ok(input.answer);
    const [hint] = inlayHints({ ...input, answer: { ...input.answer, stage: 'sample' as const, used: 1_000_000, sampled: 10_000 } });
    assert.match(hint?.label ?? '', /^≈ MLE 0\.700/);
    assert.match(hint?.tooltip ?? '', /from 10,000 of 1,000,000 rows/);
    const [warm] = inlayHints({ ...input, answer: { ...input.answer, stage: 'warm' } });
    assert.match(warm?.tooltip ?? '', /preliminary: the last MAP, updated for these priors/);
  });

  it('say that they are stale', () => {
    assert.match(withHints(`${data}parameters:\n  theta:\n`, true), /«stale · MLE/);
  });

  it('say none where the maximum does not exist', () => {
    const separated = 'data: { y: [0, 0, 1, 1], x: [1, 2, 3, 4] }\nmodel: y ~ Bernoulli(logit = a + c * x)\nparameters:\n  a:\n  c:\n';
    assert.doesNotMatch(withHints(separated), /«/);
  });

  it('are on the status line too', () => {
    assert.ok(statusLine(fitted(`${data}parameters:\n  theta: Beta(16, 16)\n`).input).startsWith(both));
  });
});

describe('the code lens', () => {
  const { input } = fitted(`${data}parameters:\n  theta: Beta(16, 16)\n`);
  const none = { text: input.text, spec: input.spec, stale: false };

  it('says how the fit went', () => {
    assert.equal(lensTitle(input, 'fitted', 3.21, 0), '✓ converged · log-likelihood −6.109 · 3.2 ms');
    assert.equal(lensTitle(input, 'fitted', 123.4, 0), '✓ converged · log-likelihood −6.109 · 123 ms');
    assert.equal(lensTitle(none, 'fitting', 0, 0), 'fitting …');
    assert.equal(lensTitle(none, 'failed', 0, 2), 'no estimate: 2 errors');
    assert.equal(lensTitle(none, 'failed', 0, 0), 'no estimate');
    assert.match(lensTitle({ ...input, stale: true }, 'stale', 0, 0), /^stale · fitting …/);
    assert.match(lensTitle({ ...input, stale: true }, 'stale', 0, 1), /^stale · 1 error · log-likelihood −6\.109/);
  });

  it('says that the first estimates are from a sample', () => {
    assert.ok(input.answer);
    const rough = { ...input, answer: { ...input.answer, stage: 'sample' as const, used: 1_000_000, sampled: 10_000 } };
    assert.match(lensTitle(rough, 'fitted', 3, 0), /^≈ preliminary: from 10,000 of 1,000,000 rows/);
  });

  it('says what a maximum on a boundary is', () => {
    const text = 'data: { y: [0, 0, 0] }\nmodel: y ~ Bernoulli(p)\nparameters:\n  p:\n';
    assert.match(lensTitle(fitted(text).input, 'fitted', 1, 0), /^✓ converged at a boundary/);
  });
});
