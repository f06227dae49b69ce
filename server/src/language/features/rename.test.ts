import assert from 'node:assert/strict';
import { readSpec } from '../spec/read.js';
import { renameableAt, renameAt } from './rename.js';
import { edited, everything, houses, read } from './testing/read.js';

type Columns = Readonly<Record<string, readonly string[]>>;

/** The text after the name at the cursor has been given another one. */
function renamed(marked: string, to: string, columns?: Columns): string {
  const { input, at } = read(marked, columns);
  const edits = renameAt(input, at, to);
  assert.ok(edits && !('refusal' in edits), JSON.stringify(edits));
  const text = edited(input.text, edits);
  assert.deepEqual(
    readSpec(text).problems.map(({ message }) => message),
    readSpec(input.text).problems.map(({ message }) => message),
    text,
  );
  return text;
}

/** Why the name at the cursor cannot be given another one. */
function refused(marked: string, to: string, columns?: Columns): string {
  const { input, at } = read(marked, columns);
  const found = renameAt(input, at, to);
  assert.ok(found && 'refusal' in found, JSON.stringify(found));
  return found.refusal;
}

const before = (text: string, part: string, nth = 0): string => {
  let offset = text.indexOf(part);
  for (let i = 0; i < nth; i++) offset = text.indexOf(part, offset + 1);
  return `${text.slice(0, offset)}<|>${text.slice(offset)}`;
};

describe('renaming', () => {
  it('changes a parameter in keys, entries, priors, expressions and derived quantities, quotes kept', () => {
    const text = renamed(before(everything, 'b, area'), 'beta', houses);
    assert.equal(
      text,
      everything
        .replace('linear(b,', 'linear(beta,')
        .replace('  b: ', '  beta: ')
        .replaceAll('b[area]', 'beta[area]')
        .replace('  b[regionsouth]', '  beta[regionsouth]'),
    );
    assert.equal(renamed(before(everything, 'tau)'), 'omega', houses), everything.replaceAll('tau', 'omega'));
  });

  it('changes definitions, latent values, networks and derived quantities', () => {
    assert.equal(
      renamed(before(everything, 'mu +'), 'm', houses),
      everything.replace('mu + u', 'm + u').replace('mu = linear', 'm = linear'),
    );
    assert.equal(renamed(before(everything, 'u[village]'), 'v_1', houses), everything.replaceAll('u[village]', 'v_1[village]'));
    assert.equal(renamed(before(everything, 'f(area'), 'net', houses), everything.replace('f(area', 'net(area').replace('  f:', '  net:'));
    assert.equal(renamed(before(everything, 'effect'), 'e.1', houses), everything.replaceAll('effect', 'e.1'));
  });

  it('leaves the same letters alone where they mean something else', () => {
    const text = '# m\ntitle: m\ndata: { y: [1] }\nmodel: y ~ Normal(m, sd = s)   # m\nparameters: { m: , s: , sd: 1 }\n';
    assert.equal(renamed(before(text, 'm: , s'), 'k'), text.replace('Normal(m,', 'Normal(k,').replace('{ m:', '{ k:'));
  });

  it('works in JSON and with Windows line ends', () => {
    const json = '{"data": {"y": [1]}, "model": "y ~ Normal(m, 1)", "parameters": {"m": null}}';
    assert.equal(renamed(before(json, 'm, 1'), 'k'), json.replace('(m,', '(k,').replace('"m"', '"k"'));
    const windows = everything.replaceAll('\n', '\r\n');
    assert.equal(renamed(before(windows, 'sigma:'), 'sd0', houses), windows.replaceAll('sigma', 'sd0'));
  });

  const inline =
    'data:\n  y: [1, 2]\n  x: [1, 3]\n  g: [a, b]\n  weights: x\nmodel: |\n  y ~ Normal(linear(b, x + log(x) + g + x:g), s)\nparameters:\n  b:\n  b[x]: 1\n  b[log(x)]: 2\n  b[gb]: 3\n  b[x:gb]: 4\n  s:\nderived: { e: "b[x] + b[gb]" }\n';

  it('changes a column of the file itself, and the entries that are called after it', () => {
    const text = renamed(before(inline, 'x: [1'), 'area');
    assert.equal(text, inline.replaceAll(/\bx\b/g, 'area'));
    assert.equal(renamed(before(inline, 'g: [a'), 'kind'), inline.replaceAll(/\bg(?=b?\b)/g, 'kind'));
  });

  it('puts backticks and quotes around the name of a column that needs them, and keeps those that are there', () => {
    const short = 'data: { y: [1, 2], x: [1, 2] }\nmodel: |\n  y ~ Normal(a * x, 1)\nparameters: { a: }\n';
    const spaced = renamed(before(short, 'x: ['), 'per capita');
    assert.equal(spaced, 'data: { y: [1, 2], "per capita": [1, 2] }\nmodel: |\n  y ~ Normal(a * `per capita`, 1)\nparameters: { a: }\n');
    assert.equal(renamed(before(spaced, 'per capita`'), 'z'), spaced.replaceAll('per capita', 'z'));
    assert.equal(renamed(before(short, 'x: ['), '`per capita`'), spaced);
  });

  it('does not touch levels that are called like a column', () => {
    const text = 'data: { y: [1, 2], x: [1, 2], g: [x, z] }\nmodel: y ~ Normal(b[g] + x, 1)\nparameters: { b: , "b[x]": 1 }\n';
    assert.equal(renamed(before(text, 'x: ['), 'w'), text.replace('x: [', 'w: [').replace('+ x', '+ w'));
  });

  it('to the same name changes nothing', () => assert.equal(renamed(before(everything, 'mu +'), 'mu', houses), everything));

  it('refuses what is not the file’s own, and says why', () => {
    const reasons = [
      ['area +', /column of the data.*`houses\.csv`/],
      ['Normal', /language/],
      ['log(', /language/],
      ['dense', /language/],
      ['sd =', /language/],
      ['pi)', /language/],
      ['regionsouth', /level or a term/],
      ['north"', /value in the data/],
      ['houses.csv', /on disk/],
      ['x*', /several columns/],
    ] as const;
    for (const [part, reason] of reasons) {
      const { input, at } = read(before(everything, part), houses);
      const found = renameableAt(input, at);
      assert.ok(found && 'refusal' in found, part);
      assert.match(found.refusal, reason);
    }
    assert.match(refused('data: { y: [1] }\nmodel: y ~ Normal(<|>a, 1)\n', 'b'), /declared nowhere/);
    assert.match(refused(`${inline}validate: { source: t.csv }\n`.replace('  x: [', '  <|>x: ['), 'z'), /`t\.csv`/);
  });

  it('refuses names that are taken', () => {
    for (const name of ['area', 'per capita', 'village', 'x1', 'mu', 'u', 'b', 'f', 'effect', 'exp', 'Normal', 'linear'])
      assert.match(refused(before(everything, 'sigma)'), name, houses), name === 'per capita' ? /not a name/ : /already|language/, name);
    assert.match(refused('data: { y: [1] }\nmodel: y ~ Normal(<|>a + c, 1)\nparameters: { a: }\n', 'c'), /a name that the model uses/);
  });

  it('refuses what is no name', () => {
    for (const name of ['', ' ', '2x', 'a b', 'a-b', 'and', 'not', 'pi', 'null', 'True', 'target', 'a]'])
      assert.ok(refused(before(everything, 'sigma)'), name, houses).length > 0, name);
    for (const name of ['a`b', 'a"b', 'a: b', 'a #b', '{a}', 'a,b', 'a\nb', 'source', 'weights'])
      assert.ok(refused(before(inline, 'x: [1'), name).length > 0, name);
  });

  it('refuses a name that a pattern of columns takes otherwise', () => {
    const text = 'data: { y: [1], x1: [1], x2: [2] }\nmodel: y ~ Normal(linear(b, columns("x*")), 1)\nparameters: { b: }\n';
    assert.match(refused(before(text, 'x1'), 'z'), /`columns\("x\*"\)` would no longer/);
    assert.match(refused(before(text, 'y: '), 'x'), /`columns\("x\*"\)` would no longer/);
    assert.equal(renamed(before(text, 'x1'), 'x3'), text.replace('x1', 'x3'));
  });

  it('refuses a name with backticks where YAML would not read them', () => {
    const text = 'data: { <|>y: [1] }\nmodel: y ~ Normal(0, 1)\n';
    assert.match(refused(text, 'my y'), /put the model into a `\|` block/);
  });

  it('finds nothing on words, numbers and spaces', () => {
    for (const part of ['rooms were', '10 and', '~', 'interval: 0']) {
      const { input, at } = read(before(everything, part), houses);
      assert.equal(renameableAt(input, at), undefined, part);
    }
  });
});
