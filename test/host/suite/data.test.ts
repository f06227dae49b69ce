import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { beside, copyOf, fitAfter, livelihood, mle, near, replace, show } from './support.js';

/** Least-squares slopes of line.csv as it is, with the last y 12, and with a sixth row (5, 14). */
const slope = 1.97;
const slopeEdited = 2.57;
const slopeAppended = 422 / 175;

/** Opening a data file may fit again as well: what counts is that the slope becomes the expected one. */
async function slopeAfter(model: vscode.Uri, expected: number, action: () => unknown): Promise<void> {
  await fitAfter(model, action, (report) => near(mle(report, 'b').estimate, expected));
}

async function openLine(): Promise<{ model: vscode.Uri; data: vscode.Uri }> {
  const model = await copyOf('line.fit.yaml', 'line.csv');
  await slopeAfter(model, slope, () => show(model));
  return { model, data: beside(model, 'line.csv') };
}

describe('a CSV that a model reads', () => {
  it('refits the model while it is edited and not saved, and again when the edit is thrown away', async () => {
    const { model, data } = await openLine();
    await slopeAfter(model, slopeEdited, () => replace(data, '4,9.0', '4,12.0'));
    await show(data);
    await slopeAfter(model, slope, () => vscode.commands.executeCommand('workbench.action.files.revert'));
  });

  it('refits the model when another program changes it on disk', async () => {
    const { model, data } = await openLine();
    await slopeAfter(model, slopeAppended, () => appendFile(data.fsPath, '5,14.0\n'));
  });

  it('does not refit the model when a comment is edited', async () => {
    const { model } = await openLine();
    const document = await vscode.workspace.openTextDocument(model);
    const fits: number[] = [];
    const { didFit } = await livelihood();
    // Whether a preliminary answer comes before is a matter of time.
    const subscription = didFit(({ uri, version, result }) => {
      if (uri === model.toString() && result.preliminary !== true) fits.push(version);
    });
    await replace(model, 'title:', '# a comment\ntitle:');
    await slopeAfter(model, slope, () => replace(model, 'b: Normal(0, 10)', 'b: Normal(0, 11)'));
    subscription.dispose();
    assert.deepEqual(fits, [document.version]);
  });
});
