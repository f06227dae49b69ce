import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { after, errors, livelihood, mle, near } from './support.js';

const templates = [
  'coin',
  'regression',
  'classification',
  'counts',
  'curve',
  'survival',
  'mixed-model',
  'time-series',
  'network',
  'comparison',
];

describe('a new file', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  for (const template of templates) {
    it(`from the template ${template} is fitted before it is saved`, async () => {
      const { didFit } = await livelihood();
      const fit = await after(
        didFit,
        ({ uri, result }) => uri.startsWith('untitled:') && result.preliminary !== true,
        () => vscode.commands.executeCommand('livelihood.newFile', template),
      );
      const document = vscode.window.activeTextEditor?.document;
      assert.equal(document?.uri.toString(), fit.uri);
      assert.equal(document.languageId, 'estimation');
      assert.equal(fit.result.status, 'ok');
      assert.deepEqual(errors(document.uri), []);
      if (template === 'coin') assert.ok(near(mle(fit.result, 'theta').estimate, 0.7, 1e-6));
    });
  }
});

describe('the walkthrough', () => {
  it('notices an estimate that follows an edit and one that a prior has moved', async () => {
    const { didFit, milestones } = await livelihood();
    const isFinal = ({ uri, result }: { uri: string; result: { preliminary?: boolean } }): boolean =>
      uri.startsWith('untitled:') && result.preliminary !== true;
    await after(didFit, isFinal, () => vscode.commands.executeCommand('livelihood.newFile', 'coin'));
    await after(didFit, isFinal, () =>
      vscode.window.activeTextEditor?.edit((edit) => edit.insert(new vscode.Position(3, 'data: { flip: ['.length), 'H, ')),
    );
    assert.deepEqual([...milestones()].sort(), ['livelihood.hasEditedWithPrior', 'livelihood.hasFollowedEdit']);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('has five steps, each with a picture and an event that completes it', () => {
    const manifest = vscode.extensions.getExtension('livelihood.livelihood')?.packageJSON as {
      readonly contributes: {
        readonly walkthroughs: readonly { readonly steps: readonly { readonly completionEvents: readonly string[] }[] }[];
      };
    };
    const steps = manifest.contributes.walkthroughs[0]?.steps ?? [];
    assert.equal(steps.length, 5);
    for (const { completionEvents } of steps) assert.ok(completionEvents.length > 0);
  });
});
