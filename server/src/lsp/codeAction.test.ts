import assert from 'node:assert/strict';
import type { Action } from '../language/actions/action.js';
import { actionsAt } from '../language/actions/index.js';
import { scopeOfInput } from '../language/features/input.js';
import { readSpec } from '../language/spec/read.js';
import { fitted } from './testing.js';

/** The actions at a cursor, or over what stands between two. */
function actions(marked: string): { readonly text: string; readonly offered: readonly Action[] } {
  const { input, cursors } = fitted(marked);
  const [from = 0, to = from] = cursors;
  return {
    text: input.text,
    offered: actionsAt({ ...input, scope: scopeOfInput(input), selection: { from, to }, fileName: 'coin.fit.yaml' }),
  };
}

function applied(marked: string, title: RegExp): string {
  const { text, offered } = actions(marked);
  const action = offered.find((each) => title.test(each.title));
  assert.ok(action, `none of ${offered.map((each) => each.title).join(' | ')}`);
  const edits = action.edits.map((edit, k) => ({ ...edit, k })).sort((a, b) => b.span.from - a.span.from || b.k - a.k);
  const after = edits.reduce((all, { span, text: put }) => all.slice(0, span.from) + put + all.slice(span.to), text);
  const problems = readSpec(after).problems.filter(({ severity }) => severity === 'error');
  assert.deepEqual(
    problems.map(({ message }) => message),
    [],
    after,
  );
  return after;
}

const coin = (prior: string): string => `data: { y: [1, 0, 1, 1] }\nmodel: y ~ Bernoulli(p)\nparameters:\n  p<|>${prior}\n`;
const line = (text: string, of: string): string => text.split('\n').find((each) => each.includes(of)) ?? '';

describe('code actions', () => {
  it('extract a part of an expression to a definition, and inline it again', () => {
    const text =
      'data: { y: [1, 2.5, 3], x: [1, 2, 3] }\nmodel: |\n  # the line\n  y ~ Normal(<|>a + b * x<|>, 1)\nparameters: { a: , b: }\n';
    const after = applied(text, /^Extract/);
    assert.ok(after.includes('  part = a + b * x\n  y ~ Normal(part, 1)\n'), after);
    assert.ok(after.includes('  # the line\n'));
    const back = applied(after.replace('part = ', 'pa<|>rt = '), /^Inline `part` \(1 use\)/);
    assert.ok(back.includes('  y ~ Normal((a + b * x), 1)'), back);
  });

  it('add, remove, widen and narrow a prior', () => {
    assert.equal(line(applied(coin(':'), /Add the prior `Beta\(2, 2\)`/), '  p:'), '  p: Beta(2, 2)');
    assert.equal(line(applied(coin(': Beta(2, 2)'), /Remove/), '  p:'), '  p:');
    assert.equal(line(applied(coin(': Normal(0, 3)'), /twice as wide/), '  p:'), '  p: Normal(0, 6)');
    assert.equal(line(applied(coin(': Normal(0, 3)'), /half as wide/), '  p:'), '  p: Normal(0, 1.5)');
    assert.equal(line(applied(coin(': Normal(0, 3)  # a note'), /half as wide/), '  p:'), '  p: Normal(0, 1.5)  # a note');
  });

  it('write a penalty as the prior that it is, and the reverse', () => {
    assert.equal(line(applied(coin(': L2(0.02)'), /as a density/), '  p:'), '  p: Normal(0, 5)');
    assert.equal(line(applied(coin(': Normal(0, 5)'), /as a penalty/), '  p:'), '  p: L2(0.02)');
    assert.equal(line(applied(coin(': L1(0.5)'), /as a density/), '  p:'), '  p: Laplace(0, 2)');
    assert.equal(line(applied(coin(': Laplace(0, 2)'), /as a penalty/), '  p:'), '  p: L1(0.5)');
    assert.match(line(applied(coin(': Laplace(0, 2)'), /ridge of the same/), '  p:'), /Normal\(0, 2\.82843\)/);
  });

  it('hold a parameter at its estimate, or start there', () => {
    assert.equal(line(applied(coin(':'), /^Hold/), '  p:'), '  p: 0.75');
    assert.equal(line(applied(coin(': Beta(2, 2)'), /^Start/), '  p:'), '  p: { prior: "Beta(2, 2)", start: 0.75 }');
  });

  it('standardise and centre a predictor of a formula', () => {
    const text = 'data: { y: [1, 2.5, 3], x: [1, 2, 3] }\nmodel: |\n  y ~ Normal(linear(b, <|>x), 1)\nparameters: { b: }\n';
    assert.ok(applied(text, /^Standardise/).includes('  x_z = (x - mean(x)) / sd(x)\n  y ~ Normal(linear(b, x_z), 1)'));
    assert.ok(applied(text, /^Centre/).includes('  x_c = x - mean(x)\n'));
  });

  it('turn a vector into latent values', () => {
    const text = 'data: { y: [1, 2.5, 3, 4], g: [a, a, b, b] }\nmodel: |\n  y ~ Normal(u[g], s)\nparameters:\n  u<|>:\n  s:\n';
    const after = applied(text, /partial pooling/);
    assert.ok(after.includes('  u[g] ~ Normal(u_mean, u_sd)\n  y ~ Normal(u[g], s)\n'), after);
    assert.ok(after.includes('parameters:\n  u_mean:\n  u_sd:\n  s:\n'), after);
  });

  it('hold out rows, and move inline data to a file', () => {
    const text = 'da<|>ta: { y: [1, 0, 1, 1] }\nmodel: y ~ Bernoulli(p)\nparameters: { p: }\n';
    assert.match(applied(text, /^Hold out/), /validate: \{ fraction: 0\.3, seed: 1 \}\n$/);
    assert.ok(applied(text, /^Move the data/).startsWith('data: coin.csv\nmodel:'));
    assert.equal(actions(text).offered.find(({ file }) => file)?.file?.text, 'y\n1\n0\n1\n1\n');
  });

  it('do not widen a prior until its mode is lost', () => {
    const titles = (prior: string): string[] => actions(coin(`: ${prior}`)).offered.map(({ title }) => title);
    assert.ok(titles('Beta(20, 20)').some((title) => /twice as wide/.test(title)));
    assert.ok(!titles('Beta(2, 2)').some((title) => /twice as wide/.test(title)));
  });

  const rows = 'data: { y: [1, 0, 3, 7, 2, 4], x: [1, 2, 3, 4, 5, 6], z: [1, 1, 2, 3, 5, 8], g: [a, b, a, b, c, c] }\n';

  it('write a formula out as terms, each with the prior of its entry, and the reverse', () => {
    const after = applied(
      `${rows}model: y ~ Normal(lin<|>ear(b, x + log(z) + x:z), 2)\nparameters:\n  # slopes\n  b: Normal(0, 1)\n  b[Intercept]: Normal(0, 10)\n`,
      /^Write the formula out/,
    );
    assert.ok(after.includes('y ~ Normal(b0 + b_x * x + b_log_z * log(z) + b_x_z * x * z, 2)'), after);
    assert.ok(
      after.endsWith('  # slopes\n  b0: Normal(0, 10)\n  b_x: Normal(0, 1)\n  b_log_z: Normal(0, 1)\n  b_x_z: Normal(0, 1)\n'),
      after,
    );
    const back = applied(after.replace('b_x * x', 'b_x <|>* x'), /^Write the terms as a formula/);
    assert.ok(back.includes('y ~ Normal(linear(b, x + log(z) + x:z), 2)'), back);
    assert.match(back, /\n {2}b:\n {2}b\[Intercept\]: Normal\(0, 10\)\n {2}b\[x\]: Normal\(0, 1\)\n {2}b\[log\(z\)\]: Normal\(0, 1\)\n/);
  });

  it('keep the brackets that a formula needs when it is written out, and leave factors and shared coefficients alone', () => {
    const scaled = applied(`${rows}model: y ~ Normal(2 * linear(b<|>, 0 + x + z), 2)\nparameters:\n  b:\n`, /^Write the formula out/);
    assert.ok(scaled.includes('Normal(2 * (b_x * x + b_z * z), 2)'), scaled);
    for (const [formula, more] of [
      ['lin<|>ear(b, x + g)', ''],
      ['lin<|>ear(b, x)', 'derived: { twice: "2 * b[x]" }\n'],
      ['a + c * x +<|> c * z', ''],
      ['a + c * (x<|> + z)', ''],
    ] as const) {
      const { offered } = actions(`${rows}model: y ~ Normal(${formula}, 2)\nparameters:\n  a:\n  b:\n  c:\n${more}`);
      assert.deepEqual(
        offered.filter(({ title }) => /formula/.test(title)).map(({ title }) => title),
        [],
      );
    }
  });

  it('model the outcome with another distribution: the predictors where they belong, parameters added and dropped', () => {
    const poisson = applied(
      `${rows}model: y ~ Nor<|>mal(linear(b, x), s)\nparameters:\n  b:\n  s:\n`,
      /^Model `y` as Poisson: .*drops `s`/,
    );
    assert.ok(poisson.includes('y ~ Poisson(log = linear(b, x))') && !poisson.includes('  s:'), poisson);
    const wider = applied(poisson.replace('Poisson', 'Poi<|>sson'), /NegativeBinomial: adds `dispersion`/);
    assert.ok(wider.includes('y ~ NegativeBinomial(log = linear(b, x), dispersion = dispersion)'), wider);
    assert.ok(wider.endsWith('  b:\n  dispersion:\n'), wider);
    const shared = applied(
      `${rows}model: |\n  y ~ Nor<|>mal(m, s)\n  x ~ Normal(0, s)\nparameters: { m: , s: }\n`,
      /^Model `y` as StudentT: adds `df`/,
    );
    assert.ok(shared.includes('y ~ StudentT(df, m, scale)') || shared.includes('y ~ StudentT(df, m, s)'), shared);
    assert.ok(/parameters: \{.*s: /.test(shared), shared);
  });

  it('offer no distribution for which the outcome is impossible', () => {
    const { offered } = actions(`${rows.replace('1, 0,', '-1, 0.5,')}model: y ~ Nor<|>mal(linear(b, x), 2)\nparameters: { b: }\n`);
    const titles = offered.filter(({ title }) => title.startsWith('Model `y`')).map(({ title }) => title);
    assert.ok(titles.length > 1 && !titles.some((title) => /Poisson|Gamma|Bernoulli|Binomial|LogNormal/.test(title)), titles.join('\n'));
  });
});
