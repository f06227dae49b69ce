import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import type { PublishDiagnosticsParams } from 'vscode-languageserver/node';
import { shownMethod, viewMethod } from '../../server/src/protocol/messages.js';
import type { PanelView } from '../../server/src/protocol/view.js';
import { Client } from './client.js';

const mean = (source: string, prior = ''): string => `data: ${source}\nmodel: y ~ Normal(m, 1)\nparameters:\n  m: ${prior}\n`;
const estimate = ({ report }: PanelView, target: 'mle' | 'map' = 'mle'): number => report[target]?.parameters['m']?.estimate ?? NaN;
const isNear = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;
const isCurrent = (view: PanelView): boolean => !view.stale && !view.underWay;

describe('the file that a panel shows', () => {
  let client: Client;

  beforeEach(async () => {
    client = await Client.start();
  });

  afterEach(() => client.stop());

  const shown = (name: string | null): Promise<void> =>
    client.connection.sendNotification(shownMethod, { uris: name === null ? [] : [client.uri(name)] });

  it('is kept up to date with its data and its text on disk after its editor is closed', async () => {
    await client.save('d.csv', 'y\n1\n3\n', 1);
    await client.save('a.fit.yaml', mean('d.csv'), 1);
    await client.open('a.fit.yaml', mean('d.csv'));
    await shown('a.fit.yaml');
    await client.view('a.fit.yaml', (view) => isCurrent(view) && isNear(estimate(view), 2));
    await client.close('a.fit.yaml');
    let since = client.events.length;
    await client.save('d.csv', 'y\n1\n5\n');
    await client.view('a.fit.yaml', (view) => isCurrent(view) && isNear(estimate(view), 3), since);
    await client.save('a.fit.yaml', mean('d.csv', 'Normal(0, 1)'));
    await client.view('a.fit.yaml', (view) => isCurrent(view) && isNear(estimate(view, 'map'), 2), since);
    since = client.events.length;
    await rm(client.path('a.fit.yaml'));
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: client.uri('a.fit.yaml'), type: 3 }] });
    await client.view('a.fit.yaml', (view) => view.isGone === true && view.stale, since);
  });

  it('is read from disk where no editor has ever held it, and what an editor had not saved is forgotten', async () => {
    await client.save('b.fit.yaml', mean('{ y: [1, 3] }'), 1);
    await shown('b.fit.yaml');
    await client.view('b.fit.yaml', (view) => isCurrent(view) && isNear(estimate(view), 2));
    await client.open('b.fit.yaml', mean('{ y: [4, 6] }'));
    await client.view('b.fit.yaml', (view) => isCurrent(view) && isNear(estimate(view), 5));
    const since = client.events.length;
    await client.close('b.fit.yaml');
    await client.view('b.fit.yaml', (view) => isCurrent(view) && isNear(estimate(view), 2), since);
  });

  it('is let go when the panel shows another one, and nothing is found in a text that no editor holds', async () => {
    const broken = `${mean('{ y: [1, 3] }')}nokey: 1\n`;
    await client.save('c.fit.yaml', broken, 1);
    await client.open('c.fit.yaml', broken);
    await shown('c.fit.yaml');
    await client.diagnostics('c.fit.yaml', (all) => all.length > 0);
    await client.close('c.fit.yaml');
    await client.diagnostics('c.fit.yaml', (all, version) => all.length === 0 && version === undefined);
    const since = client.events.length;
    await client.save('c.fit.yaml', mean('{ y: [2, 4] }'));
    await client.view('c.fit.yaml', (view) => isCurrent(view) && isNear(estimate(view), 3), since);
    await client.save('c.fit.yaml', broken);
    await client.view('c.fit.yaml', (view) => view.stale && view.report.status === 'error', since);
    await shown(null);
    assert.equal(await client.connection.sendRequest(viewMethod, { uri: client.uri('c.fit.yaml') }), null);
    const later = client.events.slice(since).filter(({ method }) => method === 'textDocument/publishDiagnostics');
    assert.deepEqual(
      later.map(({ params }) => (params as PublishDiagnosticsParams).uri),
      [],
    );
  });
});
