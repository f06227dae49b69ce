import assert from 'node:assert/strict';
import fc from 'fast-check';
import { declarationEdit } from '../../engine/elaborate/scope/names.js';
import type { ParameterSpec } from '../../engine/model/specification.js';
import { printExpr } from '../../engine/expr/print.js';
import { readSpec } from './read.js';

const coin = 'data: { flip: [H, T, H] }\nmodel: flip ~ Bernoulli(theta)\nparameters:\n  theta: Beta(16, 16)\n';

function specOf(text: string): ReturnType<typeof readSpec>['spec'] {
  const { spec, problems } = readSpec(text);
  assert.deepEqual(problems, []);
  return spec;
}

function parameter(text: string): ParameterSpec {
  const [only] = specOf(`data: d.csv\nmodel: y ~ N(b)\nparameters:\n  ${text}\n`).parameters;
  return only ?? assert.fail();
}

/** The problems as `code: underlined text`. */
function found(text: string): string[] {
  return readSpec(text).problems.map(({ code, span }) => `${code}: ${text.slice(span.from, span.to)}`);
}

function firstMessage(text: string): string {
  return readSpec(text).problems[0]?.message ?? '';
}

describe('reading an estimation file', () => {
  it('reads the smallest useful file', () => {
    const spec = specOf(coin);
    assert.equal(spec.data?.kind === 'inline' && spec.data.columns[0]?.values.map((cell) => cell.value).join(''), 'HTH');
    assert.equal(spec.statements[0]?.kind, 'likelihood');
    const [theta] = spec.parameters;
    assert.ok(theta?.prior);
    assert.equal(printExpr(theta.prior), 'Beta(16, 16)');
    assert.equal(coin.slice(theta.prior.from, theta.prior.to), 'Beta(16, 16)');
    assert.deepEqual(spec.settings, { interval: 0.95, starts: 8, seed: 1, maxSeconds: 30, missing: 'drop', standardErrors: 'information' });
  });

  it('reads JSON', () => {
    const spec = specOf('{ "data": { "y": [1, 2, null] }, "model": "y ~ Normal(mu, 1)", "parameters": { "mu": "Normal(0, 1)" } }');
    assert.equal(spec.parameters[0]?.prior?.kind, 'call');
    assert.equal(spec.statements.length, 1);
  });

  it('reads every form of data', () => {
    assert.equal(specOf('data: a.csv\nmodel: y ~ N(1)').data?.kind, 'path');
    assert.equal(specOf('data: parts/*.csv\nmodel: y ~ N(1)').data?.kind, 'pattern');
    const full = specOf('data: { source: a.csv, weights: w, types: { year: category, flip: { levels: [T, H] } } }\nmodel: y ~ N(1)').data;
    assert.ok(full?.kind === 'path');
    assert.equal(full.weights?.value, 'w');
    assert.deepEqual(
      full.types.map((type) => [type.column.value, type.type, type.levels?.map((level) => level.value)]),
      [
        ['year', 'category', undefined],
        ['flip', 'category', ['T', 'H']],
      ],
    );
    const query = "select 'a''b' from 'c.csv'";
    const text = `data:\n  query: ${query}\n  where: x > 0 and y == "b"\nmodel: y ~ N(1)`;
    const asked = specOf(text).data;
    assert.ok(asked?.kind === 'query');
    assert.equal(asked.source.value, query);
    assert.equal(text.slice(asked.text.from, asked.text.to), query);
    assert.equal(asked.where && printExpr(asked.where), 'x > 0 and y == "b"');
    const inline = specOf('data: { heads: 7, n: 10 }\nmodel: heads ~ Binomial(n, 0.5)').data;
    assert.ok(inline?.kind === 'inline');
    assert.deepEqual(
      inline.columns.map((column) => column.values.map((cell) => cell.value)),
      [[7], [10]],
    );
  });

  it('reads every form of a parameter', () => {
    assert.equal(parameter('b:').prior, undefined);
    assert.equal(parameter('b: 2.5').fixed?.value, 2.5);
    assert.equal(parameter('b: { fixed: 2 }').fixed?.value, 2);
    assert.equal(parameter('b[ area ]: 1').entry, 'area');
    assert.equal(parameter('b[ area ]: 1').name, 'b');
    const full = parameter('b:\n    prior: Normal(0, tau)\n    lower: 0\n    upper: 9\n    start: 1\n    reference: setosa');
    assert.equal(full.prior && printExpr(full.prior), 'Normal(0, tau)');
    assert.deepEqual([full.lower?.value, full.upper?.value, full.start?.value, full.reference?.value], [0, 9, 1, 'setosa']);
    assert.equal(parameter('b: { lower: -.inf, start: -1e-3 }').start?.value, -0.001);
  });

  it('reads settings', () => {
    const { settings } = specOf(`${coin}settings: { interval: 0.9, starts: 3, seed: 7, max-seconds: 1.5, missing: error }\n`);
    assert.deepEqual(settings, { interval: 0.9, starts: 3, seed: 7, maxSeconds: 1.5, missing: 'error', standardErrors: 'information' });
  });

  it('offers a place for a new parameter that keeps the file readable', () => {
    const files = [
      coin,
      coin.trimEnd(),
      'data: a.csv\nmodel: |\n  y ~ N(m)\n',
      'data: a.csv\nmodel: y ~ N(m)',
      `${coin}settings: { seed: 2 }`,
      'data: a.csv\nparameters:\nmodel: y ~ N(1)\n',
      'data: a.csv\nparameters: { a: null, b: 2 }\nmodel: y ~ N(1)\n',
      'data: a.csv\nmodel: y ~ N(1)\nparameters: {}',
    ];
    for (const text of files) {
      const { spec } = readSpec(text);
      const { parameters } = spec;
      const { span, text: added } = declarationEdit(spec, 'extra');
      const extended = text.slice(0, span.from) + added + text.slice(span.to);
      const names = specOf(extended).parameters.map((entry) => entry.name);
      assert.deepEqual(new Set(names), new Set([...parameters.map((entry) => entry.name), 'extra']), extended);
    }
  });
});

describe('what is wrong with the shape of a file', () => {
  const head = 'data: a.csv\nmodel: y ~ N(b)\n';
  const cases: readonly (readonly [text: string, problems: readonly string[], message: RegExp])[] = [
    ['', ['syntax: '], /file is empty/],
    ['# only a comment\n', ['syntax: # only a comment\n'], /file is empty/],
    ['just text', ['type: just text'], /is a mapping with the keys/],
    ['- a\n- b', ['type: - a\n- b'], /this is a list/],
    ['parameters:\n  a: 1\n', ['type: parameters'], /no `data` and `model`/],
    ['data: a.csv', ['type: data'], /no `model`/],
    ['data: a.csv\nmodel:\n', ['type: model'], /takes statements/],
    ['data:\nmodel: y ~ N(1)', ['type: data'], /`data` takes a path/],
    ['data: 3\nmodel: y ~ N(1)', ['type: 3'], /not a number/],
    ['data: a.csv\nmodel: [a, b]', ['type: [a, b]'], /not a list/],
    ['data: a.csv\nmodel: "# nothing"', ['type: model'], /no statements/],
    [`${head}modle: 1`, ['unknown-key: modle'], /Did you mean `model`/],
    [`${head}zzzzzz: 1`, ['unknown-key: zzzzzz'], /it takes `title`/],
    [`${head}networks:\n  f: 1\n`, ['type: 1'], /takes a mapping with its layers/],
    ['data: { images: pets/, size: 32 }\nmodel: y ~ N(1)', ['type: 32'], /height and width in points/],
    ['data: { images: pets/, query: select 1 }\nmodel: y ~ N(1)', ['type: query'], /keep one of them/],
    ['data: { source: a.csv, channels: 3 }\nmodel: y ~ N(1)', ['type: channels'], /is about a folder of images/],
    ['data: { query: select 1, source: a.csv }\nmodel: y ~ N(1)', ['type: query'], /keep one of them/],
    ['data: { query: [a] }\nmodel: y ~ N(1)', ['type: [a]'], /takes a text, not a list/],
    ['data: { source: a.csv, where: [x] }\nmodel: y ~ N(1)', ['type: [x]'], /condition on columns.*not a list/],
    ['data: { source: a.csv, where: }\nmodel: y ~ N(1)', ['type: where'], /not nothing/],
    ['data: { source: a.csv, where: x = 0 }\nmodel: y ~ N(1)', ['syntax: ='], /write `==` for `=`/],
    ['data: { source: a.csv, where: x <> 0 }\nmodel: y ~ N(1)', ['syntax: <>'], /write `!=` for `<>`/],
    ['data: { source: a.csv, where: x > 0 AND y > 0 }\nmodel: y ~ N(1)', ['syntax: AND'], /write `and` for `AND`/],
    ['data: { source: a.csv, where: x > }\nmodel: y ~ N(1)', ['syntax: >'], /expression is missing/],
    ['data: { source: a.csv, wieghts: w }\nmodel: y ~ N(1)', ['unknown-key: wieghts'], /Did you mean `weights`/],
    ['data: { source: a.csv, types: { a: categry } }\nmodel: y ~ N(1)', ['type: categry'], /`category`, `number`/],
    ['data: { y: [1, [2]] }\nmodel: y ~ N(1)', ['type: [2]'], /holds a list/],
    [`${head}validate: 0.3`, ['type: 0.3'], /takes a mapping such as `\{ fraction: 0\.3, seed: 1 \}`.*not a number/],
    [`${head}validate:`, ['type: validate'], /not nothing/],
    [`${head}validate: {}`, ['type: validate'], /which rows are held out/],
    [`${head}validate: { seed: 2 }`, ['type: validate'], /which rows are held out/],
    [`${head}validate: { fraction: 30 }`, ['type: 30'], /between 0 and 1; 30 is not\. Write 0\.3 for 30 %/],
    [`${head}validate: { fraction: 1 }`, ['type: 1'], /between 0 and 1/],
    [`${head}validate: { fraction: half }`, ['type: half'], /takes a number/],
    [`${head}validate: { fraction: 0.3, seed: 1.5 }`, ['type: 1.5'], /whole number/],
    [`${head}validate: { fraction: 0.3, source: b.csv }`, ['type: fraction'], /keep one of them/],
    [`${head}validate: { source: b.csv, seed: 1 }`, ['type: seed'], /nothing is drawn/],
    [`${head}validate: { fracton: 0.3 }`, ['unknown-key: fracton'], /Did you mean `fraction`/],
    [`${head}parameters: 3`, ['type: 3'], /one key per unknown/],
    [`${head}parameters:\n  b: { ordered: true, lower: 0 }`, ['type: 0'], /`lower` does not go with `ordered`/],
    [`${head}parameters:\n  b: { simplex: 1.5 }`, ['type: 1.5'], /number of entries that sum to 1, at least 2/],
    [`${head}parameters:\n  b: { simplex: 3, ordered: true }`, ['type: true'], /cannot be both/],
    [`${head}parameters:\n  b: { priro: 1 }`, ['unknown-key: priro'], /Did you mean `prior`/],
    [`${head}parameters:\n  b: 1/3`, ['type: 1/3'], /write it as one number/],
    [`${head}parameters:\n  b: { lower: 1/3 }`, ['type: 1/3'], /takes a number/],
    [`${head}parameters:\n  b: { lower: 2, upper: 1 }`, ['type: 1'], /must be greater than `lower`/],
    [`${head}parameters:\n  b: { lower: 2, start: 1 }`, ['type: 1'], /outside its bounds/],
    [`${head}parameters:\n  b: { fixed: 2, prior: Flat }`, ['type: 2'], /is fixed: remove `prior`/],
    [`${head}parameters:\n  b: Normal(0, )`, ['syntax: ,'], /argument is missing/],
    [`${head}parameters:\n  2b: 1`, ['type: 2b'], /not the name of a parameter/],
    [`${head}parameters:\n  b: .nan`, ['type: .nan'], /finite number/],
    [`${head}settings: { interval: 95 }`, ['type: 95'], /between 0 and 1/],
    [`${head}settings: { starts: 2.5 }`, ['type: 2.5'], /whole number/],
    [`${head}settings: { missing: maybe }`, ['type: maybe'], /`drop`/],
    [`${head}settings: fast`, ['type: fast'], /takes a mapping/],
    ['data: a.csv\nmodel:\n  mu: a + b\n', ['type: mu: a + b'], /not a mapping/],
  ];
  for (const [text, problems, message] of cases) {
    it(JSON.stringify(text.replace(head, '… ')), () => {
      assert.deepEqual(
        found(text).map((line) => line.trimEnd()),
        problems.map((line) => line.trimEnd()),
      );
      assert.match(firstMessage(text), message);
    });
  }

  it('places problems of the model inside a block', () => {
    assert.deepEqual(found('data: a.csv\nmodel: |\n  mu = a + \n  y ~ Normal(mu s)\n'), ['syntax: +', 'syntax:  s']);
  });

  it('says a trap once, not its consequences too', () => {
    assert.equal(found(`${head}parameters:\n  b: { prior: Beta(2, 2) }\n`).length, 1);
    assert.equal(found(`${head}parameters: { b: Beta(2, 2), c: 1 }\n`).length, 1);
    assert.equal(found(`data: a.csv\nmodel: {a}\n`).length, 1);
  });

  it('never throws', () => {
    const piece = fc.constantFrom(
      ...[
        'data',
        'model',
        'parameters',
        'derived',
        'validate',
        'fraction',
        'settings',
        'source',
        'prior',
        'types',
        'levels',
        ':',
        ': ',
        '\n',
        '\n  ',
        '{',
        '}',
        '[',
        ']',
        ', ',
        'a',
        '1',
        '~',
        '"',
        "'",
        '|',
        '.nan',
        '&a',
        '*a',
        '? ',
        '- ',
        '<<',
        'N(0, 1)',
      ],
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
        (text) => {
          for (const { span } of readSpec(text).problems) assert.ok(0 <= span.from && span.from <= span.to && span.to <= text.length);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
