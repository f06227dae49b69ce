import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { after, beside, copyOf, fitAfter, livelihood, replace, type Row, rows, show } from './support.js';

const coin = 'suspicious-coin.fit.yaml';

async function rowOf(uri: vscode.Uri): Promise<Row> {
  const name = vscode.workspace.asRelativePath(uri);
  const found = (await rows('files')).find(({ label }) => label === name);
  return found ?? assert.fail(`${name} is not in the view`);
}

describe('the view of estimation files', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('lists the files of the workspace, says in words how each one is, and speaks', async () => {
    const uri = await copyOf(coin);
    assert.match((await rowOf(uri)).description, /^not opened · changed /);
    await fitAfter(uri, () => show(uri));
    const { description, spoken, item } = await rowOf(uri);
    assert.match(description, /^MLE 0\.700 ± 0\.145 · MAP 0\.550 ± 0\.079 · log-likelihood −6\.109 · no warnings · changed /);
    assert.equal(spoken, `${vscode.workspace.asRelativePath(uri)}, ${description}`);
    assert.equal(item.contextValue, 'estimation');
  });

  it('counts errors and warnings, and never calls a broken file by its old estimate', async () => {
    const { didChangeStatus } = await livelihood();
    const uri = await copyOf(coin);
    await fitAfter(uri, () => show(uri));
    await after(
      didChangeStatus,
      (status) => status.uri === uri.toString() && status.state === 'stale',
      () => replace(uri, 'Beta(16, 16)', 'Beta(16, '),
    );
    const { description } = await rowOf(uri);
    assert.match(description, /^stale: changed since the fit · .* · not saved$/);
    assert.doesNotMatch(description, /0\.55/);
  });

  it('keeps what is known of a file whose editor is closed until it changes on disk', async () => {
    const { trees } = await livelihood();
    const uri = await copyOf(coin);
    await fitAfter(uri, () => show(uri));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    assert.match((await rowOf(uri)).description, /^(MLE 0\.700|stale)/);
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)).replace('Beta(16, 16)', 'Beta(2, 16)');
    const changed = trees.files.onDidChangeTreeData ?? assert.fail();
    await after(
      changed as vscode.Event<{ readonly uri: vscode.Uri } | undefined>,
      (node) => node?.uri.toString() === uri.toString(),
      () => vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text)),
    );
  });

  it('fits files that nobody has opened, and lets go of them', async () => {
    const uri = await copyOf('line.fit.yaml', 'line.csv');
    const report = await fitAfter(uri, () => vscode.commands.executeCommand('livelihood.refit', { uri }));
    assert.equal(report.status, 'ok');
    assert.match((await rowOf(uri)).description, /^MLE .* · log-likelihood /);
  });

  it('refits all of them, and compares those that are selected', async () => {
    const { comparison } = await livelihood();
    const uri = await copyOf('line.fit.yaml', 'line.csv');
    await vscode.commands.executeCommand('livelihood.refitAll');
    const all = await rows('files');
    assert.ok(all.length > 5);
    assert.deepEqual(
      all.filter(({ description }) => /^(not opened|fitting)/.test(description)).map(({ label }) => label),
      [],
    );
    const other = beside(uri, 'flat.fit.yaml');
    const flat = new TextDecoder()
      .decode(await vscode.workspace.fs.readFile(uri))
      .replace(/ \+ b \* x/, '')
      .replace(/\n {2}b: [^\n]*/, '');
    await vscode.workspace.fs.writeFile(other, new TextEncoder().encode(flat));
    await vscode.commands.executeCommand('livelihood.compareSelected', { uri }, [{ uri }, { uri: other }]);
    assert.match(comparison(), /line\.fit\.yaml/);
    assert.match(comparison(), /flat\.fit\.yaml/);
  });
});

describe('the views of the active file', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('list the columns with type, range and missing values, and lead to the header', async () => {
    const uri = await copyOf('line.fit.yaml', 'line.csv');
    await fitAfter(uri, () => show(uri));
    const columns = await rows('columns');
    assert.deepEqual(
      columns.map(({ label }) => label),
      ['x', 'y'],
    );
    const [x] = columns;
    assert.match(x?.description ?? '', /^number · from \S+ to \S+, mean \S+ · none missing$/);
    assert.equal(x?.spoken, `x, ${x?.description ?? ''}`);
    await vscode.commands.executeCommand('livelihood.goToColumn', columns[1]?.node);
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), beside(uri, 'line.csv').toString());
    assert.equal(editor.document.getText(editor.selection), 'y');
    assert.equal((await rows('columns')).length, 2, 'the columns stay while their file has the focus');
  });

  it('list levels with their counts', async () => {
    const uri = await copyOf(coin);
    await fitAfter(uri, () => show(uri));
    const [flip] = await rows('columns');
    assert.match(flip?.description ?? '', /^category · 2 levels · none missing$/);
    const levels = await rows('columns', flip?.node);
    assert.deepEqual(levels.map(({ label, description }) => `${label} ${description}`).sort(), ['H 7 rows', 'T 3 rows']);
  });

  it('list estimates and derived values with their intervals, say when they are stale, and lead to their lines', async () => {
    const { didChangeStatus, estimatesMessage } = await livelihood();
    const uri = await copyOf(coin);
    await fitAfter(uri, () => show(uri));
    await fitAfter(
      uri,
      () => replace(uri, '  theta: Beta(16, 16)', '  theta: Beta(16, 16)\nderived:\n  odds: theta / (1 - theta)'),
      (report) => report.mle?.derived !== undefined,
    );
    const [theta, odds] = await rows('estimates');
    assert.equal(`${theta?.label ?? ''} ${theta?.description ?? ''}`, 'theta MLE 0.700 ± 0.145 · MAP 0.550 ± 0.079');
    assert.match(`${odds?.label ?? ''} ${odds?.description ?? ''}`, /^odds MLE 2\.3/);
    assert.match(odds?.spoken ?? '', /^odds, derived quantity, MLE /);
    const lines = await rows('estimates', theta?.node);
    assert.match(lines[0]?.description ?? '', /^0\.700 ± 0\.145, 95 % interval 0\.393 to 0\.915 \(profile likelihood\)$/);
    assert.match(lines[1]?.description ?? '', /^0\.550 ± 0\.079, 95 % interval 0\.\d+ to 0\.\d+ \(posterior\)$/);
    assert.equal(estimatesMessage(), '');
    await vscode.commands.executeCommand('livelihood.goToEstimate', odds?.node);
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.getText(editor.selection), 'odds');
    await after(
      didChangeStatus,
      (status) => status.uri === uri.toString() && status.state === 'stale',
      () => replace(uri, 'Bernoulli(theta)', 'Bernoulli(theta'),
    );
    assert.match(estimatesMessage(), /last estimates \(stale/);
  });
});
