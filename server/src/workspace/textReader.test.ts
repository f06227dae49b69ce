import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { LONGEST_TEXT, type ReadText, readText, SHORT_TEXT } from './text.js';
import { TextReader } from './textReader.js';

const coin = 'data: { y: [1, 0, 1, 1] }\nmodel: y ~ Bernoulli(p)\nparameters: { p: "Beta(2, 2)" }\n';
const long = `${coin}${'# a comment\n'.repeat(SHORT_TEXT / 12)}`;

describe('the reader of texts', () => {
  let folder = '';
  let thread = '';
  let reader: TextReader;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'livelihood-test-'));
    thread = join(folder, 'textWorker.cjs');
    const entry = join(import.meta.dirname, '../textWorker.ts');
    await build({ entryPoints: [entry], outfile: thread, bundle: true, platform: 'node', format: 'cjs', mainFields: ['module', 'main'] });
  });

  after(() => rm(folder, { recursive: true, force: true }));
  afterEach(() => reader.dispose());

  const read = (text: string, uri = 'a'): Promise<ReadText> => new Promise((resolve) => reader.read(uri, text, resolve));

  /** A thread that ends at its first texts, so many of them. */
  async function mortal(deaths: number): Promise<string> {
    const flag = join(folder, `died-${String(deaths)}-`);
    const file = join(folder, `mortal-${String(deaths)}.cjs`);
    await writeFile(
      file,
      `const fs = require('node:fs');
      const next = Array.from({ length: ${String(deaths)} }, (_, i) => ${JSON.stringify(flag)} + i).find((name) => !fs.existsSync(name));
      if (next) require('node:worker_threads').parentPort.on('message', () => { fs.writeFileSync(next, ''); process.exit(3); });
      else require(${JSON.stringify(thread)});`,
    );
    return file;
  }

  it('reads a short text at once', () => {
    reader = new TextReader(thread);
    let found: ReadText | undefined;
    reader.read('a', coin, (each) => (found = each));
    assert.deepEqual(found, readText(coin));
  });

  it('reads a longer one in a thread, with what reading it here would give', async () => {
    reader = new TextReader(thread);
    let isRead = false;
    const reading = read(long).then((found) => {
      isRead = true;
      return found;
    });
    assert.equal(isRead, false);
    assert.deepEqual(await reading, readText(long));
  });

  it('reads of many edits the first and the newest', async () => {
    reader = new TextReader(thread);
    const told: number[] = [];
    const last = new Promise<void>((resolve) => {
      for (let i = 0; i <= 20; i++)
        reader.read('a', `${long}# ${String(i)}\n`, () => {
          told.push(i);
          if (i === 20) resolve();
        });
    });
    await last;
    assert.deepEqual(told, [20]);
  });

  it('tells nothing of a text that a short one has followed, or whose file is closed', async () => {
    reader = new TextReader(thread);
    const told: string[] = [];
    reader.read('a', long, () => told.push('long'));
    reader.read('a', coin, () => told.push('short'));
    reader.read('b', long, () => told.push('closed'));
    reader.forget('b');
    await read(long, 'c');
    assert.deepEqual(told, ['short']);
  });

  it('refuses a text that is too long to be read at every edit, with its size and a way out', async () => {
    reader = new TextReader(thread);
    const [problem, ...others] = (await read(`# too long\n${'x'.repeat(LONGEST_TEXT)}`)).problems;
    assert.deepEqual(others, []);
    assert.equal(problem?.severity, 'error');
    assert.match(problem.message, /about 257,000 characters.*more than 256,000 characters.*`data: measurements\.csv`/);
    assert.deepEqual(problem.span, { from: 0, to: 10 });
  });

  it('gives a text to a new thread when one dies over it, and says so when the next one dies too', async () => {
    reader = new TextReader(await mortal(1));
    assert.deepEqual(await read(long), readText(long));
    reader.dispose();
    reader = new TextReader(await mortal(2));
    assert.match((await read(long)).problems[0]?.message ?? '', /could not be read \(exit status 3\)\. Undo the last edit/);
    assert.deepEqual(await read(long), readText(long));
  });
});
