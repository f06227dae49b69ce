import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import {
  type ColumnPlaceResult,
  columnPlaceMethod,
  type ColumnsResult,
  columnsMethod,
  didChangeStatusMethod,
  type DidChangeStatusParams,
  didFitMethod,
  type DidFitParams,
  refitMethod,
  type RunMode,
  viewMethod,
} from '../../server/src/protocol/messages.js';
import { Client, estimateOf } from './client.js';

const mean = (source: string): string => `data: ${source}\nmodel: y ~ Normal(m, 1)\nparameters:\n  m:\n`;

describe('when a file is fitted', () => {
  let client: Client;

  afterEach(() => client.stop());

  const start = async (run: RunMode): Promise<void> => {
    client = await Client.start({}, { run });
  };
  const state = (name: string, wanted: DidChangeStatusParams['state'], since = 0): Promise<DidChangeStatusParams> =>
    client.next<DidChangeStatusParams>(
      didChangeStatusMethod,
      (status) => status.uri === client.uri(name) && status.state === wanted,
      since,
    );
  const fitsSince = (since: number): number =>
    client.events.slice(since).filter(({ method, params }) => method === didFitMethod && (params as DidFitParams).result.mle !== null)
      .length;
  const saved = (name: string): Promise<void> =>
    client.connection.sendNotification('textDocument/didSave', { textDocument: { uri: client.uri(name) } });
  const refit = (name: string): Promise<unknown> => client.connection.sendRequest(refitMethod, { uri: client.uri(name) });

  it('is left to saves: an edit makes the answer stale, and a save fits', async () => {
    await start('onSave');
    await client.open('a.fit.yaml', mean('{ y: [1, 3] }'));
    assert.equal(estimateOf(await client.fit('a.fit.yaml', 1), 'm'), 2);
    const since = client.events.length;
    await client.edit('a.fit.yaml', mean('{ y: [1, 5] }'));
    await state('a.fit.yaml', 'waiting', since);
    assert.equal(fitsSince(since), 0);
    await saved('a.fit.yaml');
    assert.equal(estimateOf(await client.fit('a.fit.yaml', 2, since), 'm'), 3);
  });

  it('is left to saves of the data too, and an edit of them that is not saved waits', async () => {
    await start('onSave');
    await client.save('d.csv', 'y\n1\n3\n', 1);
    await client.open('a.fit.yaml', mean('d.csv'));
    await client.fit('a.fit.yaml', 1);
    let since = client.events.length;
    await client.open('d.csv', 'y\n1\n5\n');
    await state('a.fit.yaml', 'waiting', since);
    assert.equal(fitsSince(since), 0);
    since = client.events.length;
    await client.save('d.csv', 'y\n1\n5\n');
    assert.equal(estimateOf(await client.fit('a.fit.yaml', 1, since), 'm'), 3);
  });

  it('is left to the user: neither opening nor saving fits, and problems of the text come at once', async () => {
    await start('manual');
    await client.open('a.fit.yaml', mean('{ y: [1, 3] }'));
    await state('a.fit.yaml', 'waiting');
    await client.edit('a.fit.yaml', `${mean('{ y: [1, 3] }')}nokey: 1\n`);
    await client.diagnostics('a.fit.yaml', (all) => all.some(({ message }) => JSON.stringify(message).includes('nokey')));
    await client.edit('a.fit.yaml', mean('{ y: [1, 7] }'));
    const since = client.events.length;
    await saved('a.fit.yaml');
    await client.diagnostics('a.fit.yaml', (all, version) => all.length === 0 && version === 3);
    assert.equal(fitsSince(0), 0);
    await refit('a.fit.yaml');
    assert.equal(estimateOf(await client.fit('a.fit.yaml', 3, since), 'm'), 4);
  });

  it('is at once where nothing else is said, and what is asked for by a value that does not exist is nothing', async () => {
    await start('never' as RunMode);
    await client.open('a.fit.yaml', mean('{ y: [1, 3] }'));
    await client.fit('a.fit.yaml', 1);
    await client.edit('a.fit.yaml', mean('{ y: [1, 5] }'));
    assert.equal(estimateOf(await client.fit('a.fit.yaml', 2), 'm'), 3);
  });

  it('is when the user asks, also where no editor holds it: then it is read from disk, and forgotten', async () => {
    await start('manual');
    const names = ['a', 'b', 'c', 'd'].map((name) => `${name}.fit.yaml`);
    for (const [i, name] of names.entries()) await client.save(name, mean(`{ y: [${String(i)}, ${String(i)}] }`), 1);
    await Promise.all(names.map(refit));
    for (const [i, name] of names.entries()) {
      assert.equal(estimateOf(await client.fit(name, 0), 'm'), i);
      assert.equal(await client.connection.sendRequest(viewMethod, { uri: client.uri(name) }), null);
    }
    const finals = client.events.filter(
      ({ method, params }) => method === didFitMethod && (params as DidFitParams).result.preliminary !== true,
    );
    assert.equal(finals.length, names.length);
    await rm(client.path('a.fit.yaml'));
    await refit('a.fit.yaml');
  });

  it('is at once in a file that has never been saved, which says so where it names a data file', async () => {
    await start('onType');
    const uri = 'untitled:Untitled-1';
    const open = { uri, languageId: 'estimation', version: 1, text: mean('{ y: [1, 3] }') };
    await client.connection.sendNotification('textDocument/didOpen', { textDocument: open });
    const fit = await client.next<DidFitParams>(didFitMethod, (each) => each.uri === uri && each.result.preliminary !== true);
    assert.equal(estimateOf(fit, 'm'), 2);
    const contentChanges = [{ text: mean('package.json') }];
    await client.connection.sendNotification('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges });
    const { result } = await client.next<DidFitParams>(didFitMethod, (each) => each.uri === uri && each.version === 2);
    assert.match(result.diagnostics[0]?.message ?? '', /has not been saved yet/);
  });

  it('is an editor’s text where the file is opened while it is read from disk', async () => {
    await start('onType');
    await client.save('a.fit.yaml', mean('{ y: [1, 3] }'), 1);
    const answered = refit('a.fit.yaml');
    await client.open('a.fit.yaml', mean('{ y: [4, 6] }'));
    await answered;
    assert.equal(estimateOf(await client.fit('a.fit.yaml', 1), 'm'), 5);
    await client.edit('a.fit.yaml', mean('{ y: [6, 8] }'));
    assert.equal(estimateOf(await client.fit('a.fit.yaml', 2), 'm'), 7);
  });
});

describe('the columns of a file', () => {
  let client: Client;

  before(async () => {
    client = await Client.start();
  });

  after(() => client.stop());

  const columns = (name: string): Promise<ColumnsResult> => client.connection.sendRequest(columnsMethod, { uri: client.uri(name) });
  const place = (name: string, column: string): Promise<ColumnPlaceResult> =>
    client.connection.sendRequest(columnPlaceMethod, { uri: client.uri(name), column });

  it('come with type, content and missing values, and lead to the header of their file', async () => {
    await client.save('d.csv', 'x,g,y\n1,a,2\n2,b,\n3,a,4\n', 1);
    await client.open('a.fit.yaml', mean('d.csv'));
    await client.fit('a.fit.yaml', 1);
    const found = (await columns('a.fit.yaml')) ?? [];
    assert.deepEqual(
      found.map(({ name, kind, content, missing, rows }) => [name, kind, content, missing, rows]),
      [
        ['x', 'numeric', 'from 1 to 3, mean 2', 0, 3],
        ['g', 'categorical', '2 levels', 0, 3],
        ['y', 'numeric', 'from 2 to 4, mean 3', 1, 3],
      ],
    );
    assert.deepEqual(found[1]?.levels, [
      { level: 'a', count: 2 },
      { level: 'b', count: 1 },
    ]);
    const header = await place('a.fit.yaml', 'g');
    assert.deepEqual(header, { uri: client.uri('d.csv'), start: { line: 0, character: 2 }, end: { line: 0, character: 3 } });
  });

  it('lead to their key where the data stand in the file, and nowhere where nothing is known', async () => {
    await client.open('b.fit.yaml', mean('{ y: [1, 3] }'));
    await client.fit('b.fit.yaml', 1);
    const key = await place('b.fit.yaml', 'y');
    assert.deepEqual(key, { uri: client.uri('b.fit.yaml'), start: { line: 0, character: 8 }, end: { line: 0, character: 9 } });
    assert.equal(await place('b.fit.yaml', 'nothing'), null);
    assert.equal(await columns('closed.fit.yaml'), null);
  });
});
