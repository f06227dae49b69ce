import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  after,
  copyOf,
  errors,
  fitAfter,
  hintTexts,
  hoverText,
  lensTitles,
  livelihood,
  map,
  matched,
  mle,
  near,
  replace,
  show,
} from './support.js';

const coin = 'suspicious-coin.fit.yaml';

describe('the suspicious coin', () => {
  it('is fitted when it is opened, without errors', async () => {
    const uri = await copyOf(coin);
    const report = await fitAfter(uri, () => show(uri));
    assert.equal(report.status, 'ok');
    assert.ok(near(mle(report, 'theta').estimate, 0.7, 1e-6), JSON.stringify(report.mle));
    assert.ok(near(mle(report, 'theta').se, 0.1449), JSON.stringify(report.mle));
    assert.ok(near(map(report, 'theta').estimate, 0.55, 1e-6), JSON.stringify(report.map));
    assert.ok(near(map(report, 'theta').se, 0.0787), JSON.stringify(report.map));
    assert.deepEqual(errors(uri), []);
  });

  it('shows both estimates in the hover on the parameter', async () => {
    const { didChangeStatus } = await livelihood();
    const uri = await copyOf(coin);
    await fitAfter(uri, () => show(uri));
    const text = await matched(didChangeStatus, () => hoverText(uri, 'theta:'), /data:image\/svg\+xml/);
    assert.match(text, /0\.700/);
    assert.match(text, /0\.550/);
  });

  it('shows the estimates beside the parameter and above the file', async () => {
    const uri = await copyOf(coin);
    await fitAfter(uri, () => show(uri));
    const hints = await hintTexts(uri);
    assert.ok(
      hints.some((hint) => hint.includes('0.700') && hint.includes('0.550')),
      JSON.stringify(hints),
    );
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 20);
    const commands = lenses.map((lens) => lens.command?.command);
    assert.ok(commands.includes('livelihood.compare') && commands.includes('livelihood.openPlots'), JSON.stringify(await lensTitles(uri)));
  });

  it('shows the estimates in the status bar', async () => {
    const { didChangeStatus, statusText } = await livelihood();
    const uri = await copyOf(coin);
    await after(
      didChangeStatus,
      (status) => status.uri === uri.toString() && status.state === 'fitted',
      () => show(uri),
    );
    assert.match(statusText() ?? '', /0\.700.*0\.550/);
  });

  it('follows an edit of the prior', async () => {
    const uri = await copyOf(coin);
    await fitAfter(uri, () => show(uri));
    const report = await fitAfter(uri, () => replace(uri, 'Beta(16', 'Beta(2'));
    assert.ok(near(mle(report, 'theta').estimate, 0.7, 1e-6), JSON.stringify(report.mle));
    assert.ok(near(map(report, 'theta').estimate, 8 / 26, 1e-6), JSON.stringify(report.map));
    assert.match(await hoverText(uri, 'theta:'), /0\.308/);
  });
});
