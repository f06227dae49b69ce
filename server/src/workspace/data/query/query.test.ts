import assert from 'node:assert/strict';
import { readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { filesOf } from '../files/patterns.js';
import { TestFolder, cells, refused } from '../testing.js';

describe('a query', () => {
  const files = new TestFolder();
  before(async () => {
    await files.open();
    await files.write('trips/a.csv', 'fare,kind\n1,x\n2,y\n');
    await files.write('trips/b.csv', 'fare,kind\n3,NA\n');
    await files.parquet('p.parquet', `SELECT range AS x, [1, 2] AS list, DATE '2024-01-31' AS day FROM range(5)`);
  });
  after(() => files.close());

  const inputsOf = async (query: string): Promise<readonly string[] | undefined> =>
    (await files.query(query)).inputs?.sources.map((source) => source.slice(files.folder.length + 1));

  it('gives rows of files beside the estimation file, in its order', async () => {
    assert.deepEqual(cells(await files.query(`SELECT fare * 2 AS twice, kind FROM 'trips/*.csv' WHERE fare > 1 ORDER BY fare DESC`)), {
      twice: ['6', '4'],
      kind: ['NA', 'y'],
    });
    assert.deepEqual(cells(await files.query(`FROM p.parquet -- ;\n;`))['x'], ['0', '1', '2', '3', '4']);
    assert.deepEqual(cells(await files.query(`WITH t AS (FROM 'p.parquet') SELECT day, list, x::VARCHAR AS "a b" FROM t LIMIT 1`)), {
      day: ['2024-01-31'],
      list: ['holds lists'],
      'a b': ['0'],
    });
  });

  it('tells which files it reads', async () => {
    assert.deepEqual(
      await inputsOf(`SELECT 1 FROM 'trips/*.csv', p.parquet WHERE 1 IN (SELECT fare FROM read_csv(['trips/a.csv'], delim = ','))`),
      ['trips/*.csv', 'p.parquet', 'trips/a.csv'],
    );
    assert.deepEqual(await inputsOf('WITH t AS (SELECT 1 AS x) FROM t, range(3)'), []);
    assert.deepEqual(await inputsOf(`FROM 'gone.csv'`), ['gone.csv'], 'a file that is not there yet may come');
  });

  it('reads by a folder that is a link', async () => {
    await symlink(files.folder, join(files.folder, 'link'));
    const result = await files.reader.read({ query: `FROM 'trips/a.csv'`, folder: join(files.folder, 'link') });
    assert.deepEqual(cells(result)['fare'], ['1', '2']);
  });

  it('reads by a folder whose name would be a pattern', async () => {
    await files.write('[old]/d/a.csv', 'x\n1\n');
    const result = await files.reader.read({ query: `FROM 'd/*.csv'`, folder: join(files.folder, '[old]') });
    assert.deepEqual(cells(result), { x: ['1'] });
    const found = await filesOf(result.inputs?.sources[0] ?? '');
    assert.deepEqual(found, [join(files.folder, '[old]/d/a.csv')]);
  });

  const statements = [
    `COPY (SELECT 1) TO 'out.csv'`,
    `EXPORT DATABASE 'out'`,
    `ATTACH 'out.db'`,
    'INSTALL httpfs',
    'LOAD httpfs',
    'PRAGMA version',
    'SET threads = 1',
    'CREATE TABLE t AS SELECT 1',
    'INSERT INTO t VALUES (1)',
    'CALL pragma_version()',
    `-- a comment\nUSE memory`,
  ];
  for (const statement of statements) {
    it(`is no ${statement.slice(0, 20)}`, async () => {
      const before = await readdir(files.folder);
      refused(await files.query(statement), 'data-malformed', /^`[A-Z]+` is not run: a query is a single SELECT/);
      assert.deepEqual(await readdir(files.folder), before);
    });
  }

  it('is one statement', async () => {
    refused(await files.query(`SELECT 1; COPY (SELECT 1) TO 'out.csv'`), 'data-malformed', /is not run|several statements/);
    refused(await files.query('SELECT 1; SELECT 2'), 'data-malformed', /several statements/);
    refused(await files.query(' -- nothing'), 'data-malformed', /is empty/);
    refused(await files.query('SELECT $1'), 'data-malformed', /has a parameter/);
  });

  const functions = [
    "query('SELECT 1')",
    "enable_logging(storage = 'file')",
    "enable_profiling(save_location = 'x.json')",
    'checkpoint()',
    'duckdb_settings()',
  ];
  for (const call of functions) {
    it(`calls no ${call}`, async () => {
      const query = `SELECT * FROM (SELECT * FROM ${call}) t`;
      refused(await files.query(query), 'data-malformed', /is not available after `from`/, { offset: query.indexOf(call) });
    });
  }

  it('reads nothing but the files that it names', async () => {
    await files.write('secret.csv', 'x\n1\n');
    const only = /can read only files whose path stands as a text/;
    refused(await files.query(`FROM read_csv('sec' || 'ret.csv')`), 'data-unreadable', only, { offset: 5 });
    refused(await files.query(`FROM 'https://example.org/x.csv'`), 'data-unreadable', /in a network/, { offset: 5 });
    refused(await files.query(`FROM 's3://example/x.parquet'`), 'data-unreadable', /in a network/, { offset: 5 });
  });

  const wrong: readonly (readonly [query: string, message: RegExp, word: string | undefined])[] = [
    [`SELECT fare FROM 'trips/a.csv' WHER fare > 0`, /syntax error at or near "fare"/, 'fare > 0'],
    [`SELECT 'é', fair FROM 'trips/a.csv'`, /no column `fair`. Did you mean `fare`/, 'fair'],
    [`SELECT 'é', kind::INT FROM 'trips/a.csv'`, /Could not convert string 'x'/, '::INT'],
    [`SELECT summ(fare) FROM 'trips/a.csv'`, /no scalar function `summ`. Did you mean `sum`/, 'summ'],
    ['SELECT * FROM trips', /no table `trips`. A file stands in quotes/, 'trips'],
    [`SELECT * FROM 'trips/a.csv' WHERE fare > 9`, /gives no rows/, undefined],
  ];
  for (const [query, message, word] of wrong) {
    it(`says what is wrong with ${query.slice(0, 50)}`, async () => {
      refused(await files.query(query), 'data-malformed', message, word === undefined ? {} : { offset: query.lastIndexOf(word) });
    });
  }

  it('says which file is missing, and where it is named', async () => {
    refused(await files.query(`FROM 'trips/a.cvs'`), 'data-missing', /no file `a\.cvs`\. Did you mean `a\.csv`/, { offset: 5 });
    refused(await files.query(`FROM 'trips/*.json'`), 'data-missing', /No file matches `\*\.json` in the folder `trips`/, { offset: 5 });
    refused(await files.query(`FROM 'trip/*.csv'`), 'data-missing', /there is no `trip`/, { offset: 5 });
  });

  describe('over a file that is not sound', () => {
    const unsound: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
      ['latin.csv', Buffer.from('k,y\nK\xf6ln,1\nx,2\n', 'latin1'), /line 2 of `latin\.csv` is not written in UTF-8.*`source`/],
      ['ends.csv', 'y,x\n\r1,2\n\r3,4\n\r', /`ends\.csv` cannot be read as a text table.*`source`/],
      ['wide.csv', Buffer.from('\ufeffy,x\n1,2\n3,4\n', 'utf16le'), /`wide\.csv` .*`source`/],
      ['late.csv', `y\n${'1\n'.repeat(40_000)}oops\n`, /line 40002 of `late\.csv` holds `oops`, which is no number/],
      ['cut.parquet', 'PAR1 and no more of it PAR1', /`cut\.parquet` is not a whole Parquet file/],
      ['bad.json', '[{"x": 1}, {"x": oops}]', /`bad\.json` is not sound JSON/],
    ];
    for (const [name, content, message] of unsound) {
      it(`says so in plain words: ${name}`, async () => {
        await files.write(name, content);
        const result = await files.query(`select * from '${name}'`);
        assert.ok(!result.ok);
        assert.match(result.message, message);
        assert.doesNotMatch(result.message, /Error|sniff|state machine|DOUBLE|BIGINT|byte \d|magic|Footer|strict/);
      });
    }
  });

  it('that takes for ever is cancelled, and the next read is answered', async () => {
    const stop = new AbortController();
    const endless = files.query(
      'SELECT count(*) AS n FROM range(100000000) a, range(1000000) b WHERE a.range * b.range % 7 = 3',
      stop.signal,
    );
    await files.query(`FROM 'p.parquet'`, AbortSignal.timeout(50));
    stop.abort();
    refused(await endless, 'cancelled', /cancelled/);
    assert.deepEqual(cells(await files.query('SELECT 1 AS x')), { x: ['1'] });
  });
});
