import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { readSpec } from '../language/spec/read.js';
import type { DataReader } from './data/dataReader.js';
import type { FileRequest, ReadRequest, ReadResult } from './data/wire/messages.js';
import { stampOf } from './data/files/patterns.js';
import { readsFile } from './data/tables.js';
import { type Loaded, Loader } from './loader.js';

function titleOf(given: Exclude<ReadRequest, FileRequest>): string {
  if ('query' in given) return given.query;
  return ('files' in given ? given.files : given.images).map(({ path }) => basename(path)).join(' ');
}

/** A reader that counts, and reads tables of numbers and texts separated by commas. */
class CountingReader {
  readonly requests: FileRequest[] = [];
  answer: ReadResult | undefined;

  read(given: ReadRequest): Promise<ReadResult> {
    const request: FileRequest = 'path' in given ? given : { path: titleOf(given) };
    this.requests.push(request);
    const [head = '', ...rows] = (request.content ?? 'y,x,z\n1,2,a\n3,4,b').split('\n');
    const columns = head.split(',').map((name, i) => {
      const texts = rows.map((row) => row.split(',')[i] ?? '');
      return { kind: 'texts' as const, name, codes: Int32Array.from(texts.keys()), texts };
    });
    return Promise.resolve(this.answer ?? { ok: true, table: { rows: rows.length, columns } });
  }
}

describe('the loader', () => {
  let folder = '';
  let file = '';
  let reader: CountingReader;
  let buffers: Map<string, { text: string; version: number }>;
  let loader: Loader;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'livelihood-test-'));
    file = join(folder, 'd.csv');
    await writeFile(file, 'y,x,z\n1,2,a\n3,4,b');
    reader = new CountingReader();
    buffers = new Map();
    loader = new Loader(reader as unknown as DataReader, buffers);
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const text = (data = 'd.csv', prior = 'Normal(0, 1)', outcome = 'y'): string =>
    `data: ${data}\nmodel: ${outcome} ~ Normal(m, s)\nparameters:\n  m: ${prior}\n  s:\n`;

  const load = (source: string): Promise<Loaded> =>
    loader.load(join(folder, 'm.fit.yaml'), readSpec(source).spec, new AbortController().signal);

  const values = ({ data }: Loaded, name: string): number[] => [...(data?.columns.find((column) => column.name === name)?.values ?? [])];

  it('reads a file once, whatever is edited in priors, and gives the same data', async () => {
    const first = await load(text());
    const second = await load(text('d.csv  # a comment', 'Normal(0, 2)'));
    assert.equal(reader.requests.length, 1);
    assert.equal(first.key, second.key);
    assert.equal(first.data, second.data);
    assert.deepEqual(values(first, 'y'), [1, 3]);
  });

  it('types the columns anew where `types` changes, without reading again', async () => {
    const first = await load(text('{ source: d.csv }'));
    const second = await load(text('{ source: d.csv, types: { x: category } }'));
    assert.equal(reader.requests.length, 1);
    assert.notEqual(first.key, second.key);
    assert.deepEqual(second.data?.columns[1]?.levels, ['2', '4']);
  });

  it('reads again when the file has changed', async () => {
    const first = await load(text());
    await utimes(file, new Date(), new Date(Date.now() + 5000));
    const second = await load(text());
    assert.equal(reader.requests.length, 2);
    assert.notEqual(first.key, second.key);
  });

  it('prefers the text in an editor to the file, and goes back to the file', async () => {
    await load(text());
    buffers.set(file, { text: 'y,x\n7,8', version: 1 });
    assert.deepEqual(values(await load(text()), 'y'), [7]);
    assert.equal(reader.requests.at(-1)?.content, 'y,x\n7,8');
    await load(text());
    assert.equal(reader.requests.length, 2);
    buffers.delete(file);
    assert.deepEqual(values(await load(text()), 'y'), [1, 3]);
  });

  it('reads the text in an editor of a file that is not there', async () => {
    buffers.set(join(folder, 'new.csv'), { text: 'y\n5', version: 1 });
    assert.deepEqual(values(await load(text('new.csv')), 'y'), [5]);
  });

  it('tells of a failure at the name of the file, with the line of the file where it is known', async () => {
    reader.answer = { ok: false, code: 'data-malformed', message: 'Line 3 of `d.csv` has 2 fields.', line: 3 };
    const source = text();
    const { data, problems, path, key } = await load(source);
    assert.equal(data, undefined);
    assert.equal(path, file);
    const [problem] = problems;
    assert.ok(problem);
    assert.deepEqual([problem.severity, problem.code, problem.cell?.line], ['error', 'data-malformed', 3]);
    assert.equal(source.slice(problem.span.from, problem.span.to), 'd.csv');
    assert.equal((await load(source)).key, key, 'the same failure again is no news');
  });

  it('minds bad cells only of columns that the model reads', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => `${String(i)},${i === 7 ? 'oops' : String(i)}`);
    buffers.set(file, { text: `y,x\n${rows.join('\n')}`, version: 1 });
    const first = await load(text());
    assert.deepEqual(first.problems, []);
    assert.ok(first.data);
    const second = await load(text('d.csv', '', 'x'));
    assert.equal(second.data, undefined);
    assert.match(second.problems[0]?.message ?? '', /column `x`, row 8 \(line 9\): `oops`/);
  });

  it('gives inline columns a key of their content', async () => {
    const inline = (y: string, prior: string): string => text(`{ y: ${y} }`, prior);
    const keys = await Promise.all([inline('[1, 2]', 'Normal(0, 1)'), inline('[1,   2]', 'Normal(0, 5)'), inline('[1, 3]', '')].map(load));
    assert.equal(keys[0]?.key, keys[1]?.key);
    assert.notEqual(keys[0]?.key, keys[2]?.key);
    assert.equal(reader.requests.length, 0);
  });

  it('keeps the problems of known data at their place when lines are put in above', async () => {
    const source = text('{ source: d.csv, types: { zz: category } }');
    await load(source);
    const moved = `# a comment\n${source}`;
    const [problem] = (await load(moved)).problems;
    assert.equal(moved.slice(problem?.span.from, problem?.span.to), 'zz');
  });

  describe('with a pattern', () => {
    const pattern = text('"days/*.csv"');
    const asked = (): string[] => reader.requests.map(({ path }) => path);

    beforeEach(async () => {
      await mkdir(join(folder, 'days'));
      for (const name of ['b.csv', 'a.csv']) await writeFile(join(folder, 'days', name), 'y,x\n1,2');
    });

    it('reads the files in order, and again when one is added, changed or gone', async () => {
      const first = await load(pattern);
      assert.equal((await load(pattern)).data, first.data);
      assert.deepEqual(asked(), ['a.csv b.csv']);
      await writeFile(join(folder, 'days', 'c.csv'), 'y,x\n1,2');
      assert.notEqual((await load(pattern)).key, first.key);
      await utimes(join(folder, 'days', 'c.csv'), new Date(), new Date(Date.now() + 5000));
      await load(pattern);
      await rm(join(folder, 'days', 'a.csv'));
      await load(pattern);
      assert.deepEqual(asked(), ['a.csv b.csv', 'a.csv b.csv c.csv', 'a.csv b.csv c.csv', 'b.csv c.csv']);
    });

    it('reads again when a file is edited and not saved', async () => {
      const first = await load(pattern);
      buffers.set(join(folder, 'days', 'a.csv'), { text: 'y,x\n7,8', version: 1 });
      assert.notEqual((await load(pattern)).key, first.key);
    });

    it('says where it looked when there is no file', async () => {
      const source = text('"days/*.parquet"');
      const [problem] = (await load(source)).problems;
      assert.equal(problem?.code, 'data-missing');
      assert.match(problem.message, /No file matches `\*\.parquet` in the folder `days`, which holds `a\.csv`, `b\.csv`/);
      assert.equal(source.slice(problem.span.from, problem.span.to), '"days/*.parquet"');
    });
  });

  describe('with a query', () => {
    const sql = "select fair from 'd.csv'";
    const query = (given = sql): string => text(`{ query: "${given}" }`);
    const table = { rows: 1, columns: [{ kind: 'numbers' as const, name: 'y', values: Float64Array.of(5) }], lines: 'none' as const };

    const inputs = async (): Promise<{ sources: string[]; stamp: string }> => ({ sources: [file], stamp: await stampOf([file]) });

    it('asks once, and again when the query or a file that it reads has changed', async () => {
      reader.answer = { ok: true, table, inputs: await inputs() };
      const first = await load(query());
      assert.deepEqual(values(first, 'y'), [5]);
      assert.equal((await load(text(`{ query: "${sql}" }`, 'Normal(0, 2)'))).data, first.data);
      assert.equal(reader.requests.length, 1);
      await utimes(file, new Date(), new Date(Date.now() + 5000));
      reader.answer = { ok: true, table, inputs: await inputs() };
      assert.notEqual((await load(query())).key, first.key);
      await load(query(`${sql} limit 1`));
      assert.equal(reader.requests.length, 3);
    });

    it('points at the word that is wrong, in quotes or in a block', async () => {
      const failAt = (offset: number): ReadResult => ({ ok: false, code: 'data-malformed', message: 'no column', offset });
      // What is asked in a block has the block's indentation.
      for (const [data, indent] of [
        [`{ query: "${sql}" }`, 0],
        [`\n  query: ${sql}`, 0],
        [`\n  query: |\n    ${sql}`, 4],
      ] as const) {
        const source = text(data);
        reader.answer = failAt(indent + sql.indexOf('fair'));
        const [problem] = (await load(source)).problems;
        assert.equal(source.slice(problem?.span.from, problem?.span.to), 'fair');
      }
      reader.answer = failAt(sql.indexOf('fair'));
      const escaped = text(`{ query: "\\x20${sql}" }`);
      const [problem] = (await load(escaped)).problems;
      assert.match(escaped.slice(problem?.span.from, problem?.span.to), /^"\\x20select/, 'the whole query where places cannot be told');
    });

    it('knows which files concern it, and before it was read any may', () => {
      const { spec } = readSpec(query());
      const data = spec.data?.kind === 'query' ? spec.data : assert.fail();
      const estimation = join(folder, 'm.fit.yaml');
      assert.ok(readsFile(estimation, data, undefined, '/elsewhere'));
      assert.ok(readsFile(estimation, data, [join(folder, '*.csv')], file));
      assert.ok(!readsFile(estimation, data, [join(folder, '*.csv')], join(folder, 'd.json')));
    });
  });

  it('leaves out rows by `where`, without reading again, and keeps their numbers', async () => {
    buffers.set(file, { text: 'y,x,w\n1,2,1\n,3,1\n5,9,-1', version: 1 });
    const source = text('{ source: d.csv, where: x > 2, weights: w }');
    const { problems, data } = await load(source);
    assert.equal(data, undefined);
    assert.match(problems.map(({ message }) => message).join(), /keeps 2 of 3 rows.*column `w`, row 3 holds -1/);
    const kept = await load(text('{ source: d.csv, where: x < 9 }'));
    assert.deepEqual(values(kept, 'x'), [2, 3]);
    assert.equal(reader.requests.length, 1);
  });

  describe('of rows for validation', () => {
    const held = `validate: { source: test.csv }\n${text('{ source: d.csv, types: { z: category } }').replace('m, s', 'm + c[z], s').replace('  m:', '  c:\n  m:')}`;
    const other = (content: string, version: number): void => void buffers.set(join(folder, 'test.csv'), { text: content, version });

    it('gives them the levels of the data, whose key stays', async () => {
      other('z,y\nb,7\nb,8\na,9', 1);
      const first = await load(held);
      const column = first.validation?.data.columns.find(({ name }) => name === 'z');
      assert.deepEqual(
        [column?.levels, [...(column?.values ?? [])]],
        [
          ['a', 'b'],
          [1, 1, 0],
        ],
      );
      assert.equal((await load(held)).validation?.key, first.validation?.key);
      assert.equal(reader.requests.length, 2);
      other('z,y\na,7', 2);
      const second = await load(held);
      assert.deepEqual([second.key === first.key, second.validation?.key === first.validation?.key], [true, false]);
    });

    it('leaves rows out at `validate`, wherever that stands', async () => {
      other('z,y\nb,7\nc,8', 1);
      for (const source of [held, `# moved\n${held}`]) {
        const { problems, validation } = await load(source);
        assert.deepEqual(
          problems.map(({ severity, code, span }) => [severity, code, source.slice(span.from, span.to)]),
          [['warning', 'missing-values', 'validate']],
        );
        assert.equal(validation?.data.rows, 1);
      }
    });

    it('says at their source what is wrong with them, and keeps the data', async () => {
      other('y\n1', 1);
      const { data, validation, problems } = await load(held);
      assert.ok(data && !validation);
      assert.deepEqual(
        problems.map(({ severity, span }) => [severity, held.slice(span.from, span.to)]),
        [['error', 'test.csv']],
      );
    });
  });
});
