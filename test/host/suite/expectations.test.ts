import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { after, copyOf, livelihood, replace, show } from './support.js';

describe('the Test Explorer', () => {
  it('has a test for each expectation, judged at every fit', async () => {
    const { didTest, testsOf } = await livelihood();
    const uri = await copyOf('expectations.fit.yaml');
    const ofFile = (run: { readonly uri: string }): boolean => run.uri === uri.toString();
    const first = await after(didTest, ofFile, () => show(uri));
    assert.deepEqual([first.passed, first.failed], [5, 0]);
    assert.deepEqual(testsOf(uri).slice(0, 2), ['theta: 0.7 ± 0.001', 'map.theta: 0.55 ± 0.0005']);
    const moved = await after(didTest, ofFile, () => replace(uri, '[H, T, H,', '[T, T, H,'));
    assert.deepEqual([moved.passed, moved.failed], [1, 4]);
    const again = await after(didTest, ofFile, () => vscode.commands.executeCommand('testing.runAll'));
    assert.deepEqual([again.passed, again.failed], [1, 4]);
  });
});
