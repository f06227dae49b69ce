import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { copyOf, fitAfter, livelihood, mle, near, show } from './support.js';

const coin = 'suspicious-coin.fit.yaml';
const commands = [
  'livelihood.compare',
  'livelihood.compareModels',
  'livelihood.openPlots',
  'livelihood.refit',
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
});
