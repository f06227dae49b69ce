import assert from 'node:assert/strict';
import fc from 'fast-check';
import { everything, houses, read, withMarks } from '../features/testing/read.js';
import { scopeOfInput } from '../features/input.js';
import type { NameKind, Scope } from './scope.js';

const scope = (text: string, columns: Readonly<Record<string, readonly string[]>> = {}): Scope => scopeOfInput(read(text, columns).input);

/** Names of a kind in the order of the text; those that are declared have a `!`. */
const named = (text: string, kind: NameKind, columns = {}): string[] =>
  scope(text, columns)
    .occurrences.filter((each) => each.kind === kind)
    .map(({ name, isDeclaration }) => (isDeclaration ? `${name}!` : name));

/** The text with every place of the name at the cursor in marks. */
function places(marked: string, columns?: Readonly<Record<string, readonly string[]>>): string {
  const { input, at } = read(marked, columns);
  const all = scopeOfInput(input);
  const name = all.at(at);
  assert.ok(name, 'no name at the cursor');
  return withMarks(input.text, all.same(name));
}

describe('the names of a file', () => {
  it('have their kinds', () => {
    const of = (kind: NameKind): string[] => named(everything, kind, houses);
    assert.deepEqual(of('column'), [
      'area',
      'sold',
      'n',
      'year',
      'region',
      'price',
      'village',
      'area',
      'per capita',
      'region',
      'area',
      'rooms',
      'region',
      'village',
    ]);
    assert.deepEqual(of('parameter'), ['sigma', 'b', 'c', 'tau', 'b!', 'b!', 'b!', 'tau', 'c!', 'sigma!', 'tau!', 'b']);
    assert.deepEqual(of('definition'), ['mu', 'mu!']);
    assert.deepEqual(of('latent'), ['u', 'u!']);
    assert.deepEqual(of('network'), ['f', 'f!']);
    assert.deepEqual(of('derived'), ['effect!', 'twice!', 'effect']);
    assert.deepEqual(of('distribution'), ['Normal', 'Normal', 'Normal', 'Normal', 'HalfNormal', 'Normal']);
    assert.deepEqual(of('function'), ['log', 'linear', 'if', 'dot', 'columns', 'exp']);
    assert.deepEqual(of('layer'), ['dense', 'relu', 'dense']);
    assert.deepEqual(of('argument'), ['sd']);
    assert.deepEqual(of('entry'), ['area', 'regionsouth', 'area']);
    assert.deepEqual(of('level'), ['no', 'north']);
    assert.deepEqual(of('pattern'), ['x*']);
    assert.deepEqual(of('constant'), ['pi']);
    assert.deepEqual(of('file'), ['houses.csv', 'test.csv']);
    assert.deepEqual(of('unknown'), []);
  });

  it('stand where their letters are, whatever the quotes and line ends', () => {
    for (const text of [everything, everything.replaceAll('\n', '\r\n')]) {
      for (const { name, from, to } of scope(text, houses).occurrences) assert.equal(text.slice(from, to), name);
    }
  });

  it('are found at their ends and on their quotes, and not beside them', () => {
    const all = scope(everything, houses);
    const at = everything.indexOf('`per capita`');
    for (const offset of [at, at + 1, at + 11, at + 12]) assert.equal(all.at(offset)?.name, 'per capita');
    assert.equal(all.at(everything.indexOf('"tau"'))?.name, 'tau');
    assert.equal(all.at(everything.indexOf('~')), undefined);
    assert.equal(all.at(everything.indexOf('not known')), undefined);
  });

  it('are one where they mean the same: in keys, entries, priors and derived quantities', () => {
    const file = `data: { y: [1, 2] }\nmodel: y ~ Normal(linear(<|>b, y), s)\nparameters:\n  b: Normal(0, s)\n  b[y]: 2\n  s:\nderived: { e: 'b[y]' }\n`;
    const expected = `data: { y: [1, 2] }\nmodel: y ~ Normal(linear(«b», y), s)\nparameters:\n  «b»: Normal(0, s)\n  «b»[y]: 2\n  s:\nderived: { e: '«b»[y]' }\n`;
    assert.equal(places(file), expected);
  });

  it('are read in flow mappings, quotes and folded lines', () => {
    const json = '{"data": {"y": [1]}, "model": "y ~ Normal(<|>m, 1)", "parameters": {"m": "Normal(0, 1)"}}';
    assert.equal(places(json), '{"data": {"y": [1]}, "model": "y ~ Normal(«m», 1)", "parameters": {"«m»": "Normal(0, 1)"}}');
    const folded = "data: { y: [1] }\nmodel: y ~ Normal(m,\n    <|>s)\nparameters: { m: , 's': 1 }\n";
    assert.equal(places(folded), "data: { y: [1] }\nmodel: y ~ Normal(m,\n    «s»)\nparameters: { m: , '«s»': 1 }\n");
  });

  it('are placed exactly in quoted texts with escapes', () => {
    const json =
      String.raw`{"data": {"y": [1], "g": ["a"]}, "model": "y ~ Normal(m, s)\nm = if(g == \"a\", k, 0)", "parameters": {"k": null, "s": 1}}`.replaceAll(
        '\\\\',
        '\\',
      );
    for (const { name, from, to } of scope(json).occurrences) assert.equal(json.slice(from, to), name);
    assert.deepEqual(named(json, 'level'), ['a']);
    assert.equal(places(json.replace('"k"', '"<|>k"')), json.replace('k, 0', '«k», 0').replace('"k"', '"«k»"'));
    const single = "data: { y: [1], g: [a] }\nmodel: 'y ~ Normal(if(g == ''a'', 1, 2), 1)'\n";
    for (const { name, from, to } of scope(single).occurrences) assert.equal(single.slice(from, to), name);
  });

  it('in `where`, `weights` and `types` are those of columns, before the data are known', () => {
    const text =
      'data:\n  source: a.csv\n  where: a > 1\n  weights: w\n  types: { g: category }\nmodel: y ~ Normal(a, 1)\nparameters: { a: }\n';
    assert.deepEqual(named(text, 'column'), ['a', 'w', 'g']);
    assert.deepEqual(named(text, 'unknown'), ['y']);
    assert.deepEqual(named(text, 'parameter'), ['a', 'a!']);
  });

  it('are columns first: a parameter of that name is an error but keeps its key', () => {
    const text = 'data: { y: [1], a: [1] }\nmodel: y ~ Normal(a, 1)\nparameters: { a: }\n';
    assert.deepEqual(named(text, 'column'), ['y!', 'a!', 'y', 'a']);
    assert.deepEqual(named(text, 'parameter'), ['a!']);
  });

  it('of indexed columns are no latent values', () => {
    const text = 'data: d.csv\nmodel: |\n  (u[g], v[g]) ~ Normal(0, 1)\n  y[g] ~ Normal(u[g], 1)\n';
    assert.deepEqual(named(text, 'latent', { y: [], g: ['a'] }), ['u!', 'v!', 'u']);
    assert.deepEqual(named(text, 'column', { y: [], g: ['a'] }), ['g', 'g', 'y', 'g', 'g']);
  });

  it('lie in a broken text, each once and none within another', () => {
    const characters = fc.constantFrom('"', "'", '`', '{', '[', ')', ']', '\n', ':', '#', '\t', '~', ' ', 'b');
    const change = fc.record({ at: fc.nat(everything.length), cut: fc.nat(30), put: fc.array(characters, { maxLength: 3 }) });
    fc.assert(
      fc.property(change, ({ at, cut, put }) => {
        const text = everything.slice(0, at) + put.join('') + everything.slice(at + cut);
        const { occurrences } = scope(text, houses);
        withMarks(text, occurrences);
        assert.ok(occurrences.every(({ from, to }) => to > from));
      }),
      { numRuns: 300 },
    );
  });
});
