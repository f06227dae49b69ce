import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Answers {
  readonly diagnostics: readonly string[];
  readonly hover: { readonly contents: { readonly value: string } };
  readonly completion: { readonly items: readonly { readonly label: string; readonly sortText: string }[] };
  readonly actions: readonly { readonly title: string }[];
  readonly renamed: readonly string[];
}

const text = 'data: { flip: [1, 0, 1, 1] }\nmodel: flip ~ Bernoulli(theta)\nparameters: { theta: "Beta(2, 2)", phi: }\n';

describe('Neovim', () => {
  let folder = '';
  let answers: Answers;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'livelihood-neovim-'));
    const out = join(folder, 'answers.json');
    writeFileSync(join(folder, 'coin.fit.yaml'), text);
    const server = join(import.meta.dirname, '../../dist/server.js');
    const env = { ...process.env, LIVELIHOOD_FOLDER: folder, LIVELIHOOD_SERVER: server, LIVELIHOOD_OUT: out };
    const script = `luafile ${join(import.meta.dirname, 'session.lua')}`;
    const { error, stderr } = spawnSync('nvim', ['--headless', '-u', 'NONE', '-i', 'NONE', '-c', script], { env, encoding: 'utf8' });
    assert.equal(error, undefined, 'this suite needs Neovim: apt install neovim');
    assert.equal(stderr, '');
    answers = JSON.parse(readFileSync(out, 'utf8')) as Answers;
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('shows what is wrong', () => {
    assert.ok(answers.diagnostics.some((message) => /`phi` is declared but the model does not use it/.test(message)));
  });

  it('shows estimates in a hover', () => {
    assert.match(answers.hover.contents.value, /\*\*theta\*\*.*from 0 to 1[^]*0\.667/);
  });

  it('completes, the most suitable distribution first', () => {
    const [first] = [...answers.completion.items].sort((a, b) => (a.sortText < b.sortText ? -1 : 1));
    assert.equal(first?.label, 'Bernoulli');
  });

  it('offers changes', () => {
    assert.ok(answers.actions.some(({ title }) => title.startsWith('Make the prior of `theta`')));
  });

  it('renames a parameter everywhere', () => {
    assert.deepEqual(answers.renamed.slice(1, 3), ['model: flip ~ Bernoulli(p)', 'parameters: { p: "Beta(2, 2)", phi: }']);
  });
});
