import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { DataReader } from './dataReader.js';
import type { ReadResult } from './wire/messages.js';
import { TestFolder, cells, refused } from './testing.js';

describe('the data reader', () => {
  const files = new TestFolder();
  const { reader } = files;
  let folder = '';
  const read = (name: string, content?: string | Uint8Array): Promise<ReadResult> => files.read(name, content);

  before(async () => {
    await files.open();
    folder = files.folder;
  });

  after(() => files.close());

  const simple = { a: ['1', '2'], b: ['x', 'y'] };
  const forms: readonly (readonly [string, string, string | Uint8Array])[] = [
    ['commas', 'a.csv', 'a,b\n1,x\n2,y\n'],
    ['no last line end', 'b.csv', 'a,b\n1,x\n2,y'],
    ['CRLF', 'c.csv', 'a,b\r\n1,x\r\n2,y\r\n'],
    ['a byte order mark', 'd.csv', '\ufeffa,b\n1,x\n2,y\n'],
    ['semicolons', 'e.csv', 'a;b\n1;x\n2;y\n'],
    ['tabs', 'f.tsv', 'a\tb\n1\tx\n2\ty\n'],
    ['gzip', 'g.csv.gz', gzipSync('a,b\n1,x\n2,y\n')],
    ['UTF-16', 'h.csv', Buffer.from('\ufeffa,b\n1,x\n2,y\n', 'utf16le')],
    ['blank lines', 'i.csv', 'a,b\n\n1,x\n\n2,y\n\n'],
    ['quotes', 'j.csv', '"a","b"\n"1","x"\n"2","y"\n'],
    ['blanks in the header', 'k.csv', ' a , b\n1,x\n2,y\n'],
    ['a name that is a pattern', 'l[1]*?.csv', 'a,b\n1,x\n2,y\n'],
    ['a name with a quote', "it's.csv", 'a,b\n1,x\n2,y\n'],
  ];
  for (const [form, name, content] of forms) {
    it(`reads a table with ${form}`, async () => assert.deepEqual(cells(await read(name, content)), simple));
  }

  it('reads Latin-1, also where it shows late', async () => {
    assert.deepEqual(cells(await read('latin.csv', Buffer.from('stadt\nKöln\n', 'latin1'))), { stadt: ['Köln'] });
    const late = `a,stadt\n${'1,x\n'.repeat(100_000)}2,Köln\n`;
    assert.equal(cells(await read('late.csv', Buffer.from(late, 'latin1')))['stadt']?.at(-1), 'Köln');
  });

  it('reads line ends and quotes inside quoted fields, and knows the line of each row', async () => {
    const result = await read('multi.csv', 'a,b\n"x\ny",1\n\n"say ""hi""",2\n');
    assert.deepEqual(cells(result), { a: ['x\ny', 'say "hi"'], b: ['1', '2'] });
    assert.deepEqual(result.ok && result.table.lines, Int32Array.of(2, 5));
  });

  it('takes empty fields for missing', async () => {
    const empty = { a: [null, null, '1'], b: [null, null, 'x'] };
    assert.deepEqual(cells(await read('missing.csv', 'a,b\n,\n"",""\n1,x\n')), empty);
  });

  it('reads unsaved text like a file', async () => {
    const path = join(folder, 'unsaved.csv');
    await writeFile(path, 'a,b\n9,z\n');
    assert.deepEqual(cells(await reader.read({ path, content: 'a,b\n1,x\n2,y\n' })), simple);
    refused(await reader.read({ path, content: 'a,b\n1\n' }), 'data-malformed', /`unsaved\.csv`/, { line: 2 });
  });

  it('reads large files, and texts that come late in them', async () => {
    const rows = Array.from({ length: 100_000 }, (_, row) => `${String(row)},${String(row / 8)},k${String(row % 3)}`);
    const values = cells(await read('large.csv', `n,x,k\n${rows.join('\n')}\n`));
    assert.equal(values['x']?.[99_999], '12499.875');
    assert.equal(values['k']?.[99_999], 'k0');
    rows[90_000] = 'oops,1,k1';
    assert.equal(cells(await read('oops.csv', `n,x,k\n${rows.join('\n')}\n`))['n']?.[90_000], 'oops');
  });

  it('refuses what is no table, clearly', async () => {
    await mkdir(join(folder, 'inner'));
    await writeFile(join(folder, 'inner', 'houses.csv'), 'a\n1\n');
    refused(await read('inner'), 'data-unreadable', /`inner` is a folder\. .*`inner\/houses\.csv`\.$/);
    await writeFile(join(folder, 'inner', 'more.csv'), 'a\n1\n');
    refused(await read('inner'), 'data-unreadable', /all of them by `inner\/\*\.csv`/);
    await writeFile(join(folder, 'trips.csv'), 'a\n1\n');
    refused(await read('tripz.csv'), 'data-missing', /no file `tripz\.csv`\. Did you mean `trips\.csv`\?/);
    refused(await read('nowhere/x.csv'), 'data-missing', /no folder `nowhere`/);
    refused(await read('empty.csv', ''), 'data-malformed', /is empty/);
    refused(await read('header.csv', 'a,b\n'), 'data-malformed', /no rows/, { line: 1 });
    refused(
      await read(
        'binary.csv',
        Uint8Array.from({ length: 999 }, (_, index) => (index * 37) % 256),
      ),
      'data-unreadable',
      /binary file/,
    );
    refused(await read('sheet.csv', Buffer.from('PK\x03\x04rest')), 'data-unreadable', /spreadsheet/);
    refused(await read('broken.csv.gz', Buffer.from([0x1f, 0x8b, 1, 2, 3])), 'data-unreadable', /gzip/);
    const whole = gzipSync(`a\n${Array.from({ length: 5000 }, (_, i) => String(i * i)).join('\n')}\n`);
    refused(await read('cut.csv.gz', whole.subarray(0, whole.length - 1000)), 'data-unreadable', /not a sound gzip file/);
    await symlink(join(folder, 'loop.csv'), join(folder, 'loop.csv'));
    refused(await read('loop.csv'), 'data-unreadable', /leads to itself/);
    refused(await reader.read({ path: '/dev/null' }), 'data-unreadable', /not a plain file/);
  });

  it('points at what is malformed', async () => {
    refused(await read('short.csv', 'a,b\n1,2\n3\n'), 'data-malformed', /Line 3 .* has 1 field, but line 1 names 2 columns/, { line: 3 });
    refused(await read('long.csv', 'a,b\n1,2,3\n'), 'data-malformed', /Line 2 .* has 3 fields/, { line: 2 });
    refused(await read('quote.csv', 'a,b\n1,2\n"x,3\n4,5\n'), 'data-malformed', /double quote that is not closed/, { line: 3 });
    refused(await read('nohead.csv', '1,2\n3,4\n'), 'data-malformed', /no column names/, { line: 1 });
  });

  it('answers an aborted read at once, and goes on', async () => {
    const stop = new AbortController();
    const reading = reader.read({ path: join(folder, 'large.csv') }, stop.signal);
    stop.abort();
    refused(await reading, 'cancelled', /cancelled/);
    refused(await reader.read({ path: 'x' }, stop.signal), 'cancelled', /cancelled/);
    assert.deepEqual(cells(await read('a.csv')), simple);
  });

  it('answers small files by one process', async () => {
    await read('a.csv');
    const first = Reflect.get(reader, 'child') as unknown;
    for (let turn = 0; turn < 10; turn++) await read('a.csv');
    assert.equal(Reflect.get(reader, 'child'), first);
  });
});

describe('a data reader that fails', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'livelihood-test-'));
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('says so and starts again', async () => {
    const entryThatCrashes = join(folder, 'crash.mjs');
    await writeFile(entryThatCrashes, "process.on('message', () => process.kill(process.pid, 'SIGKILL'));");
    const crashing = new DataReader(entryThatCrashes);
    for (let turn = 0; turn < 2; turn++) {
      const result = await crashing.read({ path: 'a.csv' });
      assert.ok(!result.ok && result.message.includes('stopped unexpectedly'));
    }
    crashing.dispose();
  });

  it('asks a new process for what one was reading as it was killed, and says nothing of it', async () => {
    const marks = join(folder, 'killed');
    const data = join(folder, 'kept.csv');
    await writeFile(data, 'a,b\n1,x\n2,y\n');
    const real = JSON.stringify(pathToFileURL(join(import.meta.dirname, 'reader.ts')).href);
    // The real reader; its first process is killed as it gets its first file.
    const script = `
      import { existsSync, writeFileSync } from 'node:fs';
      if (!existsSync(${JSON.stringify(marks)})) process.on('message', () => {
        writeFileSync(${JSON.stringify(marks)}, '');
        process.kill(process.pid, 'SIGKILL');
      });
      await import(${real});`;
    await writeFile(join(folder, 'killed.mjs'), script);
    const killed = new DataReader(join(folder, 'killed.mjs'), ['--import', 'tsx']);
    const results = await Promise.all([killed.read({ path: data }), killed.read({ path: data })]);
    killed.dispose();
    assert.ok(existsSync(marks));
    for (const result of results) assert.deepEqual(cells(result), { a: ['1', '2'], b: ['x', 'y'] });
  });

  it('ends a process that does not let go of a cancelled read, and asks a new one for what waits', async () => {
    const entryThatHangs = join(folder, 'hang.mjs');
    // The first process never answers; the second one answers at once.
    const script = `
      import { existsSync, writeFileSync } from 'node:fs';
      const mark = ${JSON.stringify(join(folder, 'hung'))};
      const hangs = !existsSync(mark);
      writeFileSync(mark, '');
      process.on('message', ({ type, id }) => {
        if (!hangs && type === 'read') process.send({ type: 'result', id, result: { ok: true, table: { rows: 7, columns: [] } } });
      });`;
    await writeFile(entryThatHangs, script);
    const hanging = new DataReader(entryThatHangs);
    const stop = new AbortController();
    const [first, second] = [hanging.read({ path: 'a.csv' }, stop.signal), hanging.read({ path: 'b.csv' })];
    stop.abort();
    refused(await first, 'cancelled', /cancelled/);
    const result = await second;
    assert.equal(result.ok && result.table.rows, 7);
    hanging.dispose();
  });

  it('resolves what waits when it is disposed of', async () => {
    const entryThatSleeps = join(folder, 'sleep.mjs');
    await writeFile(entryThatSleeps, "process.on('message', () => undefined);");
    const sleeping = new DataReader(entryThatSleeps);
    const reading = sleeping.read({ path: 'a.csv' });
    sleeping.dispose();
    const results = [await reading, await sleeping.read({ path: 'a.csv' })];
    assert.ok(results.every((result) => !result.ok && result.code === 'cancelled'));
  });
});
