import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { after, beside, copyOf, fitAfter, livelihood, mle, near, show } from './support.js';

const coin = 'suspicious-coin.fit.yaml';
const commands = [
  'livelihood.compare',
  'livelihood.compareModels',
  'livelihood.compareSelected',
  'livelihood.newFile',
  'livelihood.newFromDataset',
  'livelihood.openPlots',
  'livelihood.refit',
  'livelihood.refitAll',
  'livelihood.restartServer',
  'livelihood.showLog',
];

describe('the commands', () => {
  it('are all in the palette', async () => {
    await livelihood();
    const known = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      commands.filter((command) => !known.has(command)),
      [],
    );
  });

  it('fit again on request', async () => {
    const uri = await copyOf(coin);
    await fitAfter(uri, () => show(uri));
    const report = await fitAfter(uri, () => vscode.commands.executeCommand('livelihood.refit'));
    assert.ok(near(mle(report, 'theta').estimate, 0.7, 1e-6));
  });

  it('restart the server, which fits the open files again', async () => {
    const uri = await copyOf(coin);
    await fitAfter(uri, () => show(uri));
    const report = await fitAfter(uri, () => vscode.commands.executeCommand('livelihood.restartServer'));
    assert.ok(near(mle(report, 'theta').estimate, 0.7, 1e-6));
  });

  it('stay with the last estimation file while the panel or another kind of file has the focus', async () => {
    const { activeFile, panelView } = await livelihood();
    const uri = await copyOf('line.fit.yaml', 'line.csv');
    await fitAfter(uri, () => show(uri));
    await vscode.commands.executeCommand('livelihood.openPlots');
    await vscode.commands.executeCommand('workbench.action.focusNextGroup');
    assert.equal(activeFile()?.toString(), uri.toString());
    await fitAfter(uri, () => vscode.commands.executeCommand('livelihood.refit'));
    await show(beside(uri, 'line.csv'));
    await fitAfter(uri, () => vscode.commands.executeCommand('livelihood.refit'));
    assert.equal(panelView()?.uri, uri.toString());
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('turn to the file whose plots are opened from elsewhere, and away from one that is gone', async () => {
    const { activeFile, didChangeActive } = await livelihood();
    const first = await copyOf(coin);
    const second = await copyOf(coin);
    await fitAfter(first, () => show(first));
    await vscode.commands.executeCommand('livelihood.openPlots', { uri: second });
    assert.equal(activeFile()?.toString(), second.toString());
    const edit = new vscode.WorkspaceEdit();
    edit.deleteFile(second);
    await after(
      didChangeActive,
      (uri) => uri?.toString() !== second.toString(),
      () => vscode.workspace.applyEdit(edit),
    );
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('have keys that VS Code itself leaves free', async () => {
    const defaults = await vscode.workspace.openTextDocument(vscode.Uri.parse('vscode://defaultsettings/keybindings.json'));
    const known = defaults.getText();
    assert.match(known, /"key": "ctrl\+k /);
    const manifest = vscode.extensions.getExtension('livelihood.livelihood')?.packageJSON as {
      readonly contributes: { readonly keybindings: readonly { readonly key: string; readonly command: string }[] };
    };
    const { keybindings } = manifest.contributes;
    assert.equal(keybindings.length, 3);
    for (const { key, command } of keybindings) {
      const bound = [...known.matchAll(/"key": "([^"]+)",\s*"command": "([^"]+)"/g)].filter(([, each]) => each === key);
      assert.deepEqual(
        bound.map(([, , other]) => other).filter((other) => other !== command),
        [],
        key,
      );
    }
  });
});
