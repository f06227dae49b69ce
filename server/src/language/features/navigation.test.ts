import assert from 'node:assert/strict';
import { definitionAt } from './definition.js';
import { documentLinks } from './documentLinks.js';
import { linkedAt } from './linkedEditing.js';
import { referencesAt } from './references.js';
import { everything, houses, read, withMarks } from './testing/read.js';
import { workspaceSymbols } from './workspaceSymbols.js';

/** The file with something of everything, with the cursor before the nth occurrence of a text. */
function at(text: string, nth = 0): string {
  let offset = everything.indexOf(text);
  for (let i = 0; i < nth; i++) offset = everything.indexOf(text, offset + 1);
  return `${everything.slice(0, offset)}<|>${everything.slice(offset)}`;
}

/** The line on which the name at the cursor is introduced, in marks. */
function definition(marked: string, columns: Readonly<Record<string, readonly string[]>> = houses): string | object | undefined {
  const { input, at: offset } = read(marked, columns);
  const found = definitionAt(input, offset);
  if (found?.kind !== 'here') return found;
  const text = withMarks(input.text, [found.span]);
  return text.split('\n').find((line) => line.includes('«'));
}

describe('the definition of a name', () => {
  it('is the key of a parameter, a network or a derived quantity', () => {
    assert.equal(definition(at('sigma)')), '  «sigma»:');
    assert.equal(definition(at('tau)', 1)), '  "«tau»": { start: 1 }');
    assert.equal(definition(at('f(area')), "  «f»: { layers: 'dense(3) -> relu -> dense(1)', weights: 'Normal(0, 1)' }");
    assert.equal(definition(at('effect', 1)), '  «effect»: exp(b[area])');
  });

  it('is the statement of a definition or of latent values', () => {
    assert.match(JSON.stringify(definition(at('mu +'))), /^" {2}«mu» = linear/);
    assert.equal(definition(at('u[village],')), '  «u»[village] ~ Normal(0, tau)');
  });

  it('of an entry is the key of its vector', () => {
    assert.equal(definition(at('area])')), '  «b»: Normal(0, 10)');
    assert.equal(definition(at('regionsouth')), '  «b»: Normal(0, 10)');
  });

  it('of a column is in its file, or in this one', () => {
    assert.deepEqual(definition(at('price')), { kind: 'column', name: 'price', isKnown: true });
    assert.deepEqual(definition(at('per capita')), { kind: 'column', name: 'per capita', isKnown: true });
    assert.equal(definition('data: { y: [1] }\nmodel: <|>y ~ Normal(0, 1)\n', undefined), 'data: { «y»: [1] }');
    assert.equal(definition("data: { query: select y from 'a.csv' }\nmodel: <|>y ~ Normal(0, 1)\n", { y: [] }), undefined);
  });

  it('of a name that is declared nowhere may be in the file of the data', () => {
    assert.deepEqual(definition(at('price'), {}), { kind: 'column', name: 'price', isKnown: false });
    assert.equal(definition('data: { y: [1] }\nmodel: y ~ Normal(<|>z, 1)\n', undefined), undefined);
  });

  it('of a path is the file', () => {
    assert.deepEqual(definition(at('houses.csv')), { kind: 'file', path: 'houses.csv' });
    assert.deepEqual(definition(at('test.csv')), { kind: 'file', path: 'test.csv' });
  });

  it('is nowhere for names of the language, numbers and words of a description', () => {
    for (const text of ['Normal', 'dense', 'log(', 'sd =', 'pi)', '10 and', 'rooms were', 'north"'])
      assert.equal(definition(at(text)), undefined, text);
  });
});

describe('the places of a name', () => {
  it('are all of the same meaning', () => {
    const { input, at: offset } = read(at('tau)'), houses);
    const lines = withMarks(input.text, referencesAt(input, offset)).split('\n');
    assert.deepEqual(
      lines.filter((line) => line.includes('«')),
      ['  u[village] ~ Normal(0, «tau»)', '  b[regionsouth]: Normal(0, «tau»)', '  "«tau»": { start: 1 }'],
    );
  });

  it('are none where there is no name', () => {
    const { input, at: offset } = read(at('rooms were'), houses);
    assert.deepEqual(referencesAt(input, offset), []);
  });
});

describe('linked editing', () => {
  const linked = (marked: string): string => {
    const { input, at: offset } = read(marked);
    return withMarks(input.text, linkedAt(input, offset));
  };

  it('begins at a declaration', () => {
    const text = 'data: { y: [1] }\nmodel: y ~ Normal(m, 1)\nparameters: { m<|>: }\n';
    assert.equal(linked(text), 'data: { y: [1] }\nmodel: y ~ Normal(«m», 1)\nparameters: { «m»: }\n');
  });

  it('is not there on a use, on a column, and where there is no use', () => {
    for (const text of [
      'data: { y: [1] }\nmodel: y ~ Normal(<|>m, 1)\nparameters: { m: }\n',
      'data: { <|>y: [1] }\nmodel: y ~ Normal(m, 1)\nparameters: { m: }\n',
      'data: { y: [1] }\nmodel: y ~ Normal(m, 1)\nparameters: { m: , <|>k: }\n',
    ])
      assert.equal(linked(text), text.replace('<|>', ''));
  });
});

describe('the links of a file', () => {
  const linkTexts = (text: string): string[] => {
    const { input } = read(text);
    return documentLinks(input.spec).map(({ from, to, path }) => `${input.text.slice(from, to)} → ${path}`);
  };

  it('are the paths of single files', () => {
    assert.deepEqual(linkTexts(everything), ['houses.csv → houses.csv', 'test.csv → test.csv']);
    assert.deepEqual(linkTexts('data: "a b.csv"\nmodel: y ~ Normal(0, 1)\n'), ['a b.csv → a b.csv']);
  });

  it('are neither patterns nor queries nor columns', () => {
    for (const data of ['a/*.csv', "{ query: select * from 'a.csv' }", '{ y: [1] }', '{ images: pets/ }'])
      assert.deepEqual(linkTexts(`data: ${data}\nmodel: y ~ Normal(0, 1)\n`), []);
  });
});

describe('the symbols of a workspace', () => {
  const found = (query: string, text = everything): string[] => workspaceSymbols(read(text, houses).input, query).map(({ name }) => name);

  it('are the own names of a file, each once', () => {
    assert.deepEqual(found(''), ['mu', 'u', 'b', 'c', 'sigma', 'tau', 'f', 'effect', 'twice']);
  });

  it('match letters in their order, in either case', () => {
    assert.deepEqual(found('SG'), ['sigma']);
    assert.deepEqual(found('ff'), ['effect']);
    assert.deepEqual(found('zz'), []);
  });
});
