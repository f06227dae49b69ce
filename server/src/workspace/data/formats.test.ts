import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { toDataset } from '../../language/data/dataset.js';
import { placeOfError } from './text/jsonPlace.js';
import { TestFolder, cells, refused } from './testing.js';

describe('files that are not CSV', () => {
  const files = new TestFolder();
  before(async () => {
    await files.open();
  });
  after(() => files.close());

  describe('Parquet', () => {
    it('keeps the types of columns', async () => {
      const query = `SELECT * FROM (VALUES
        (1::BIGINT, 1.5::DECIMAL(9, 2), true, 'x', DATE '2024-01-31', TIMESTAMP '2024-01-31 10:00:00', 'NaN'::DOUBLE),
        (NULL, 2.5, NULL, '007', NULL, NULL, 'inf')) t(n, d, b, s, day, moment, f)`;
      await files.parquet('types.parquet', query);
      const result = await files.read('types.parquet');
      assert.deepEqual(cells(result), {
        n: ['1', null],
        d: ['1.5', '2.5'],
        b: ['true', null],
        s: ['x', '007'],
        day: ['2024-01-31', null],
        moment: ['2024-01-31 10:00:00', null],
        f: [null, 'Infinity'],
      });
      assert.ok(result.ok);
      const { dataset } = toDataset(result.table, { types: [], place: () => ({ from: 0, to: 0 }), inFile: true });
      const kinds = dataset?.columns.map(({ kind }) => kind);
      assert.deepEqual(kinds, ['numeric', 'numeric', 'boolean', 'categorical', 'categorical', 'categorical', 'numeric']);
    });

    it('says which column has no single values, and reads the others', async () => {
      await files.parquet('nested.parquet', `SELECT 1 AS x, [1, 2] AS list, {a: 1} AS object, 'x'::BLOB AS bytes`);
      assert.deepEqual(cells(await files.read('nested.parquet')), {
        x: ['1'],
        list: ['holds lists'],
        object: ['holds objects'],
        bytes: ['x'],
      });
    });

    it('gives numbers in memory that threads share, whatever their number', async () => {
      await files.parquet('many.parquet', 'SELECT range / 4 AS x, range % 3 AS k FROM range(10000)');
      const result = await files.read('many.parquet');
      const [x] = result.ok ? result.table.columns : [];
      assert.ok(x?.kind === 'numbers' && x.values.buffer instanceof SharedArrayBuffer);
      assert.deepEqual([x.values[0], x.values[9999]], [0, 9999 / 4]);
    });

    it('is recognised by its content, and refused where it is cut off or damaged', async () => {
      const path = await files.parquet('whole.parquet', `SELECT range AS x, 'a' || range AS s FROM range(1000)`);
      const bytes = await readFile(path);
      assert.equal(cells(await files.read('other.dat', bytes))['x']?.length, 1000);
      refused(await files.read('cut.parquet', bytes.subarray(0, bytes.length / 2)), 'data-unreadable', /not a whole Parquet file/);
      refused(await files.read('text.parquet', 'x\n1\n'), 'data-unreadable', /not a Parquet file, though its name says so/);
      const damaged = Buffer.concat([bytes.subarray(0, 40), Buffer.alloc(200, 7), bytes.subarray(240)]);
      refused(await files.read('damaged.parquet', damaged), 'data-unreadable', /`damaged\.parquet` is damaged/);
      await files.parquet('empty.parquet', 'SELECT 1 AS x WHERE false');
      refused(await files.read('empty.parquet'), 'data-malformed', /no rows/);
    });
  });

  describe('JSON', () => {
    const simple = { x: ['1', '2.5'], s: ['a', null] };
    const forms: readonly (readonly [string, string, string | Uint8Array])[] = [
      ['a list of objects', 'a.json', '[{"x": 1, "s": "a"},\n {"s": null, "x": 2.5}]'],
      ['an object of lists', 'b.json', '{"x": [1, 2.5], "s": ["a", null]}'],
      ['an object a line', 'c.jsonl', '{"x": 1, "s": "a"}\n{"x": 2.5}\n'],
      ['an object a line, named so', 'd.ndjson', '{"x": 1, "s": "a"}\r\n{"x": 2.5, "s": null}'],
      ['gzip', 'e.json.gz', gzipSync('[{"x": 1, "s": "a"}, {"x": 2.5}]')],
      ['lines and gzip', 'f.ndjson.gz', gzipSync('{"x": 1, "s": "a"}\n{"x": 2.5}\n')],
      ['a byte order mark', 'g.json', '\ufeff[{"x": 1, "s": "a"}, {"x": 2.5}]'],
    ];
    for (const [form, name, content] of forms) {
      it(`reads ${form}`, async () => assert.deepEqual(cells(await files.read(name, content)), simple));
    }

    it('takes a single object as one row, and NaN as Python writes it as missing', async () => {
      assert.deepEqual(cells(await files.read('one.json', '{"heads": 7, "n": NaN}')), { heads: ['7'], n: [null] });
    });

    it('leaves texts as they are written', async () => {
      const texts = ['2024-01-31', '2024-01-31T10:00:00Z', '007', '1e3', 'NA'];
      const result = await files.read('texts.json', JSON.stringify(texts.map((s) => ({ s }))));
      assert.deepEqual(cells(result), { s: texts });
    });

    it('keeps every number', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }), async (numbers) => {
          const read = cells(await files.read('numbers.json', JSON.stringify({ x: numbers })))['x'];
          assert.deepEqual(
            read?.map(Number),
            numbers.map((value) => value + 0),
          );
        }),
        { numRuns: 30 },
      );
    });

    it('knows the line of each row where each has its own', async () => {
      const result = await files.read('lines.jsonl', '{"x": 1}\n\n{"x": 2}\n');
      assert.deepEqual(result.ok && result.table.lines, Int32Array.of(1, 3));
      const list = await files.read('list.json', '[{"x": 1},\n{"x": 2}]');
      assert.equal(list.ok && list.table.lines, 'none');
    });

    it('points at a text among numbers, and takes numbers in quotes', async () => {
      const problemOf = async (json: string): Promise<string | undefined> => {
        const result = await files.read('mixed.json', json);
        assert.ok(result.ok);
        return toDataset(result.table, { types: [], place: () => ({ from: 0, to: 0 }), inFile: true }).problems[0]?.message;
      };
      assert.match((await problemOf('[{"x": 1}, {"x": "two"}]')) ?? '', /column `x`, row 2: `two` is not a number, as others/);
      assert.equal(await problemOf('[{"x": 1}, {"x": "2"}, {"x": "NA"}]'), undefined);
      assert.match((await problemOf('[{"x": 1}, {"x": [2]}]')) ?? '', /Column `x` holds objects/);
    });

    const bad: readonly (readonly [string, string, RegExp, number?])[] = [
      ['empty list', '[]', /holds no rows/],
      ['numbers', '[1, 2]', /JSON, but no table: write a list of objects/],
      ['a text', '"abc"', /no table/],
      ['objects without a key', '[{}]', /no table/],
      ['what pandas writes', '{"a": {"0": 1, "1": 2}}', /pandas.*orient="records"/],
      ['lists of several lengths', '{"x": [1, 2], "y": [1]}', /`y` has 1 values, but `x` has 2/],
      ['a missing comma', '[{"x": 1},\n {"x": 2 "y": 3}]', /line 2, column 10, `"y":`/, 2],
      ['an end too early', '[{"x": 1},\n {"x": 2', /it ends at line 2, column 9 in the middle/, 2],
      ['a key that comes twice', '[{"a": 1, "a": 2}]', /key `a` twice/],
    ];
    for (const [what, json, message, line] of bad) {
      it(`refuses ${what}`, async () =>
        refused(await files.read('bad.json', json), 'data-malformed', message, line === undefined ? {} : { line }));
    }

    it('refuses what is wrong in a line, and other encodings', async () => {
      refused(await files.read('bad.jsonl', '{"x": 1}\n{"x": 2\n{"x": 3}\n'), 'data-malformed', /ends at line 2/, { line: 2 });
      refused(await files.read('latin.json', Buffer.from('[{"x": "Köln"}]', 'latin1')), 'data-unreadable', /UTF-8/);
      const whole = gzipSync(Array.from({ length: 5000 }, (_, i) => `{"x": ${String(i * i)}}`).join('\n'));
      refused(await files.read('cut.jsonl.gz', whole.subarray(0, whole.length / 2)), 'data-unreadable', /not a sound gzip file/);
    });

    it('finds the place of a bracket too many', () => {
      const text = '[{"x": 1},\n{"x": [2, true]},\n{"x": null}]';
      const places = [...text.matchAll(/[}\],:]/g)].map(({ index }) => index + 1);
      fc.assert(
        fc.property(fc.constantFrom(...places), fc.constantFrom(')', '*', '='), (at, mark) => {
          const line = text.slice(0, at).split('\n').length;
          const column = at - text.lastIndexOf('\n', at - 1);
          const place = placeOfError(`${text.slice(0, at)}${mark}${text.slice(at)}`);
          assert.deepEqual([place?.line, place?.column], [line, column]);
        }),
      );
    });
  });

  describe('several files', () => {
    it('are read one after the other by column name, whatever they are', async () => {
      await files.write('p/1.csv', 'x,s\n1,a\n2,b\n');
      await files.write('p/2.csv', 's;x\nc;3\n');
      await files.write('p/3.json', '[{"s": "d", "x": 4}]');
      await files.parquet('p/4.parquet', `SELECT 'e' AS s, 5 AS x`);
      const result = await files.readAll('p/1.csv', 'p/2.csv', 'p/3.json', 'p/4.parquet');
      assert.deepEqual(cells(result), { x: ['1', '2', '3', '4', '5'], s: ['a', 'b', 'c', 'd', 'e'] });
      assert.deepEqual(result.ok && result.table.parts?.map(({ title, rows }) => [title, rows]), [
        ['`1.csv`', 2],
        ['`2.csv`', 1],
        ['`3.json`', 1],
        ['`4.parquet`', 1],
      ]);
    });

    it('may hold whole numbers here and fractions there', async () => {
      await files.parquet('q/1.parquet', 'SELECT 1 AS x, NULL::INT AS k');
      await files.parquet('q/2.parquet', `SELECT 2.5 AS x, 'a' AS k`);
      assert.deepEqual(cells(await files.readAll('q/1.parquet', 'q/2.parquet')), { x: ['1', '2.5'], k: [null, 'a'] });
    });

    it('are refused where one has other columns, is missing or malformed', async () => {
      await files.write('r/1.csv', 'x,s\n1,a\n');
      await files.write('r/2.csv', 'x,t\n1,a\n');
      refused(
        await files.readAll('r/1.csv', 'r/2.csv'),
        'data-malformed',
        /`2\.csv` has other columns than `1\.csv`: it has no `s`, and has `t`/,
      );
      await files.write('r/3.csv', 'x,s\n1\n');
      refused(await files.readAll('r/1.csv', 'r/3.csv'), 'data-malformed', /Line 2 of `3\.csv`/, { line: 2 });
      refused(await files.readAll('r/1.csv', 'r/4.csv'), 'data-missing', /no file `4\.csv`/);
    });

    it('count the rows of each file in messages', async () => {
      const rows = (from: number): string => Array.from({ length: 30 }, (_, i) => String(from + i)).join('\n');
      await files.write('s/1.csv', `x\n${rows(0)}\n`);
      await files.write('s/2.csv', `x\n${rows(30)}\noops\n`);
      const result = await files.readAll('s/1.csv', 's/2.csv');
      assert.ok(result.ok);
      const [problem] = toDataset(result.table, { types: [], place: () => ({ from: 0, to: 0 }), inFile: true }).problems;
      assert.match(problem?.message ?? '', /column `x`, row 31 of `2\.csv`: `oops`/);
      assert.equal(problem?.cell, undefined);
    });
  });
});
