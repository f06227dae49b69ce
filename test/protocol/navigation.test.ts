import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DocumentHighlight,
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  type Hover,
  type LinkedEditingRanges,
  type Location,
  type Position,
  type Range,
  type SelectionRange,
  type SemanticTokens,
  type SemanticTokensDelta,
  type SymbolInformation,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Client } from './client.js';
import { once, within } from './within.js';

const cases = join(import.meta.dirname, '../reference/cases');
const capabilities = {
  textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true } },
  workspace: { workspaceEdit: { documentChanges: true } },
};

describe('finding one’s way over the protocol', () => {
  let client: Client;

  before(async () => {
    client = await Client.start(capabilities);
  });

  after(() => client.stop());

  const positions = (document: TextDocument): Position[] =>
    [...document.getText().matchAll(/[\p{L}_][\p{L}\p{N}_.]*/gu)].map(({ index }) => document.positionAt(index + 1));

  for (const name of ['glmm_cbpp_binomial', 'garch11_dem2gbp', 'coin_7of10_mle', 'dose_4pl', 'factor_model']) {
    for (const [ends, change] of [
      ['', (text: string) => text],
      [' with Windows line ends', (text: string) => text.replaceAll('\n', '\r\n')],
    ] as const) {
      it(`answers everything about ${name}${ends} within its text`, async () => {
        const file = `${name}${ends === '' ? '' : '_crlf'}.fit.yaml`;
        const text = change(await readFile(join(cases, name, 'model.fit.yaml'), 'utf8'));
        const document = TextDocument.create(client.uri(file), 'estimation', 1, text);
        await client.save('data.csv', await readFile(join(cases, name, 'data.csv'), 'utf8').catch(() => 'y\n1\n'), 1);
        await client.open(file, text);
        const symbols = await client.ask<DocumentSymbol[]>('textDocument/documentSymbol', file);
        assert.ok(symbols.some((symbol) => symbol.name === 'model' && (symbol.children ?? []).length > 0));
        checkSymbols(document, symbols);
        const tokens = await client.ask<SemanticTokens>('textDocument/semanticTokens/full', file);
        checkTokens(document, tokens.data);
        const folds = await client.ask<FoldingRange[]>('textDocument/foldingRange', file);
        once(folds.map(({ startLine }) => startLine));
        for (const { startLine, endLine } of folds) assert.ok(startLine < endLine && endLine < document.lineCount);
        for (const { range, target } of await client.ask<DocumentLink[]>('textDocument/documentLink', file)) {
          assert.equal(within(document, range), 'data.csv');
          assert.equal(target, client.uri('data.csv'));
        }
        for (const position of positions(document)) await checkPosition(file, document, position);
        await client.close(file);
      });
    }
  }

  async function checkPosition(file: string, document: TextDocument, position: Position): Promise<void> {
    const definition = await client.ask<Location | null>('textDocument/definition', file, { position });
    if (definition?.uri === document.uri) within(document, definition.range);
    const references = await client.ask<Location[]>('textDocument/references', file, { position, context: { includeDeclaration: true } });
    once(references);
    const names = new Set(references.map(({ range }) => within(document, range)));
    assert.ok(names.size <= 1, [...names].join());
    const highlights = await client.ask<DocumentHighlight[]>('textDocument/documentHighlight', file, { position });
    assert.deepEqual(
      highlights.map(({ range }) => range),
      references.map(({ range }) => range),
    );
    const hover = await client.ask<Hover | null>('textDocument/hover', file, { position });
    if (hover?.range) within(document, hover.range);
    const linked = await client.ask<LinkedEditingRanges | null>('textDocument/linkedEditingRange', file, { position });
    for (const range of linked?.ranges ?? []) within(document, range);
    const [selection] = await client.ask<SelectionRange[]>('textDocument/selectionRange', file, { positions: [position] });
    for (let each = selection; each; each = each.parent) {
      const inside = within(document, each.range);
      if (each.parent) assert.ok(within(document, each.parent.range).includes(inside));
    }
    await checkRename(file, document, position);
  }

  /** Each name can be renamed, or it is said why not; what is renamed can be renamed back. */
  async function checkRename(file: string, document: TextDocument, position: Position): Promise<void> {
    const prepared = client.ask<{ range: Range; placeholder: string } | null>('textDocument/prepareRename', file, { position });
    const ready = await prepared.catch((error: unknown) => String(error));
    if (ready === null || typeof ready === 'string') return;
    assert.equal(within(document, ready.range), ready.placeholder);
    const edit = await client.ask<WorkspaceEdit>('textDocument/rename', file, { position, newName: 'some_other' });
    const [change] = edit.documentChanges ?? [];
    assert.ok(change && 'textDocument' in change && change.textDocument.version === 1);
    for (const { range } of change.edits) within(document, range);
  }

  function checkSymbols(document: TextDocument, symbols: readonly DocumentSymbol[]): void {
    once(symbols);
    for (const { name, range, selectionRange, children = [] } of symbols) {
      assert.notEqual(name, '');
      assert.ok(within(document, range).includes(within(document, selectionRange)), name);
      for (const child of children) assert.ok(within(document, range).includes(within(document, child.range)), child.name);
      checkSymbols(document, children);
    }
  }

  function checkTokens(document: TextDocument, data: readonly number[]): void {
    assert.ok(data.length > 0 && data.length % 5 === 0);
    let [line, character, end] = [0, 0, 0];
    for (let i = 0; i < data.length; i += 5) {
      const [lines = 0, characters = 0, length = 0] = data.slice(i, i + 3);
      [line, character] = [line + lines, lines > 0 ? characters : character + characters];
      if (lines > 0) end = 0;
      assert.ok(character >= end && length > 0);
      end = character + length;
      within(document, { start: { line, character }, end: { line, character: end } });
    }
  }

  const coin = 'data: { flip: [H, T, H] }\nmodel: flip ~ Bernoulli(theta)\nparameters:\n  theta: Beta(2, 2)\n';
  const onTheta = { position: { line: 3, character: 3 } };

  it('goes from a column to its header, saved or not, and from a path to the file', async () => {
    await client.save('line.csv', 'x,the y\n1,2\n2,5\n3,6\n', 1);
    await client.open('line.fit.yaml', 'data: line.csv\nmodel: |\n  `the y` ~ Normal(a * x, 1)\nparameters: { a: }\n');
    await client.fit('line.fit.yaml', 1);
    const definition = (line: number, character: number): Promise<Location> =>
      client.ask('textDocument/definition', 'line.fit.yaml', { position: { line, character } });
    const range = (from: number, to: number): Range => ({ start: { line: 0, character: from }, end: { line: 0, character: to } });
    assert.deepEqual(await definition(2, 4), { uri: client.uri('line.csv'), range: range(2, 7) });
    assert.deepEqual(await definition(0, 8), { uri: client.uri('line.csv'), range: range(0, 0) });
    await client.open('line.csv', 'x,z,the y\n1,1,2\n2,1,5\n3,1,6\n');
    assert.deepEqual(await definition(2, 4), { uri: client.uri('line.csv'), range: range(4, 9) });
    await client.close('line.csv');
  });

  it('says which tokens have changed', async () => {
    await client.open('tokens.fit.yaml', coin);
    const all = await client.ask<SemanticTokens>('textDocument/semanticTokens/full', 'tokens.fit.yaml');
    await client.edit('tokens.fit.yaml', coin.replace('Beta(2,', 'Beta(12, 1 +'));
    const previousResultId = all.resultId;
    const delta = await client.ask<SemanticTokensDelta>('textDocument/semanticTokens/full/delta', 'tokens.fit.yaml', { previousResultId });
    const after = await client.ask<SemanticTokens>('textDocument/semanticTokens/full', 'tokens.fit.yaml');
    const data = [...all.data];
    for (const { start, deleteCount, data: put = [] } of delta.edits) data.splice(start, deleteCount, ...put);
    assert.equal(delta.edits.length, 1);
    assert.deepEqual(data, after.data);
    const unknown = await client.ask<SemanticTokens>('textDocument/semanticTokens/full/delta', 'tokens.fit.yaml', {
      previousResultId: 'x',
    });
    assert.deepEqual(unknown.data, after.data);
  });

  it('says why a name cannot be changed', async () => {
    await client.open('refused.fit.yaml', coin);
    const position = { line: 1, character: 15 };
    await assert.rejects(client.ask('textDocument/prepareRename', 'refused.fit.yaml', { position }), /belongs to the language/);
    await assert.rejects(client.ask('textDocument/rename', 'refused.fit.yaml', { ...onTheta, newName: 'flip' }), /already a column/);
    await assert.rejects(client.ask('textDocument/rename', 'refused.fit.yaml', { ...onTheta, newName: 'a b' }), /not a name/);
    await assert.rejects(client.ask('textDocument/rename', 'refused.fit.yaml', onTheta), /newName/);
  });

  it('answers about the newest text where a long one is still being read', async () => {
    const long = (prior: string): string => `${coin.replace('theta: Beta(2, 2)', `theta: ${prior}`)}# ${'x'.repeat(40_000)}\n`;
    await client.open('long.fit.yaml', coin);
    void client.edit('long.fit.yaml', long('Beta(2, 2)'));
    void client.edit('long.fit.yaml', long('Normal(0, 1)'));
    const symbols = await client.ask<DocumentSymbol[]>('textDocument/documentSymbol', 'long.fit.yaml');
    assert.equal(symbols.at(-1)?.children?.[0]?.detail, 'Normal(0, 1)');
  });

  it('lists the names of all open files that match', async () => {
    await client.open('names.fit.yaml', coin.replaceAll('theta', 'chance'));
    const found = await client.connection.sendRequest<SymbolInformation[]>('workspace/symbol', { query: 'chnc' });
    assert.deepEqual(
      found.map(({ name, location }) => [name, location.uri]),
      [['chance', client.uri('names.fit.yaml')]],
    );
    await client.close('names.fit.yaml');
    assert.deepEqual(await client.connection.sendRequest('workspace/symbol', { query: 'chnc' }), []);
  });

  it('answers null about files that it does not know or no longer knows', async () => {
    await client.open('closed.fit.yaml', coin);
    await client.close('closed.fit.yaml');
    const position = { line: 0, character: 0 };
    for (const file of ['closed.fit.yaml', 'never.fit.yaml'])
      for (const [method, rest] of [
        ['definition', { position }],
        ['references', { position, context: { includeDeclaration: true } }],
        ['documentHighlight', { position }],
        ['prepareRename', { position }],
        ['rename', { position, newName: 'x' }],
        ['linkedEditingRange', { position }],
        ['semanticTokens/full', {}],
        ['semanticTokens/full/delta', { previousResultId: '0' }],
        ['documentSymbol', {}],
        ['foldingRange', {}],
        ['selectionRange', { positions: [position] }],
        ['documentLink', {}],
        ['hover', { position }],
      ] as const)
        assert.equal(await client.ask(`textDocument/${method}`, file, rest), null, method);
  });

  it('links only to files that exist', async () => {
    await client.open('links.fit.yaml', 'data: nowhere.csv\nmodel: y ~ Normal(0, 1)\n');
    assert.deepEqual(await client.ask('textDocument/documentLink', 'links.fit.yaml'), []);
    assert.equal(await client.ask('textDocument/definition', 'links.fit.yaml', { position: { line: 0, character: 8 } }), null);
  });
});
