import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type onigurumaModule from 'vscode-oniguruma';
import type textmateModule from 'vscode-textmate';

const require = createRequire(import.meta.url);
const oniguruma = require('vscode-oniguruma') as typeof onigurumaModule;
const textmate = require('vscode-textmate') as typeof textmateModule;
const file = new URL('../../media/syntaxes/estimation.tmLanguage.json', import.meta.url);

/** The grammar as VS Code reads it. */
async function grammarOf(): Promise<textmateModule.IGrammar> {
  const { buffer, byteOffset, byteLength } = await readFile(require.resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(buffer.slice(byteOffset, byteOffset + byteLength));
  const onigLib = Promise.resolve({
    createOnigScanner: (patterns: string[]) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text: string) => new oniguruma.OnigString(text),
  });
  const content = await readFile(file, 'utf8');
  const loadGrammar = (): Promise<textmateModule.IRawGrammar> => Promise.resolve(textmate.parseRawGrammar(content, 'estimation.json'));
  const grammar = await new textmate.Registry({ onigLib, loadGrammar }).loadGrammar('source.estimation');
  assert.ok(grammar);
  return grammar;
}

describe('the grammar of editors', () => {
  let grammar: textmateModule.IGrammar;

  before(async () => {
    grammar = await grammarOf();
  });

  /** Every word with a scope that begins with one of these. */
  function words(text: string, ...scopes: readonly string[]): string[] {
    let stack = textmate.INITIAL;
    return text.split('\n').flatMap((line) => {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
      stack = ruleStack;
      return tokens
        .filter((token) => token.scopes.some((scope) => scopes.some((wanted) => scope.startsWith(wanted))))
        .map(({ startIndex, endIndex }) => line.slice(startIndex, endIndex).trim())
        .filter((word) => word !== '');
    });
  }

  const code = ['constant', 'keyword.operator', 'support', 'entity', 'variable.other'];
  const model = 'model: y ~ Normal(m, 2)';

  const prose: readonly (readonly [string, string])[] = [
    ['on one line', 'title: 12 coins and 3 dice or Normal(0, 1)\n'],
    ['in quotes', 'title: "12 coins and # 3 dice"\n'],
    ['in a block', 'description: |\n  In 2010 and 2011: Normal(0, 1)\n\n  # 5 is no comment\n    mu = 3 * x\n'],
    ['in a folded block with marks', 'description: >-   # a note of 3\n  12 and 3\n'],
    ['over several lines', 'description: 12 coins and\n  3 dice or not   # 4 and 5\n  6 more\n'],
    ['below its key', 'description:\n  12 coins and 3 dice\n'],
    ['with a quoted key', '"title": 12 and 3\n'],
    ['in a comment', '# 12 and 3 or Normal(0, 1)\n'],
  ];
  for (const [where, text] of prose) {
    it(`colours nothing in free text ${where}, and what follows as ever`, () => {
      assert.deepEqual(words(text, ...code), []);
      assert.deepEqual(words(`${text}${model}`, 'constant', 'support'), ['Normal', '2']);
    });
  }

  it('colours nothing in the title of a file in braces', () => {
    const text = '{ title: 12 coins and 3 dice, data: { y: [1] } }';
    assert.deepEqual(words(text, 'constant', 'keyword.operator'), ['1']);
    assert.deepEqual(words('{ "title": "12 and 3", "data": 4 }', 'constant', 'keyword.operator'), ['4']);
  });

  it('knows comments after free text', () => {
    assert.deepEqual(words('title: coins   # 3 and 4', 'comment'), ['# 3 and 4']);
    assert.deepEqual(words('description: |\n  coins # 3', 'comment'), []);
  });

  it('colours statements', () => {
    const text = 'model: |\n  y ~ Normal(mu, 2)   # 3\n  mu = log(x) + 4 and z\n';
    assert.deepEqual(words(text, 'constant.numeric'), ['2', '4']);
    assert.deepEqual(words(text, 'support.class'), ['Normal']);
    assert.deepEqual(words(text, 'keyword.operator.word'), ['and']);
    assert.deepEqual(words(text, 'entity.name.function'), ['log']);
    assert.deepEqual(words(text, 'comment'), ['# 3']);
  });
});
