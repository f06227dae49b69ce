import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CodeAction,
  type CodeLens,
  type CompletionItem,
  type CompletionList,
  type InlayHint,
  type InsertReplaceEdit,
  type Position,
  type SignatureHelp,
  type TextEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { readSpec } from '../../server/src/language/spec/read.js';
import { Client } from './client.js';
import { applied, once, within } from './within.js';

const cases = join(import.meta.dirname, '../reference/cases');
const names = [
  'coin_7of10_beta_2_2',
  'glmm_cbpp_binomial',
  'garch11_dem2gbp',
  'dose_4pl',
  'holt_mutual_recursion',
  'lmm_orthodont_slopes',
  'mix2_poisson_priors',
  'mlp_iris',
  'multinomial_housing',
  'interval_weibull_mixed',
];

const capabilities = {
  textDocument: { completion: { completionItem: { snippetSupport: true } } },
  workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create' as const] } },
};

const syntaxErrors = (text: string): string[] =>
  readSpec(text)
    .problems.filter(({ severity, code }) => severity === 'error' && code !== 'unknown-name')
    .map(({ message }) => message);

describe('writing over the protocol', () => {
  let client: Client;

  before(async () => {
    client = await Client.start(capabilities);
  });

  after(() => client.stop());

  /** Opens a case with its data, in one of the two kinds of line ends. */
  async function open(name: string, change: (text: string) => string): Promise<{ file: string; document: TextDocument }> {
    const text = change(await readFile(join(cases, name, 'model.fit.yaml'), 'utf8'));
    const file = `${name}${text.includes('\r') ? '_crlf' : ''}.fit.yaml`;
    await client.save('data.csv', await readFile(join(cases, name, 'data.csv'), 'utf8').catch(() => 'y\n1\n'), 1);
    await client.open(file, text);
    await client.fit(file, 1);
    return { file, document: TextDocument.create(client.uri(file), 'estimation', 1, text) };
  }

  for (const [i, name] of names.entries()) {
    it(`serves all that is needed to change ${name}`, async () => {
      const { file, document } = await open(name, i % 3 === 2 ? (text) => text.replaceAll('\n', '\r\n') : (text) => text);
      const places = [...document.getText().matchAll(/[\p{L}_][\p{L}\p{N}_.]*|[(,[~=:]/gu)].map(({ 0: word, index }) =>
        document.positionAt(index + Math.ceil(word.length / 2)),
      );
      for (const position of places) await checkCompletion(file, document, position);
      for (const position of places) await checkSignature(file, position);
      for (let line = 0; line < document.lineCount; line++) await checkActions(file, document, line);
      await checkFormatting(file, document);
      await checkMarks(file, document);
      const since = client.events.length;
      await client.close(file);
      await client.diagnostics(file, (all) => all.length === 0, since);
    });
  }

  async function checkCompletion(file: string, document: TextDocument, position: Position): Promise<void> {
    const { items } = await client.ask<CompletionList>('textDocument/completion', file, { position });
    once(items.map(({ label, kind }) => [label, kind]));
    for (const { label, textEdit, additionalTextEdits = [] } of items) {
      assert.ok(label.trim() !== '' && textEdit, label);
      for (const range of rangesOf(textEdit)) {
        within(document, range);
        const isAround =
          range.start.line === position.line && range.end.line === position.line && range.start.character <= position.character;
        assert.ok(isAround && position.character <= range.end.character, `${label} is not at the cursor`);
      }
      applied(document, additionalTextEdits);
    }
    const [item] = items;
    if (!item) return;
    const resolved = await client.connection.sendRequest<CompletionItem>('completionItem/resolve', item);
    assert.deepEqual([resolved.label, resolved.textEdit], [item.label, item.textEdit]);
  }

  const rangesOf = (edit: TextEdit | InsertReplaceEdit) => ('range' in edit ? [edit.range] : [edit.insert, edit.replace]);

  async function checkSignature(file: string, position: Position): Promise<void> {
    const help = await client.ask<SignatureHelp | null>('textDocument/signatureHelp', file, { position });
    if (!help) return;
    const { signatures, activeSignature = 0 } = help;
    const active = signatures[activeSignature];
    assert.ok(active, 'an active signature that is there');
    for (const { label, parameters = [] } of signatures)
      for (const parameter of parameters) {
        const part = typeof parameter.label === 'string' ? parameter.label : label.slice(...parameter.label);
        assert.ok(part !== '' && label.includes(part), label);
      }
  }

  /** Each change of a line leaves a file that can be read where it could be read before. */
  async function checkActions(file: string, document: TextDocument, line: number): Promise<void> {
    const end = document.positionAt(document.offsetAt({ line: line + 1, character: 0 }) - 1);
    const range = { start: { line, character: 0 }, end: end.line === line ? end : { line, character: 0 } };
    const found = await client.ask<CodeAction[]>('textDocument/codeAction', file, { range, context: { diagnostics: [] } });
    once(found);
    for (const { title, kind, edit } of found) {
      assert.ok(kind !== undefined && edit, title);
      const own = [
        ...(edit.changes?.[document.uri] ?? []),
        ...(edit.documentChanges ?? []).flatMap((change) =>
          'edits' in change && change.textDocument.uri === document.uri ? (change.edits as TextEdit[]) : [],
        ),
      ];
      assert.ok(own.length > 0, title);
      const after = applied(document, own);
      assert.notEqual(after, document.getText(), title);
      assert.deepEqual(syntaxErrors(after), syntaxErrors(document.getText()), `${title}\n${after}`);
    }
  }

  async function checkFormatting(file: string, document: TextDocument): Promise<void> {
    const options = { tabSize: 2, insertSpaces: true };
    const whole = await client.ask<TextEdit[]>('textDocument/formatting', file, { options });
    const formatted = applied(document, whole);
    assert.equal(formatted.includes('\r\n'), document.getText().includes('\r\n'));
    const range = { start: { line: 1, character: 0 }, end: { line: Math.min(6, document.lineCount - 1), character: 0 } };
    for (const edit of await client.ask<TextEdit[]>('textDocument/rangeFormatting', file, { options, range })) {
      within(document, edit.range);
      assert.ok(edit.range.start.line >= range.start.line && edit.range.end.line <= range.end.line);
    }
    await client.edit(file, formatted);
    assert.deepEqual(await client.ask('textDocument/formatting', file, { options }), []);
    await client.edit(file, document.getText());
  }

  async function checkMarks(file: string, document: TextDocument): Promise<void> {
    const range = { start: { line: 0, character: 0 }, end: { line: document.lineCount, character: 0 } };
    const hints = await client.ask<InlayHint[]>('textDocument/inlayHint', file, { range });
    assert.ok(hints.length > 0);
    once(hints);
    for (const { position } of hints) within(document, { start: position, end: position });
    const lenses = await client.ask<CodeLens[]>('textDocument/codeLens', file);
    once(lenses);
    for (const lens of lenses) within(document, lens.range);
  }
});
