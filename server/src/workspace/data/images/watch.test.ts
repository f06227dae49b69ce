import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { encode } from 'fast-png';
import type { TableData } from '../../../engine/model/dataSpec.js';
import type { DataReader } from '../dataReader.js';
import { failure, type ReadRequest, type ReadResult } from '../wire/messages.js';
import { readsFile, Tables } from '../tables.js';

const data: TableData = { kind: 'images', source: { value: 'pets/', from: 0, to: 5 }, types: [], form: {}, from: 0, to: 5 };

/** Counts what it is asked for. */
class Counter {
  readonly requests: ReadRequest[] = [];

  read(request: ReadRequest): Promise<ReadResult> {
    this.requests.push(request);
    const column = { kind: 'texts' as const, name: 'label', codes: Int32Array.of(0), texts: ['cat'] };
    return Promise.resolve('images' in request ? { ok: true, table: { rows: 1, columns: [column] } } : failure('data-missing', 'none'));
  }
}

describe('changes in a folder of images', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'livelihood-test-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function write(name: string, shade: number, width = 1): Promise<void> {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, encode({ width, height: 1, channels: 1, data: new Uint8Array(width).fill(shade) }));
  }

  it('concern the file that names it, and no other folder', () => {
    const path = join(folder, 'a.fit.yaml');
    const concerns = (name: string): boolean => readsFile(path, data, undefined, join(folder, name));
    assert.deepEqual(['pets/cat/1.png', 'pets/new/2.jpg', 'pets2/cat/1.png', 'a.csv'].map(concerns), [true, true, false, false]);
  });

  it('are read, and nothing is read again without one', async () => {
    const counter = new Counter();
    const tables = new Tables(counter as unknown as DataReader, { get: () => undefined });
    const read = async (given = data): Promise<unknown> =>
      await tables.read(join(folder, 'a.fit.yaml'), given, { names: [], patterns: [] }, new AbortController().signal);
    await write('pets/cat/1.png', 1);
    await read();
    await read();
    assert.equal(counter.requests.length, 1);
    await write('pets/dog/1.png', 2);
    await read();
    assert.equal(counter.requests.length, 2);
    await write('pets/dog/1.png', 2, 300);
    await read();
    assert.equal(counter.requests.length, 3);
    await read({ ...data, kind: 'images', form: { size: [2, 2] } });
    assert.equal(counter.requests.length, 4);
  });
});
