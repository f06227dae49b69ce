import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { after, copyOf, fitAfter, livelihood, replace, show } from './support.js';

const coin = 'suspicious-coin.fit.yaml';

describe('the panel', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens on the comparison of a fitted file and follows its edits', async () => {
    const { didShow, panelView } = await livelihood();
    const uri = await copyOf(coin);
    await fitAfter(uri, () => show(uri));
    // Its curves come after its estimates.
    await after(
      didShow,
      (view) => view?.uri === uri.toString() && view.parameters[0]?.name === 'theta',
      () => vscode.commands.executeCommand('livelihood.compare', uri.toString()),
    );
    assert.equal(panelView()?.uri, uri.toString());
    const edited = await after(
      didShow,
      (view) => view !== null && !view.stale && Math.abs((view.parameters[0]?.map ?? NaN) - 8 / 26) < 1e-6,
      () => replace(uri, 'Beta(16', 'Beta(2'),
    );
    assert.equal(edited?.uri, uri.toString());
  });

  it('follows the active estimation file and keeps it while another kind of file is focused', async () => {
    const { didShow, panelView } = await livelihood();
    const first = await copyOf(coin);
    const second = await copyOf('line.fit.yaml', 'line.csv');
    await fitAfter(first, () => show(first));
    await vscode.commands.executeCommand('livelihood.openPlots');
    await after(
      didShow,
      (view) => view?.uri === second.toString() && view.parameters.length === 3,
      () => show(second),
    );
    await show(vscode.Uri.joinPath(second, '..', 'line.csv'));
    assert.equal(panelView()?.uri, second.toString());
  });
});
