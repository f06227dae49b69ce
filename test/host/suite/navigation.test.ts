import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { beside, copyOf, fitAfter, rangeOf, replace, show } from './support.js';

/** A fitted line: its columns are known by then. */
async function opened(): Promise<{ uri: vscode.Uri; document: vscode.TextDocument }> {
  const uri = await copyOf('line.fit.yaml', 'line.csv');
  await fitAfter(uri, () => show(uri));
  return { uri, document: await vscode.workspace.openTextDocument(uri) };
}

const words = (document: vscode.TextDocument, ranges: readonly vscode.Range[]): string[] =>
  ranges.map((range) => `${String(range.start.line + 1)}: ${document.getText(range)}`);

type Found = vscode.Location | vscode.LocationLink;
const uriOf = (found: Found): string => ('uri' in found ? found.uri : found.targetUri).toString();
const placeOf = (found: Found): vscode.Range => ('uri' in found ? found.range : (found.targetSelectionRange ?? found.targetRange));

/** Asks the editor about the place of a text. */
function ask<T>(
  command: string,
  { uri, document }: { uri: vscode.Uri; document: vscode.TextDocument },
  text: string,
  ...rest: unknown[]
): Thenable<T> {
  return vscode.commands.executeCommand<T>(command, uri, rangeOf(document, text).start, ...rest);
}

describe('finding one’s way in a file', () => {
  it('leads from a parameter to its key and from a column to the header of its file', async () => {
    const file = await opened();
    const [key] = await ask<Found[]>('vscode.executeDefinitionProvider', file, 'b * x');
    assert.ok(key);
    assert.deepEqual(words(file.document, [placeOf(key)]), ['6: b']);
    const [column] = await ask<Found[]>('vscode.executeDefinitionProvider', file, 'x, s');
    assert.ok(column);
    assert.equal(uriOf(column), beside(file.uri, 'line.csv').toString());
    assert.deepEqual(placeOf(column), new vscode.Range(0, 0, 0, 1));
  });

  it('lists and highlights the places of a name', async () => {
    const file = await opened();
    const references = await ask<vscode.Location[]>('vscode.executeReferenceProvider', file, 's)');
    assert.deepEqual(
      words(
        file.document,
        references.map(({ range }) => range),
      ),
      ['3: s', '7: s'],
    );
    const highlights = await ask<vscode.DocumentHighlight[]>('vscode.executeDocumentHighlights', file, 's)');
    assert.equal(highlights.length, 2);
  });

  it('renames a parameter in one step, and says why not', async () => {
    const file = await opened();
    const edit = await ask<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', file, 'b * x', 'slope');
    await fitAfter(
      file.uri,
      () => vscode.workspace.applyEdit(edit),
      (report) => report.mle?.parameters['slope'] !== undefined,
    );
    assert.match(file.document.getText(), /a \+ slope \* x[\s\S]*\n {2}slope: Normal/);
    await assert.rejects(async () => ask('vscode.executeDocumentRenameProvider', file, 'slope', 'x'), /already a column/);
    await assert.rejects(async () => ask('vscode.prepareRename', file, 'x, s'), /column of the data/);
  });

  it('has an outline, folds and colours by meaning', async () => {
    const file = await opened();
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', file.uri);
    assert.deepEqual(
      symbols.map(({ name, children }) => [name, ...children.map((child) => child.name)].join(' ')),
      ['title', 'data', 'model y', 'parameters a b s'],
    );
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider', file.uri);
    assert.deepEqual(
      folds.map(({ start, end }) => [start, end]),
      [[3, 6]],
    );
    const legend = await vscode.commands.executeCommand<vscode.SemanticTokensLegend>(
      'vscode.provideDocumentSemanticTokensLegend',
      file.uri,
    );
    assert.ok(legend.tokenTypes.includes('column') && legend.tokenTypes.includes('distribution'), legend.tokenTypes.join());
    const tokens = await vscode.commands.executeCommand<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens', file.uri);
    assert.equal(tokens.data.length % 5, 0);
    assert.ok(tokens.data.length > 0);
  });

  it('explains keys where the cursor is', async () => {
    const file = await opened();
    const hovers = await ask<vscode.Hover[]>('vscode.executeHoverProvider', file, 'parameters:');
    const text = hovers.flatMap(({ contents }) => contents.map((each) => (each instanceof vscode.MarkdownString ? each.value : '')));
    assert.match(text.join('\n'), /\*\*parameters\*\* — The unknown numbers/);
  });

  it('keeps up with an edit that is not saved', async () => {
    const file = await opened();
    await replace(file.uri, '  s:\n', '  s:\n  unused:\n');
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', file.uri);
    assert.deepEqual(
      symbols.at(-1)?.children.map(({ name }) => name),
      ['a', 'b', 's', 'unused'],
    );
  });
});
