import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { didFitMethod, type DidFitParams, didGrantTrustMethod } from '../../server/src/protocol/messages.js';
import { Client, estimateOf } from './client.js';

const mean = (source: string): string => `data: ${source}\nmodel: y ~ Normal(m, 1)\nparameters:\n  m:\n`;

describe('a workspace without trust', () => {
  let client: Client;
  let elsewhere = '';

  before(async () => {
    client = await Client.start({}, { trusted: false });
    elsewhere = await mkdtemp(join(tmpdir(), 'livelihood-test-'));
    await writeFile(join(elsewhere, 'secret.csv'), 'y\n1\n3\n');
    await writeFile(client.path('own.csv'), 'y\n2\n4\n');
  });

  after(async () => {
    await client.stop();
    await rm(elsewhere, { recursive: true, force: true });
  });

  it('reads its own files, and others once a person trusts it', async () => {
    await client.open('own.fit.yaml', mean('own.csv'));
    assert.equal(estimateOf(await client.fit('own.fit.yaml', 1), 'm'), 3);
    const source = join(elsewhere, 'secret.csv');
    await client.open('other.fit.yaml', mean(source));
    const [problem] = await client.diagnostics('other.fit.yaml', (found) => found.length > 0);
    assert.match(JSON.stringify(problem?.message), /`secret.csv` lies outside the folder of this workspace.*not trusted/);
    assert.deepEqual(problem?.range, { start: { line: 0, character: 6 }, end: { line: 0, character: 6 + source.length } });
    assert.deepEqual(await client.ask('textDocument/documentLink', 'other.fit.yaml'), []);
    const atPath = { position: { line: 0, character: 8 } };
    assert.equal(await client.ask('textDocument/definition', 'other.fit.yaml', atPath), null);
    await client.connection.sendNotification(didGrantTrustMethod);
    const uri = client.uri('other.fit.yaml');
    const fit = await client.next<DidFitParams>(didFitMethod, (each) => each.uri === uri && each.result.status === 'ok');
    assert.equal(estimateOf(fit, 'm'), 2);
    assert.notEqual(await client.ask('textDocument/definition', 'other.fit.yaml', atPath), null);
  });
});
