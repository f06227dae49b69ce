import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

interface Rule {
  readonly beforeText: string;
  readonly afterText?: string;
  readonly previousLineText?: string;
  readonly action: { readonly indent: string; readonly appendText?: string };
}

interface Configuration {
  readonly wordPattern: { readonly pattern: string; readonly flags: string };
  readonly onEnterRules: readonly Rule[];
}

const file = new URL('../../media/syntaxes/language-configuration.json', import.meta.url);

/** What Enter at `|` adds, by the first rule that fits: `→` for a deeper line, otherwise its text. */
function enter({ onEnterRules }: Configuration, line: string, previous = ''): string {
  const [before = '', after = ''] = line.split('|at|');
  const fits = (pattern: string | undefined, text: string): boolean => pattern === undefined || new RegExp(pattern).test(text);
  const rule = onEnterRules.find(
    ({ beforeText, afterText, previousLineText }) => fits(beforeText, before) && fits(afterText, after) && fits(previousLineText, previous),
  );
  return rule ? `${rule.action.indent === 'indent' ? '→' : ''}${rule.action.appendText ?? ''}` : '';
}

describe('Enter in an estimation file', () => {
  let configuration: Configuration;

  before(async () => {
    configuration = JSON.parse(await readFile(file, 'utf8')) as Configuration;
  });

  it('goes deeper below a key without a value, and a block', () => {
    for (const line of ['parameters:', '  f: # a network', 'model: |', 'description: >-', '  b[x]:', '"a b":', '- name:'])
      assert.equal(enter(configuration, `${line}|at|`), '→', line);
    for (const line of ['title: A coin', 'data: { y: [1] }', '  b: Normal(0, 1)', '# parameters:', '', '  y ~ Normal(a, s)'])
      assert.equal(enter(configuration, `${line}|at|`), '', line);
  });

  it('continues comments that it splits and blocks of comments', () => {
    assert.equal(enter(configuration, '# one |at|two'), '# ');
    assert.equal(enter(configuration, '  # two|at|', '  # one'), '# ');
    assert.equal(enter(configuration, '# one|at|', 'title: A coin'), '');
    assert.equal(enter(configuration, '#|at|', '# one'), '');
    assert.equal(enter(configuration, 'title: A # coin|at|', '# one'), '');
  });

  it('continues lists, but neither an empty item nor a term of a formula', () => {
    assert.equal(enter(configuration, '  - north|at|'), '- ');
    for (const line of ['  - |at|', '  -|at|', '  - b * x|at|', '  - f(x)|at|', '  -x|at|'])
      assert.equal(enter(configuration, line), '', line);
  });

  it('takes names of any script, and numbers, as words', () => {
    const { pattern, flags } = configuration.wordPattern;
    const words = (text: string): string[] => text.match(new RegExp(pattern, `g${flags}`)) ?? [];
    assert.deepEqual(words('größe ~ Normal(β_1, -1.5e-3)'), ['größe', 'Normal', 'β_1', '-1.5e-3']);
  });
});
