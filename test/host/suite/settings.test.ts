import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { after, copyOf, fitAfter, hintTexts, livelihood, map, near, replace, show, withSetting } from './support.js';

const coin = 'suspicious-coin.fit.yaml';

describe('the settings', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  /** The hints once the server knows the setting: it asks the editor to draw them again, and a refit is answered after that. */
  async function hintsWith(name: string, value: unknown): Promise<string> {
    const uri = await copyOf(coin);
    let hints: string[] = [];
    await fitAfter(uri, () => show(uri));
    await withSetting(name, value, async () => {
      await fitAfter(uri, () => vscode.commands.executeCommand('livelihood.refit', uri.toString()));
      hints = await hintTexts(uri);
    });
    return hints.join(' | ');
  }

  it('choose what hints say: error, interval, the estimate alone, more digits, nothing', async () => {
    assert.equal(await hintsWith('hints.show', 'error'), 'MLE 0.700 ± 0.145 · MAP 0.550 ± 0.079');
    assert.match(await hintsWith('hints.show', 'interval'), /^MLE 0\.700 \[0\.393, 0\.915\] · MAP 0\.550 \[0\.\d+, 0\.\d+\]$/);
    assert.equal(await hintsWith('hints.show', 'estimate'), 'MLE 0.700 · MAP 0.550');
    assert.equal(await hintsWith('hints.digits', 1), 'MLE 0.7 ± 0.1 · MAP 0.55 ± 0.08');
    assert.equal(await hintsWith('hints.digits', 4), 'MLE 0.7000 ± 0.1449 · MAP 0.55000 ± 0.07866');
    assert.equal(await hintsWith('inlayHints', false), '');
  });

  it('leave the fit to a save: an edit makes the answer stale and says what to do', async () => {
    const { didChangeStatus, languageStatus, statusText } = await livelihood();
    const uri = await copyOf(coin);
    await fitAfter(uri, () => show(uri));
    await withSetting('run', 'onSave', async () => {
      await fitAfter(uri, () => vscode.commands.executeCommand('livelihood.refit', uri.toString()));
      await after(
        didChangeStatus,
        (status) => status.uri === uri.toString() && status.state === 'waiting',
        () => replace(uri, 'Beta(16', 'Beta(2'),
      );
      assert.match(statusText() ?? '', /debug-pause/);
      assert.equal(languageStatus.text, 'stale: refit to update');
      assert.equal(languageStatus.command?.command, 'livelihood.refit');
      const document = await vscode.workspace.openTextDocument(uri);
      const report = await fitAfter(uri, () => document.save());
      assert.ok(near(map(report, 'theta').estimate, 8 / 26, 1e-6));
    });
  });

  it('leave the fit to the user', async () => {
    const { didChangeStatus } = await livelihood();
    const uri = await copyOf(coin);
    await withSetting('run', 'manual', async () => {
      const first = await copyOf(coin);
      await fitAfter(first, () => vscode.commands.executeCommand('livelihood.refit', first.toString()));
      await after(
        didChangeStatus,
        (status) => status.uri === uri.toString() && status.state === 'waiting',
        () => show(uri),
      );
      await fitAfter(uri, () => vscode.commands.executeCommand('livelihood.refit'));
    });
  });
});

describe('the language status item', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('says how the fit went, and offers the log where there is none', async () => {
    const { didChangeStatus, languageStatus } = await livelihood();
    const uri = await copyOf(coin);
    await fitAfter(uri, () => show(uri));
    assert.equal(languageStatus.text, 'estimates are current');
    assert.equal(languageStatus.detail, 'log-likelihood −6.109 · no warnings');
    assert.equal(languageStatus.severity, vscode.LanguageStatusSeverity.Information);
    assert.equal(languageStatus.busy, false);
    const broken = await copyOf(coin);
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(broken)).replace('Bernoulli(theta)', 'Bernoulli(theta');
    await vscode.workspace.fs.writeFile(broken, new TextEncoder().encode(text));
    await after(
      didChangeStatus,
      (status) => status.uri === broken.toString() && status.state === 'failed',
      () => show(broken),
    );
    assert.equal(languageStatus.text, 'no estimate');
    assert.equal(languageStatus.severity, vscode.LanguageStatusSeverity.Error);
    assert.equal(languageStatus.command?.command, 'livelihood.showLog');
  });
});

describe('Enter', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  const typed = async (content: string): Promise<string> => {
    const document = await vscode.workspace.openTextDocument({ language: 'estimation', content });
    const editor = await vscode.window.showTextDocument(document);
    const end = document.positionAt(content.length);
    editor.selection = new vscode.Selection(end, end);
    await vscode.commands.executeCommand('type', { text: '\n' });
    await vscode.commands.executeCommand('type', { text: 'x' });
    return document.getText();
  };

  it('goes deeper below a key, continues a block of comments, and stays otherwise', async () => {
    assert.equal(await typed('parameters:'), 'parameters:\n  x');
    assert.equal(await typed('# one\n# two'), '# one\n# two\n# x');
    assert.equal(await typed('parameters:\n  a: 1'), 'parameters:\n  a: 1\n  x');
  });
});
