import assert from 'node:assert/strict';
import fc from 'fast-check';
import { documentSymbols, type SymbolItem } from './documentSymbols.js';
import { foldingRanges } from './folding.js';
import { selectionAt } from './selectionRanges.js';
import { semanticTokens, type TokenType } from './semanticTokens.js';
import { everything, houses, read, withMarks } from './testing/read.js';

describe('the outline of a file', () => {
  const outline = (items: readonly SymbolItem[], indent = ''): string[] =>
    items.flatMap(({ name, detail, kind, children }) => [
      `${indent}${name} (${kind}) ${detail}`.trimEnd(),
      ...outline(children, `${indent}  `),
    ]);

  it('has its keys with what is in each', () => {
    assert.deepEqual(outline(documentSymbols(read(everything, houses).input)), [
      'title (text) Prices and 3 rooms or more',
      'description (text) In 2010 area and rooms were not known. mu = 3 # neither is this',
      'data (section)',
      '  source (setting) houses.csv',
      '  where (setting) area > 10 and not sold == "no"',
      '  weights (setting) n',
      '  types (setting) { year: category, region: { levels: [north, south] } }',
      'model (section)',
      '  log(price) (likelihood) Normal(mu + u[village], sd = sigma)',
      '  mu (definition) linear(b, area + `per capita` + region) + f(area, rooms) + if(region == "north"…',
      '  u[village] (latent) Normal(0, tau)',
      'parameters (section)',
      '  b (parameter) Normal(0, 10)',
      '  b[area] (parameter) fixed at 2.5',
      '  b[regionsouth] (parameter) Normal(0, tau)',
      '  c (parameter)',
      '  sigma (parameter) HalfNormal(5)',
      '  tau (parameter)',
      'networks (section)',
      '  f (network) dense(3) -> relu -> dense(1)',
      'derived (section)',
      '  effect (derived) exp(b[area])',
      '  twice (derived) 2 * effect',
      'validate (section)',
      '  source (setting) test.csv',
      'settings (section)',
      '  interval (setting) 0.9',
    ]);
  });

  it('has the columns of a file that holds its data', () => {
    const found = outline(documentSymbols(read('data: { y: [1, 2], n: 1 }\nmodel: target += y\n').input));
    assert.deepEqual(found, ['data (section)', '  y (column) 2 values', '  n (column) 1 value', 'model (section)', '  target (target) y']);
  });
});

describe('folding', () => {
  /** Numbers of the first and the last line of each fold, from 1. */
  const folds = (text: string): string[] =>
    foldingRanges(text).map(({ from, to, kind }) => {
      const line = (offset: number): number => text.slice(0, offset).split(/\r\n|\r|\n/).length;
      return `${String(line(from))}–${String(line(to))}${kind === 'comment' ? ' #' : ''}`;
    });

  it('takes sections, blocks, mappings and comments', () => {
    const expected = ['1–2 #', '4–6', '7–11', '12–15', '16–24', '21–23', '25–26', '27–29', '31–32'];
    for (const end of ['\n', '\r\n', '\r']) assert.deepEqual(folds(everything.replaceAll('\n', end)), expected);
  });

  it('takes brackets over several lines', () => {
    assert.deepEqual(folds('{\n"data": {\n"y": [1,\n2\n]\n},\n"model": "y ~ Normal(0, 1)"\n}\n'), ['1–7', '2–5', '3–4']);
    assert.deepEqual(folds('model: y ~ Normal(\n  a,\n  b\n)\n'), ['1–3']);
  });

  it('takes nothing from brackets in texts and comments, and lives with unclosed ones', () => {
    assert.deepEqual(folds('title: "a { b"\n# {\nmodel: }\n'), []);
    assert.deepEqual(folds('data: { y: [1,\n  2\nmodel: y\n'), ['1–2']);
    assert.deepEqual(folds(''), []);
  });

  it('is linear in the lines', () => {
    const long = `data:\n  y: [\n${'    [1],\n    {\n    a: (\n    )\n    },\n'.repeat(20_000)}  ]\n`;
    assert.equal(foldingRanges(long).length, 20_000 + 2);
  });
});

describe('growing selections', () => {
  const grown = (part: string, offset = 0): string[] => {
    const { input } = read(everything, houses);
    return selectionAt(input, everything.indexOf(part) + offset).map(({ from, to }) => everything.slice(from, to));
  };

  it('go from a name to call, expression, statement, block, section and file', () => {
    const [name, call, sum, all, statement, block, section, file, ...more] = grown('b, area');
    assert.equal(name, 'b');
    assert.match(call ?? '', /^linear\(b, .*region\)$/);
    assert.match(sum ?? '', /^linear.* rooms\)$/);
    assert.match(all ?? '', /^linear.*pi\)$/);
    assert.match(statement ?? '', /^mu = .*pi\)$/);
    assert.match(block ?? '', /^log\(price[\s\S]*tau\)$/);
    assert.match(section ?? '', /^model: \|[\s\S]*tau\)$/);
    assert.equal(file, everything);
    assert.deepEqual(more, []);
  });

  it('go from a value to its key, mapping and section', () => {
    const found = grown('HalfNormal(5)', 12);
    assert.deepEqual(found.slice(0, 4), ['5', 'HalfNormal(5)', 'prior: HalfNormal(5)', 'prior: HalfNormal(5)\n    lower: 0.1']);
    assert.match(found[4] ?? '', /^sigma:\n/);
    assert.match(found.at(-2) ?? '', /^parameters:/);
  });
});

describe('semantic tokens', () => {
  const texts = (type: TokenType, text = everything): string[] =>
    semanticTokens(read(text, houses).input).flatMap((token) => (token.type === type ? [text.slice(token.from, token.to)] : []));

  it('are of the kinds of names, numbers and words', () => {
    assert.deepEqual([...new Set(texts('column'))], ['area', 'sold', 'n', 'year', 'region', 'price', 'village', 'per capita', 'rooms']);
    assert.deepEqual(texts('number'), ['10', 'pi', '0', '0', '10', '2.5', '0', '5', '0.1', '1', '3', '1', '0', '1', '2']);
    assert.deepEqual(texts('keyword'), ['and', 'not']);
    assert.deepEqual(texts('level'), ['no', 'north', 'area', 'regionsouth', 'area']);
    assert.deepEqual(texts('string'), ['houses.csv', 'x*', 'test.csv']);
    assert.deepEqual([...new Set(texts('distribution'))], ['Normal', 'HalfNormal']);
    assert.deepEqual(texts('latent'), ['u', 'u']);
    assert.deepEqual(texts('argument'), ['sd']);
  });

  it('are absent from titles, descriptions and comments', () => {
    const tokens = semanticTokens(read(everything, houses).input);
    const marked = withMarks(everything, tokens).split('\n');
    assert.deepEqual(marked.slice(0, 6), everything.split('\n').slice(0, 6));
    assert.ok(marked.some((line) => line.endsWith('# mu and 3')));
    const inside = 'data: { y: [1] }\nmodel: |\n  y ~ Normal(if(y > 1 # this and that\n    or y < 0, 1, 2), 1)\n';
    assert.deepEqual(texts('keyword', inside), ['or']);
  });

  it('mark declarations', () => {
    const found = semanticTokens(read(everything, houses).input).filter(({ isDeclaration }) => isDeclaration);
    assert.deepEqual(
      found.map(({ from, to }) => everything.slice(from, to)),
      ['mu', 'u', 'b', 'b', 'b', 'c', 'sigma', 'tau', 'f', 'effect', 'twice'],
    );
  });
});

describe('every feature on broken text', () => {
  it('answers with ranges that lie in it', () => {
    const characters = fc.constantFrom('"', "'", '`', '{', '[', ')', ']', '\n', '\r', ':', '#', '\t', '~', ' ');
    const change = fc.record({
      at: fc.nat(everything.length),
      cut: fc.nat(200),
      put: fc.array(characters, { maxLength: 3 }),
      cursor: fc.nat(everything.length),
    });
    fc.assert(
      fc.property(change, ({ at, cut, put, cursor }) => {
        const text = everything.slice(0, at) + put.join('') + everything.slice(at + cut);
        const { input } = read(text, houses);
        withMarks(text, semanticTokens(input));
        const spans = [...foldingRanges(text), ...selectionAt(input, Math.min(cursor, text.length)), ...parts(documentSymbols(input))];
        for (const { from, to } of spans) assert.ok(from >= 0 && to >= from && to <= text.length);
      }),
      { numRuns: 200 },
    );
  });

  function parts(items: readonly SymbolItem[]): { from: number; to: number }[] {
    return items.flatMap((item) => {
      const { from, to, selection, children } = item;
      for (const inside of [selection, ...children]) assert.ok(from <= inside.from && inside.to <= to, item.name);
      return [item, selection, ...parts(children)];
    });
  }
});
