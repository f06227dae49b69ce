import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { after, beside, copyOf, livelihood, rangeOf, replace, show } from './support.js';

/** Takes what a command's lists offer first, until it has ended. */
async function takingFirst(command: Thenable<unknown>): Promise<void> {
  const state = { isDone: false };
  const end = Promise.resolve(command).finally(() => (state.isDone = true));
  while (!state.isDone) await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  await end;
}

describe('writing an estimation file', () => {
  it('is led by completion: distributions by the outcome, names by the data', async () => {
    const model = await copyOf('line.fit.yaml', 'line.csv');
    await show(model);
    await replace(model, 'Normal(', 'Nor(');
    const document = await vscode.workspace.openTextDocument(model);
    const at = rangeOf(document, 'Nor(').start.translate(0, 3);
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', model, at);
    const [first] = [...items].sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
    assert.equal(first?.label, 'Normal');
    assert.ok(first.insertText instanceof vscode.SnippetString);
  });

  it('formats and offers changes', async () => {
    const model = await copyOf('line.fit.yaml', 'line.csv');
    await show(model);
    await replace(model, 'b: Normal(0, 10)', 'b:   Normal( 0,10 )');
    const edits = await vscode.commands.executeCommand<vscode.TextEdit[]>('vscode.executeFormatDocumentProvider', model, {});
    const change = new vscode.WorkspaceEdit();
    change.set(model, edits);
    assert.ok(await vscode.workspace.applyEdit(change));
    const document = await vscode.workspace.openTextDocument(model);
    assert.match(document.getText(), /^ {2}b: Normal\(0, 10\)$/m);
    const range = rangeOf(document, 'b: ');
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      model,
      range,
      'refactor.rewrite',
    );
    assert.ok(
      actions.some(({ title }) => title.includes('twice as wide')),
      actions.map(({ title }) => title).join(', '),
    );
  });

  it('begins with a dataset: a first model is written and fitted', async () => {
    const data = await copyOf('line.csv');
    const model = beside(data, 'line.fit.yaml');
    const { didFit } = await livelihood();
    const isOurs = ({ uri, result }: { uri: string; result: { preliminary?: boolean } }): boolean =>
      uri === model.toString() && result.preliminary !== true;
    const { result } = await after(didFit, isOurs, () => takingFirst(vscode.commands.executeCommand('livelihood.newFromDataset', data)));
    assert.equal(result.status, 'ok', JSON.stringify(result.diagnostics));
    const document = await vscode.workspace.openTextDocument(model);
    assert.match(document.getText(), /^title: .* in line\.csv\ndata: line\.csv\nmodel: \|\n {2}\w+ ~ \w+\(/);
  });
});
