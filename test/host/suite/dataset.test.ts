import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { beside, copyOf, errors, fitAfter, hoverText, lensTitles, livelihood, matched, rangeOf, replace, show } from './support.js';

/** A fitted line with its data in an editor of their own. */
async function opened(): Promise<{ model: vscode.Uri; data: vscode.Uri }> {
  const model = await copyOf('line.fit.yaml', 'line.csv');
  await fitAfter(model, () => show(model));
  const data = beside(model, 'line.csv');
  await show(data);
  return { model, data };
}

/** Whatever the server says after it has learnt something new. */
async function told(): Promise<vscode.Event<unknown>> {
  return (await livelihood()).didChangeStatus;
}

describe('the data of a model in an editor', () => {
  it('have a lens that names the models, and leads to the one there is', async () => {
    const { model, data } = await opened();
    const titles = async (): Promise<string> => (await lensTitles(data)).join('\n');
    const text = await matched(await told(), titles, /1 model · 5 rows\n/);
    assert.equal(text, 'used by 1 model · 5 rows\nx: mean 2, 0 to 4 · y: mean 5, 1.1 to 9');
    const [lens] = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', data, 20);
    assert.ok(lens?.command);
    await vscode.commands.executeCommand(lens.command.command, ...((lens.command.arguments ?? []) as unknown[]));
    const editor = vscode.window.activeTextEditor;
    assert.deepEqual([editor?.document.uri.toString(), editor?.document.getText(editor.selection)], [model.toString(), 'line.csv']);
  });

  it('say on a row what the model makes of it, and on a name where it is used', async () => {
    const { model, data } = await opened();
    // Least squares: 1.06 + 1.97 x.
    const text = await matched(await told(), () => hoverText(data, '2,5.2'), /residual/);
    assert.match(text, /row 3\n\nobserved 5\.2, fitted mean \*\*5\*\*, residual \*\*0\.2\*\*/);
    const uses = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeReferenceProvider',
      data,
      new vscode.Position(0, 0),
    );
    const document = await vscode.workspace.openTextDocument(model);
    assert.deepEqual(
      uses.map(({ uri, range }) => [uri.toString(), document.getText(range), range.start.line]),
      [[model.toString(), 'x', 2]],
    );
  });

  it('mark a malformed cell at its characters', async () => {
    const { model, data } = await opened();
    const document = await vscode.workspace.openTextDocument(data);
    await replace(data, '5.2', 'five');
    await matched(await told(), () => Promise.resolve(String(errors(data).length)), /^1$/);
    const [error] = errors(data);
    assert.deepEqual(error?.range, rangeOf(document, 'five'));
    assert.deepEqual(
      error.relatedInformation?.map(({ location }) => [location.uri.toString(), location.range.start.line]),
      [[model.toString(), 2]],
    );
    await replace(data, 'five', '5.2');
    await matched(await told(), () => Promise.resolve(String(errors(data).length)), /^0$/);
  });
});
