import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stringify } from 'yaml';
import type { Problem } from '../../report/problem.js';
import { parseConfig, type ConfigNode, type ConfigScalar } from './config.js';

function scalarAt(text: string, ...path: readonly string[]): ConfigScalar {
  let node: ConfigNode | undefined = parseConfig(text).root;
  for (const name of path) node = node?.kind === 'map' ? node.entries.find((entry) => entry.key.text === name)?.value : undefined;
  assert.ok(node?.kind === 'scalar', `${path.join('.')} in ${text}`);
  return node;
}

function applyFix(text: string, problem: Problem): string {
  const edits = [...(problem.fixes?.[0]?.edits ?? [])].sort((a, b) => b.span.from - a.span.from);
  assert.ok(edits.length > 0, problem.message);
  return edits.reduce((result, { span, text: insert }) => result.slice(0, span.from) + insert + result.slice(span.to), text);
}

describe('the tree of a file', () => {
  const forms: readonly (readonly [string, string])[] = [
    ['plain', 'model: y ~ N(mu)\nb: 1'],
    ['plain over lines', 'model:\n  a = 1\n  y ~ N(mu)\nb: 1'],
    ['literal block', 'model: |\n  a = 1\n\n  y ~ N(mu)   # c\nb: 1'],
    ['literal block with indicators', 'model: |2-\n    a = 1\n  y ~ N(mu)\n'],
    ['folded block', 'model: >\n  a = 1\n  y ~ N(mu)\n'],
    ['double quotes', 'model: "a = \\"x\\"\\n y ~ N(mu)"'],
    ['single quotes', "model: 'a = ''x'' y ~ N(mu)'"],
    ['JSON', '{ "model": "\\u0061 = 1\\ny ~ N(mu)" }'],
    ['CRLF', 'model: |\r\n  a = 1\r\n  y ~ N(mu)\r\nb: 1'],
  ];
  for (const [name, text] of forms) {
    it(`places the characters of a text: ${name}`, () => {
      const scalar = scalarAt(text, 'model');
      const at = scalar.text.indexOf('mu');
      assert.ok(at > 0);
      assert.equal(scalar.locate(at), text.indexOf('mu'));
      assert.equal(text.slice(scalar.locate(at), scalar.locate(at + 1) + 1), 'mu');
    });
  }

  it('keeps the lines of a text as lines, whether or not YAML folds them', () => {
    for (const head of ['|', '>', '']) {
      const { text } = scalarAt(`model: ${head}\n  a = 1\n  b = 2\n`, 'model');
      assert.deepEqual(
        text.split('\n').map((line) => line.trim()),
        ['a = 1', 'b = 2'],
      );
    }
  });

  it('knows values, keys and empty values', () => {
    const { root } = parseConfig('a: 1.5\nb: yes\nc: true\n"d e": [1, x, null]\nb[area]: Normal(0, 1)\nf:\n');
    assert.ok(root?.kind === 'map');
    assert.deepEqual(
      root.entries.map((entry) => entry.key.text),
      ['a', 'b', 'c', 'd e', 'b[area]', 'f'],
    );
    assert.deepEqual(
      root.entries.map((entry) => (entry.value.kind === 'scalar' ? entry.value.value : entry.value.kind)),
      [1.5, 'yes', true, 'list', 'Normal(0, 1)', null],
    );
  });
});

describe('YAML traps', () => {
  const cases: readonly (readonly [text: string, underlined: string, message: RegExp])[] = [
    ['parameters:\n  theta: { prior: Beta(2, 2) }\n', 'Beta(2, 2)', /cuts `Beta\(2, 2\)` apart/],
    ['parameters: { theta: Beta(2, 2), b: 1 }', 'Beta(2, 2)', /cuts/],
    ['p: { prior: Mixture([w, 1 - w], A, B), lower: 0 }', 'Mixture([w, 1 - w], A, B)', /cuts/],
    ['p: { b[area]: 3 }', 'b[area]', /cuts/],
    ['p: [Normal(0, 1), 2]', 'Normal(0, 1)', /cuts/],
    ['p: *x\nb: 1', '*x', /reference to an anchor/],
    ['p: &x 3\nb: 1', '&x 3', /an anchor/],
    ['p: !x 3 # c\nb: 1', '!x 3', /type tag/],
    ['p: > 0\nb: 1', '> 0', /folded text block/],
    ['p: @x\nb: 1', '@x', /reserved/],
    ['p: %x\nb: 1', '%x', /directive/],
    ['p: `x`\nb: 1', '`x`', /reserved/],
    ['data: { source: a.csv, where: > 0 }', '> 0', /folded text block/],
    ['model: | y ~ N(a)\nb: 1', '| y ~ N(a)', /starts on the next line/],
    ['p: {a}\nb: 1', '{a}', /mapping with the empty key `a`/],
    ['p: { prior Normal(0, 1) }', 'prior Normal(0, 1)', /`:` is missing after `prior`/],
    ['p: {prior:2, lower: 0}', 'prior:2', /blank is missing after `prior:`/],
    ['p: "abc\nb: 1', '"abc', /text is not closed: `"`/],
    ["p: 'abc # c\nb: 1", "'abc", /text is not closed: `'`/],
    ['p: {a: b, c: "d}\n', '"d', /text is not closed/],
    ["p: 'it's'\nb: 1", "s'", /written twice/],
    ['p:\n\tb: 1\n\tc: 2\n', '\t', /tabs/],
    ['model: |\n\ty ~ N(a)\nb: 1', '\t', /tabs/],
    ['p: 1\nb: 2\np:\n  c: 3\nd: 4', 'p', /given twice/],
    ['p:\n  a:\n  # c\n  a: 1\nd: 4', 'a', /`a` is given twice/],
    ['p: b: c\nd: 1', 'b: c', /colon and a blank/],
    ['model: y ~ f(x: z)\nb: 1', 'y', /as a `\|` block/],
    ['model:\n  y ~ N(a, b) # c\n  mu = 3\nb: 1', 'mu', /as a `\|` block/],
    ['p:1\nb: 2', 'p:', /blank is missing after `p:`/],
    ['p: 1\nb', 'b', /`:` is missing/],
    ['p: 1\n b: 2', 'b: 2', /indented deeper/],
    ['p: [1, 2\nb: 3', '[1, 2', /`\[` is not closed/],
    ['p: {x: 1 # c\nb: 3', '{x: 1', /`\{` is not closed/],
  ];
  for (const [text, underlined, message] of cases) {
    it(JSON.stringify(text), () => {
      const [problem, ...others] = parseConfig(text).problems;
      assert.ok(problem);
      assert.deepEqual(others, []);
      assert.match(problem.message, message);
      assert.ok(text.slice(problem.span.from, problem.span.to).startsWith(underlined), text.slice(problem.span.from, problem.span.to));
      const mended = applyFix(text, problem);
      if (!mended.includes('b[area]')) assert.deepEqual(parseConfig(mended).problems, [], mended);
    });
  }

  it('says what has no fix too', () => {
    assert.match(parseConfig('a: 1\n---\nb: 2').problems[0]?.message ?? '', /one model/);
    assert.match(parseConfig('a:\n  b: 1\n c: 2').problems[0]?.message ?? '', /indentation/);
    assert.match(parseConfig('a: "\\d"').problems[0]?.message ?? '', /escape/);
  });

  it('finds several traps of one file', () => {
    assert.equal(parseConfig('a: @x\nb: { c: f(1, 2) }\nd: *y\n').problems.length, 3);
  });

  it('leaves alone what YAML reads as it looks', () => {
    const fine = [
      'data: { flip: [H, T, H] }',
      'p: Normal(0, 1)  # { x',
      "p: { prior: 'Beta(2, 2)', lower: 0 }",
      'parameters: { mu, sigma }',
      'model: >-\n  y ~ N(a, [b])\n',
      '{"a": [1, {"b": "f(1, 2)"}]}',
    ];
    for (const text of fine) assert.deepEqual(parseConfig(text).problems, [], text);
  });

  it('refuses endless nesting clearly', () => {
    for (const opening of ['{a: ', '[', '- ', '? '])
      assert.match(parseConfig(opening.repeat(100_000)).problems[0]?.message ?? '', /nested too deep/);
  });
});

describe('any text', () => {
  const piece = fc.constantFrom(
    ...[
      'a',
      'b: ',
      ':',
      ' ',
      '  ',
      '\n',
      '\n  ',
      '\t',
      '{',
      '}',
      '[',
      ']',
      '(',
      ')',
      ',',
      '"',
      "'",
      '|',
      '>',
      '*',
      '&',
      '!',
      '%',
      '@',
      '`',
      '#',
      ' # ',
      '- ',
      '? ',
      '---',
      '1',
      '\r\n',
      'model: ',
      '\\',
    ],
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );

  it('is read without a throw, and every place lies inside it', () => {
    fc.assert(
      fc.property(text, (source) => {
        for (const { span, fixes } of parseConfig(source).problems) {
          for (const place of [span, ...(fixes ?? []).flatMap((fix) => fix.edits.map((edit) => edit.span))]) {
            assert.ok(0 <= place.from && place.from <= place.to && place.to <= source.length);
          }
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('comes back from quotes as it went in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('QUOTE_DOUBLE' as const, 'QUOTE_SINGLE' as const), (value, style) => {
        const source = stringify({ a: value }, { defaultStringType: style, lineWidth: 0 });
        const scalar = scalarAt(source, 'a');
        if (scalar.quoted && !/\n/.test(value)) assert.equal(scalar.text, value);
      }),
    );
  });
});
