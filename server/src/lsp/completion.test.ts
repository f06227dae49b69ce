import assert from 'node:assert/strict';
import type { Dataset } from '../engine/model/dataset.js';
import { completeAt } from '../language/completion/complete.js';
import type { Completion } from '../language/completion/completion.js';
import { signaturesAt } from '../language/features/signature.js';
import { fitted } from './testing.js';

const numeric = (name: string, values: number[]) => ({ name, kind: 'numeric' as const, values: Float64Array.from(values), missing: 0 });
const data: Dataset = {
  rows: 4,
  columns: [
    numeric('won', [1, 0, 1, 1]),
    numeric('count', [0, 3, 7, 2]),
    numeric('share', [0.1, 0.5, 0.9, 0.3]),
    numeric('weight', [-2.5, 40.25, 61, 80]),
    numeric('per capita', [1, 2, 3, 4.5]),
    { name: 'region', kind: 'categorical', values: Float64Array.of(0, 1, 1, 0), levels: ['north', 'south'], missing: 0 },
  ],
};

function complete(marked: string, given: Dataset | undefined = data): readonly Completion[] {
  const { input, cursors } = fitted(marked, given);
  const [offset] = cursors;
  assert.ok(offset !== undefined);
  return [...completeAt(input, offset)].sort((a, b) => a.rank - b.rank);
}

const labels = (marked: string, given?: Dataset): string[] => complete(marked, given).map(({ label }) => label);

const has = (marked: string, ...wanted: string[]): void => {
  const found = labels(marked);
  for (const label of wanted) assert.ok(found.includes(label), `${label} is not among ${found.slice(0, 30).join(', ')}`);
};

/** The text with the item written in it, `|` where the cursor is left. */
function chosen(marked: string, label: string): string {
  const { input, cursors } = fitted(marked, data);
  const item = completeAt(input, cursors[0] ?? 0).find((each) => each.label === label);
  assert.ok(item, `no ${label}`);
  const edits = [{ span: item.span, text: item.insert }, ...(item.others ?? [])].sort((a, b) => b.span.from - a.span.from);
  return edits.reduce((text, { span, text: put }) => text.slice(0, span.from) + put + text.slice(span.to), input.text);
}

describe('completion', () => {
  it('offers the sections of a file that it does not have yet', () => {
    assert.deepEqual(labels('<|>').slice(0, 4), ['title', 'description', 'data', 'model']);
    const more = labels('data: d.csv\nmodel: y ~ Normal(a, 1)\n<|>\n');
    assert.ok(!more.includes('data') && !more.includes('model') && more.includes('settings'));
    assert.ok(chosen('data: d.csv\nmo<|>\n', 'model').includes('model: |\n  $0'));
  });

  it('offers the keys of a section, in blocks and in braces', () => {
    has('data:\n  source: d.csv\n  <|>\nmodel: won ~ Bernoulli(p)\n', 'where', 'weights', 'types');
    has('settings: { <|> }\n', 'interval', 'starts', 'seed', 'max-seconds', 'missing');
    assert.ok(!labels('settings: { seed: 2, <|> }\n').includes('seed'));
    has('parameters:\n  b:\n    <|>\n', 'prior', 'lower', 'upper', 'start');
    has('validate: { <|> }', 'fraction', 'source');
  });

  it('begins a statement with its outcome', () => {
    assert.deepEqual(labels('data: d.csv\nmodel: |\n  <|>\n').slice(0, 2), labels('data: d.csv\nmodel: |\n  we<|>\n').slice(0, 2));
    assert.ok(chosen('data: d.csv\nmodel: |\n  we<|>\n', 'weight').includes('  weight ~ \n'));
    assert.ok(chosen('data: d.csv\nmodel: |\n  we<|> ~ Normal(0, 1)\n', 'weight').includes('  weight ~ Normal(0, 1)\n'));
    assert.ok(!labels('data: d.csv\nmodel: |\n  we<|>\n').includes('exp'));
    has('data: d.csv\nmodel: <|>\n', 'weight', 'per capita', 'target +=');
  });

  it('offers the levels of a column with their counts where it is compared, and in `at`', () => {
    const text = (expression: string): string =>
      `data: d.csv\nmodel: weight ~ Normal(a + b * (${expression}), 1)\nparameters: { a: , b: }\n`;
    const first = complete(text('region == "<|>"'))[0];
    assert.deepEqual([first?.label, first?.insert, /^\d+ rows?$/.test(first?.detail ?? '')], ['north', 'north', true]);
    assert.deepEqual(labels(text('region != <|>')), ['north', 'south']);
    assert.equal(complete(text('region == so<|>')).at(-1)?.insert, '"south"');
    const derived = (expression: string): string => `${text('region == "north"')}derived:\n  d: ${expression}\n`;
    assert.deepEqual(labels(derived('at(expected(weight), region = "<|>")')), ['north', 'south']);
    assert.ok(labels(derived('at(expected(weight), <|>)')).includes('region ='));
    assert.ok(labels(derived('mean(expected(<|>))')).includes('weight') && !labels(derived('<|>')).includes('weight'));
  });

  it('ranks distributions by what the outcome looks like', () => {
    const first = (column: string): string => labels(`data: d.csv\nmodel: ${column} ~ <|>\n`)[0] ?? '';
    assert.equal(first('won'), 'Bernoulli');
    assert.equal(first('count'), 'Poisson');
    assert.equal(first('share'), 'Beta');
    assert.equal(first('weight'), 'Normal');
    assert.equal(first('region'), 'Bernoulli');
    assert.equal(chosen('data: d.csv\nmodel: |\n  weight ~ Nor<|>\n', 'Normal').includes('weight ~ Normal(${1:mean}, ${2:sd})'), true);
  });

  it('offers columns with their ranges, parameters, definitions and functions in an expression', () => {
    const text = 'data: d.csv\nmodel: |\n  mu = a + <|>\n  weight ~ Normal(mu, s)\nparameters:\n  a:\n  s:\n';
    has(text, 'weight', 'region', 'a', 's', 'mu', 'exp', 'linear');
    assert.equal(complete(text).find(({ label }) => label === 'count')?.detail, '0 to 7, mean 3');
    assert.equal(complete(text).find(({ label }) => label === 'region')?.detail, '2 levels: north, south');
    assert.equal(complete(text).find(({ label }) => label === 'per capita')?.insert, '`per capita`');
  });

  it('offers the names of arguments that are not given yet', () => {
    has('data: d.csv\nmodel: weight ~ Normal(a, <|>)\n', 'sd =', 'variance =');
    assert.ok(!labels('data: d.csv\nmodel: weight ~ Normal(sd = 2, <|>)\n').includes('sd ='));
  });

  it('declares a name that nobody knows', () => {
    const text = chosen('data: d.csv\nmodel: weight ~ Normal(alp<|>, 1)\nparameters:\n  s:\n', 'alp');
    assert.match(text, /parameters:\n(?:.*\n)*? {2}alp:/);
    has('data: d.csv\nmodel: weight ~ Normal(mu, s)\nparameters:\n  <|>\n', 'mu', 's');
  });

  it('offers priors that suit the support of a parameter', () => {
    const text = (name: string): string =>
      `data: d.csv\nmodel: |\n  won ~ Bernoulli(p)\n  weight ~ Normal(m, s)\nparameters:\n  p:\n  m:\n  s:\n`.replace(
        `  ${name}:\n`,
        `  ${name}: <|>\n`,
      );
    assert.equal(labels(text('p'))[0], 'Beta(2, 2)');
    assert.match(labels(text('s'))[0] ?? '', /^HalfNormal\(/);
    assert.match(labels(text('m'))[0] ?? '', /^Normal\(0, /);
  });

  it('offers columns between the brackets of a vector, and its entries in derived quantities', () => {
    has('data: d.csv\nmodel: weight ~ Normal(b[<|>], 1)\nparameters: { b: }\n', 'region');
    has('data: d.csv\nmodel: weight ~ Normal(b[region], 1)\nparameters: { b: }\nderived:\n  gap: b[<|>\n', 'north', 'south');
  });

  it('offers layers of networks', () => {
    has('networks:\n  f:\n    layers: <|>\n', 'dense', 'relu', 'conv2d');
    assert.ok(!labels('networks:\n  f:\n    layers: <|>\n').includes('exp'));
  });

  it('is silent in comments, titles and descriptions', () => {
    assert.deepEqual(labels('title: <|>\n'), []);
    assert.deepEqual(labels('description: |\n  some words <|>\nmodel: won ~ Bernoulli(p)\n'), []);
    assert.deepEqual(labels('data: d.csv # from <|>\n'), []);
  });

  it('works with Windows line ends, in quotes and in JSON', () => {
    has('data: d.csv\r\nmodel: |\r\n  weight ~ Normal(<|>, 1)\r\n', 'count');
    has('data: d.csv\nparameters: { a: "<|>" }\nmodel: weight ~ Normal(a, 1)\n', 'Normal');
    has('{ "data": "d.csv", <|> }', 'model');
  });
});

describe('signature help', () => {
  function help(marked: string): { label: string; active: string | undefined; ways: number } {
    const offset = marked.indexOf('<|>');
    const found = signaturesAt(marked.replace('<|>', ''), offset) ?? assert.fail('no help');
    const signature = found.signatures[found.active] ?? assert.fail();
    return { label: signature.label, active: signature.parameters[signature.active ?? -1]?.label, ways: found.signatures.length };
  }

  it('names the argument that is being written', () => {
    assert.deepEqual(help('model: y ~ Normal(<|>'), { label: 'Normal(mean, sd)', active: 'mean', ways: 3 });
    assert.equal(help('model: y ~ Normal(mu, <|>)').active, 'sd');
    assert.equal(help('model: |\n  y ~ Normal(exp(a), <|>)\n').active, 'sd');
  });

  it('follows names to another way of writing', () => {
    const { label, active } = help('model: y ~ Normal(mu, variance = <|>');
    assert.deepEqual([label, active], ['Normal(mean, variance)', 'variance']);
    assert.equal(help('model: y ~ Bernoulli(logit = <|>').active, 'logit');
  });

  it('knows functions and layers, and is silent elsewhere', () => {
    assert.equal(help('model: y ~ Normal(log(<|>').label, 'log(x)');
    assert.equal(help('networks:\n  f:\n    layers: conv2d(8, <|>').active, 'kernel');
    assert.equal(signaturesAt('title: a (b', 11), undefined);
  });
});
