import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import type { CodeAction, CodeLens, Hover, InlayHint } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { didFitMethod, type DidFitParams } from '../../server/src/protocol/messages.js';
import { Client, estimateOf } from './client.js';

const coin = 'data: { flip: [H, T, H, H, H, T, H, H, T, H] }\nmodel: flip ~ Bernoulli(theta)\nparameters:\n  theta: Beta(16, 16)\n';
const mean = (source: string): string => `data: ${source}\nmodel: y ~ Normal(m, 1)\nparameters:\n  m:\n`;
const near = (a: number, b: number): void => assert.ok(Math.abs(a - b) < 1e-8, `${String(a)} is not ${String(b)}`);
const everything = { range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } } };

describe('the server over stdio', () => {
  let client: Client;

  before(async () => {
    client = await Client.start();
  });

  after(async () => {
    await client.stop();
    assert.doesNotMatch(client.output, /NaN|Infinity|undefined/);
  });

  it('answers an opened file with diagnostics and a fit', async () => {
    await client.open('open.fit.yaml', coin);
    assert.deepEqual(await client.diagnostics('open.fit.yaml', (_, version) => version === 1), []);
    const fit = await client.fit('open.fit.yaml', 1);
    assert.equal(fit.version, 1);
    assert.equal(fit.result.status, 'ok');
    near(estimateOf(fit, 'theta'), 0.7);
    near(estimateOf(fit, 'theta', 'map'), 0.55);
  });

  it('knows an estimation file by its name where the editor does not know the language', async () => {
    const textDocument = {
      uri: client.uri('other.fit.json'),
      languageId: 'json',
      version: 1,
      text: '{"data": {"y": [1, 0]}, "model": "y ~ Bernoulli(p)", "parameters": {"p": null}}',
    };
    await client.connection.sendNotification('textDocument/didOpen', { textDocument });
    near(estimateOf(await client.fit('other.fit.json', 1), 'p'), 0.5);
  });

  it('shows latent values by level in hover, inlay hint and report', async () => {
    const yields = 'data: { y: [3, 5, 4, 9, 11, 10], g: [a, a, a, b, b, b] }\n';
    const text = `${yields}model: |\n  y ~ Normal(m + u[g], 1)\n  u[g] ~ Normal(0, 3)\nparameters:\n  m:\n`;
    await client.open('latent.fit.yaml', text);
    const { result } = await client.fit('latent.fit.yaml', 1);
    // The mean of a level, less that of all, times n t² / (n t² + s²).
    const shrunk = (3 * 27) / 28;
    near(result.latent['u[b]']?.estimate ?? NaN, shrunk);
    near(result.latent['u[b]']?.se ?? NaN, Math.sqrt(9 / 28));
    const hover = await client.ask<Hover>('textDocument/hover', 'latent.fit.yaml', { position: { line: 3, character: 3 } });
    assert.match(JSON.stringify(hover.contents), /2 levels of `g`, integrated out exactly.*\| `b` \| 2\.89 ± 0\.57/s);
    const hints = await client.ask<InlayHint[]>('textDocument/inlayHint', 'latent.fit.yaml', everything);
    assert.ok(
      hints.some(
        ({ label, position }) => position.line === 3 && typeof label === 'string' && /^2 levels, −2\.89 ± 0\.57 \(a\) to 2\.89/.test(label),
      ),
    );
  });

  it('shows the estimates in hover, inlay hint and lens', async () => {
    await client.open('shown.fit.yaml', coin);
    await client.fit('shown.fit.yaml', 1);
    const hover = await client.ask<Hover>('textDocument/hover', 'shown.fit.yaml', { position: { line: 3, character: 4 } });
    assert.deepEqual(hover.range, { start: { line: 3, character: 2 }, end: { line: 3, character: 7 } });
    const { contents } = hover;
    assert.ok(typeof contents === 'object' && 'value' in contents);
    assert.match(contents.value, /0\.700 ± 0\.145 \| 0\.550 ± 0\.079/);
    const [hint] = await client.ask<InlayHint[]>('textDocument/inlayHint', 'shown.fit.yaml', everything);
    assert.deepEqual(hint?.position, { line: 3, character: 21 });
    assert.equal(hint.label, 'MLE 0.700 ± 0.145 · MAP 0.550 ± 0.079');
    const lenses = await client.ask<CodeLens[]>('textDocument/codeLens', 'shown.fit.yaml');
    assert.match(lenses[0]?.command?.title ?? '', /✓ converged · log-likelihood −6\.109/);
    assert.deepEqual(
      lenses.slice(1).map(({ command }) => [command?.title, command?.command, command?.arguments]),
      [
        ['Compare MLE vs MAP', 'livelihood.compare', [client.uri('shown.fit.yaml')]],
        ['Open plots', 'livelihood.openPlots', [client.uri('shown.fit.yaml')]],
      ],
    );
  });

  it('has nothing to say of a file that is not open', async () => {
    assert.equal(await client.ask('textDocument/hover', 'closed.fit.yaml', { position: { line: 0, character: 0 } }), null);
    assert.equal(await client.ask('textDocument/inlayHint', 'closed.fit.yaml', everything), null);
    assert.equal(await client.ask('textDocument/codeLens', 'closed.fit.yaml'), null);
  });

  it('fits after an edit of a few characters, with the version of the edit', async () => {
    await client.open('edited.fit.yaml', coin);
    await client.fit('edited.fit.yaml', 1);
    const at = (character: number): { line: number; character: number } => ({ line: 3, character });
    const version = await client.edit('edited.fit.yaml', { range: { start: at(14), end: at(20) }, text: '2, 2' });
    const fit = await client.fit('edited.fit.yaml', version);
    assert.equal(fit.version, 2);
    near(estimateOf(fit, 'theta', 'map'), 8 / 12);
  });

  it('fits only the last of many quick edits, or else each in order', async () => {
    await client.open('quick.fit.yaml', coin);
    const since = client.events.length;
    for (let a = 2; a <= 12; a++) await client.edit('quick.fit.yaml', coin.replace('16, 16', `${String(a)}, 2`));
    near(estimateOf(await client.fit('quick.fit.yaml', 12, since), 'theta', 'map'), (7 + 11) / (10 + 12));
    const uri = client.uri('quick.fit.yaml');
    const fits = client.events.slice(since).filter(({ method, params }) => method === didFitMethod && (params as DidFitParams).uri === uri);
    const versions = fits.map(({ params }) => (params as DidFitParams).version);
    assert.deepEqual(
      versions,
      [...versions].sort((a, b) => a - b),
    );
  });

  it('moves diagnostics after an edit of comments, and does not fit', async () => {
    const text = coin.replace('theta: Beta', 'spare:\n  theta: Beta');
    await client.open('comment.fit.yaml', text);
    await client.fit('comment.fit.yaml', 1);
    const since = client.events.length;
    const version = await client.edit('comment.fit.yaml', `# one\n\n# two\n${text}`);
    const [found] = await client.diagnostics('comment.fit.yaml', (_, each) => each === version, since);
    assert.deepEqual(found?.range.start, { line: 6, character: 2 });
    assert.equal(found.code, 'unused-parameter');
    const next = await client.edit('comment.fit.yaml', `# one\n\n# two\n${text.replace('16, 16', '2, 2')}`);
    assert.equal((await client.fit('comment.fit.yaml', version, since)).version, next, 'the first answer since is that to the real edit');
  });

  for (const broken of ['nokey: 1', 'loop: &a [*a]', 'model2: x', 'parameters: {}'])
    it(`tells that a file is good again when \`${broken}\` has been taken out`, async () => {
      const name = `mended-${String(broken.length)}.fit.yaml`;
      await client.open(name, coin);
      const { result: first } = await client.fit(name, 1);
      assert.equal(first.status, 'ok', JSON.stringify(first));
      const bad = await client.edit(name, `${coin}${broken}\n`);
      const { result: kept } = await client.fit(name, bad);
      assert.deepEqual([kept.status, kept.stale], ['error', true], JSON.stringify(kept));
      const since = client.events.length;
      const good = await client.edit(name, coin);
      const { result } = await client.fit(name, good, since);
      assert.deepEqual([result.status, result.stale, result.diagnostics], ['ok', undefined, []]);
    });

  it('offers fixes that mend what they are for', async () => {
    const broken = 'dta: { y: [0, 0, 1, 1], x: [1, 2, 3, 4] }\nmodel: y ~ Bernoulli(logit = linear(b, x))\nparameters:\n  b:\n';
    await client.open('fix.fit.yaml', broken);
    let document = TextDocument.create(client.uri('fix.fit.yaml'), 'estimation', 1, broken);
    for (const code of ['unknown-key', 'separation']) {
      const since = client.events.length;
      const [diagnostic] = await client.diagnostics('fix.fit.yaml', (all) => all.some((each) => each.code === code));
      assert.ok(diagnostic);
      const actions = await client.ask<CodeAction[]>('textDocument/codeAction', 'fix.fit.yaml', {
        range: diagnostic.range,
        context: { diagnostics: [diagnostic] },
      });
      const edits = actions[0]?.edit?.changes?.[document.uri];
      assert.ok(edits, `no fix for ${code}`);
      const text = TextDocument.applyEdits(document, edits);
      const version = await client.edit('fix.fit.yaml', text);
      document = TextDocument.create(document.uri, 'estimation', version, text);
      await client.diagnostics(
        'fix.fit.yaml',
        (all, each) => each === version && !all.some(({ code: left, severity }) => left === code && severity === 1),
        since,
      );
    }
    const fit = await client.fit('fix.fit.yaml', document.version);
    assert.equal(fit.result.status, 'ok');
    assert.match(document.getText(), /^data: .*\n.*\n.*\n {2}b: Normal\(0, 2\.5\)\n$/);
  });

  it('fits again when a file appears that a pattern or a query reads', async () => {
    const model = '\nmodel: y ~ Normal(m, s)\nparameters:\n  m:\n  s:\n';
    await client.save('day1.csv', 'y\n1\n2\n6\n', 1);
    const cases = {
      'pattern.fit.yaml': `data: day*.csv${model}`,
      'query.fit.yaml': `data:\n  query: select y from 'day*.csv' where y > 1${model}`,
    };
    for (const [name, text] of Object.entries(cases)) await client.open(name, text);
    near(estimateOf(await client.fit('pattern.fit.yaml', 1), 'm'), 3);
    near(estimateOf(await client.fit('query.fit.yaml', 1), 'm'), 4);
    const since = client.events.length;
    await client.save('day2.csv', 'y\n7\n', 1);
    near(estimateOf(await client.fit('pattern.fit.yaml', 1, since), 'm'), 4);
    near(estimateOf(await client.fit('query.fit.yaml', 1, since), 'm'), 5);
  });

  it('fits to the text of a CSV in the editor, to the file on disk, and to the editor again', async () => {
    await writeFile(client.path('a.csv'), 'y\n1\n3\n');
    await client.open('csv.fit.yaml', mean('a.csv'));
    near(estimateOf(await client.fit('csv.fit.yaml', 1), 'm'), 2);
    const fits = async (act: () => Promise<unknown>): Promise<number> => {
      const since = client.events.length;
      await act();
      return estimateOf(await client.fit('csv.fit.yaml', 1, since), 'm');
    };
    near(await fits(() => client.save('a.csv', 'y\n1\n3\n8\n')), 4);
    await client.open('a.csv', 'y\n1\n3\n8\n');
    near(await fits(() => client.edit('a.csv', 'y\n10\n30\n')), 20);
    near(await fits(() => client.close('a.csv')), 4);
  });

  it('names a missing file, and fits when it is there', async () => {
    await client.open('late.fit.yaml', mean('late.csv'));
    const missing = await client.fit('late.fit.yaml', 1);
    assert.deepEqual([missing.result.status, missing.result.diagnostics[0]?.code], ['error', 'data-missing']);
    const since = client.events.length;
    await client.save('late.csv', 'y\n5\n7\n', 1);
    near(estimateOf(await client.fit('late.fit.yaml', 1, since), 'm'), 6);
    assert.deepEqual(await client.diagnostics('late.fit.yaml', (all) => all.length === 0, since), []);
  });

  it('shows a malformed CSV in both files, and takes both back', async () => {
    await client.open('bad.csv', 'y,x\n1,2\n3\n');
    await client.open('bad.fit.yaml', mean('bad.csv'));
    const [there] = await client.diagnostics('bad.csv', (all) => all.length > 0);
    assert.equal(there?.range.start.line, 2);
    const [here] = await client.diagnostics('bad.fit.yaml', (all) => all.length > 0);
    assert.deepEqual(here?.range, { start: { line: 0, character: 6 }, end: { line: 0, character: 13 } });
    await client.fit('bad.fit.yaml', 1);
    const since = client.events.length;
    await client.edit('bad.csv', 'y,x\n1,2\n3,4\n');
    await client.diagnostics('bad.csv', (all) => all.length === 0, since);
    near(estimateOf(await client.fit('bad.fit.yaml', 1, since), 'm'), 2);
  });

  it('keeps what one file finds in a CSV when another that reads it is closed', async () => {
    await client.open('shared.csv', 'y,x\n1,2\n3\n');
    for (const name of ['first.fit.yaml', 'second.fit.yaml']) {
      await client.open(name, mean('shared.csv'));
      await client.fit(name, 1);
    }
    const since = client.events.length;
    await client.close('first.fit.yaml');
    assert.equal((await client.diagnostics('shared.csv', () => true, since)).length, 1);
    await client.close('second.fit.yaml');
    assert.deepEqual(await client.diagnostics('shared.csv', (all) => all.length === 0, since), []);
  });

  it('keeps the estimates of a broken file, marked stale', async () => {
    await client.open('stale.fit.yaml', coin);
    await client.fit('stale.fit.yaml', 1);
    const broken = await client.fit('stale.fit.yaml', await client.edit('stale.fit.yaml', coin.replace('Beta(16, 16)', 'Beta(16,')));
    assert.deepEqual([broken.result.stale, broken.result.status], [true, 'error']);
    near(estimateOf(broken, 'theta', 'map'), 0.55);
    const [hint] = await client.ask<InlayHint[]>('textDocument/inlayHint', 'stale.fit.yaml', everything);
    assert.match(JSON.stringify(hint?.label), /^"stale · MLE 0\.700/);
    const mended = await client.fit('stale.fit.yaml', await client.edit('stale.fit.yaml', coin));
    assert.deepEqual([mended.result.stale, mended.result.status], [undefined, 'ok']);
  });

  it('clears the diagnostics of a file that is closed', async () => {
    await client.open('closed.fit.yaml', 'model: y ~\n');
    await client.fit('closed.fit.yaml', 1);
    const since = client.events.length;
    await client.close('closed.fit.yaml');
    assert.deepEqual(await client.diagnostics('closed.fit.yaml', () => true, since), []);
  });

  it('fits two files at once', async () => {
    await client.open('one.fit.yaml', coin);
    await client.open('two.fit.yaml', coin.replace('16, 16', '2, 2'));
    const [one, two] = await Promise.all([client.fit('one.fit.yaml', 1), client.fit('two.fit.yaml', 1)]);
    near(estimateOf(one, 'theta', 'map'), 0.55);
    near(estimateOf(two, 'theta', 'map'), 8 / 12);
  });

  it('fits again when it is asked to', async () => {
    await client.open('again.fit.yaml', coin);
    await client.fit('again.fit.yaml', 1);
    const since = client.events.length;
    await client.connection.sendRequest('livelihood/refit', { uri: client.uri('again.fit.yaml') });
    assert.equal((await client.fit('again.fit.yaml', 1, since)).result.status, 'ok');
  });
});

/** How the protocol reports work that takes a while. */
interface Progress {
  readonly token: string | number;
  readonly value: { readonly kind: string; readonly title?: string };
}

describe('a slow fit', () => {
  let client: Client;

  before(async () => {
    client = await Client.start();
    const row = (i: number): string =>
      [i % 3 === 0 ? 1 : 0, Math.sin(i).toFixed(5), Math.cos(i * i).toFixed(5), Math.sin(i * 0.7).toFixed(5)].join();
    await writeFile(client.path('large.csv'), `y,a,b,c\n${Array.from({ length: 1_000_000 }, (_, i) => row(i)).join('\n')}\n`);
  });

  after(() => client.stop());

  const large = 'data: large.csv\nmodel: y ~ Bernoulli(logit = linear(beta, a + b + c))\nparameters:\n  beta:\n';

  it('first answers from a sample of the rows, then from all; hovers are answered at once in between', async () => {
    await client.open('large.fit.yaml', large);
    const uri = client.uri('large.fit.yaml');
    const first = await client.next<DidFitParams>(didFitMethod, (fit) => fit.uri === uri);
    assert.equal(first.result.preliminary, true);
    const texts: string[] = [];
    for (let i = 0; i < 10; i++) {
      const hover = await client.ask<Hover | null>('textDocument/hover', 'large.fit.yaml', { position: { line: 3, character: 3 } });
      texts.push(JSON.stringify(hover?.contents));
    }
    // Each was answered before the fit of all rows had ended.
    for (const text of texts) assert.match(text, /from 10,000 of 1,000,000 rows/);
    const last = await client.fit('large.fit.yaml', 1);
    const [rough, exact] = [first, last].map(({ result }) => result.mle?.parameters['beta[a]']);
    assert.notEqual(exact?.interval.profile ?? null, null);
    const distance = Math.abs((rough?.estimate ?? NaN) - (exact?.estimate ?? NaN)) / (exact?.se ?? NaN);
    assert.ok(distance > 0 && distance < 50, `the sample is ${String(distance)} standard errors off: about ten are expected`);
  });

  it('shows its progress where the editor does, and ends when a person says so', async () => {
    const patient = await Client.start({ window: { workDoneProgress: true } });
    try {
      await patient.open('shown.fit.yaml', large.replace('large.csv', client.path('large.csv')));
      const isKind = (kind: string) => (params: Progress) => params.value.kind === kind;
      const begun = await patient.next<Progress>('$/progress', isKind('begin'));
      assert.match(begun.value.title ?? '', /^Fitting shown\.fit\.yaml/);
      await patient.connection.sendNotification('window/workDoneProgress/cancel', { token: begun.token });
      await patient.next<Progress>('$/progress', isKind('end'));
      assert.ok(
        !patient.events.some(({ method, params }) => method === didFitMethod && (params as DidFitParams).result.preliminary !== true),
      );
      const version = await patient.edit('shown.fit.yaml', coin);
      near(estimateOf(await patient.fit('shown.fit.yaml', version), 'theta', 'map'), 0.55);
    } finally {
      await patient.stop();
    }
  });

  it('gives way to an edit', async () => {
    await client.open('given-up.fit.yaml', large);
    const uri = client.uri('given-up.fit.yaml');
    await client.next<DidFitParams>(didFitMethod, (fit) => fit.uri === uri);
    const since = client.events.length;
    const version = await client.edit('given-up.fit.yaml', coin);
    assert.equal((await client.next<DidFitParams>(didFitMethod, (fit) => fit.uri === uri, since)).version, version);
  });
});

describe('the end of the server', () => {
  /** Processes that another one has started, where the system reports them. */
  async function childrenOf(pid: number): Promise<number[]> {
    try {
      return (await readFile(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8')).trim().split(/\s+/).filter(Boolean).map(Number);
    } catch {
      return [];
    }
  }

  /** A process that has ended may wait for its parent to take note: it does not count. */
  async function isAlive(pid: number): Promise<boolean> {
    try {
      process.kill(pid, 0);
      return !/^State:\s+Z/m.test(await readFile(`/proc/${String(pid)}/status`, 'utf8').catch(() => ''));
    } catch {
      return false;
    }
  }

  async function alive(pids: readonly number[]): Promise<number[]> {
    const each = await Promise.all(pids.map(async (pid) => ((await isAlive(pid)) ? [pid] : [])));
    return each.flat();
  }

  async function gone(pids: readonly number[]): Promise<void> {
    while ((await alive(pids)).length > 0) await new Promise((resolve) => setImmediate(resolve));
  }

  async function busy(): Promise<{ client: Client; pids: number[] }> {
    const client = await Client.start();
    await writeFile(client.path('a.csv'), 'y\n1\n3\n');
    await client.open('a.fit.yaml', mean('a.csv'));
    await client.fit('a.fit.yaml', 1);
    const { pid } = client.process;
    assert.ok(pid !== undefined);
    return { client, pids: [pid, ...(await childrenOf(pid))] };
  }

  it('leaves no process behind after shutdown and exit', async () => {
    const { client, pids } = await busy();
    assert.equal(await client.stop(), 0);
    await gone(pids);
  });

  it('leaves no process behind when the editor vanishes', async () => {
    const { client, pids } = await busy();
    const ended = new Promise((resolve) => client.process.once('exit', resolve));
    client.connection.dispose();
    client.process.stdin?.destroy();
    await ended;
    await gone(pids);
    await rm(client.folder, { recursive: true });
  });
});
