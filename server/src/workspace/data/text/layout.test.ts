import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { toDataset } from '../../../language/data/dataset.js';
import { readSpec } from '../../../language/spec/read.js';
import { Loader } from '../../loader.js';
import type { DataReader } from '../dataReader.js';
import type { ReadRequest, ReadResult } from '../wire/messages.js';
import { cells, refused, TestFolder } from '../testing.js';

const plain = { y: ['1', '2', '4'], x: ['a', 'b', 'c'] };

/** UTF-16 with its bytes the other way round. */
const bigEndian = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

describe('text tables of other programs', () => {
  const files = new TestFolder();
  before(async () => {
    await files.open();
  });
  after(() => files.close());

  const rows = 'y,x\n1,a\n2,b\n4,c\n';
  const forms: readonly (readonly [string, string | Uint8Array])[] = [
    ['Excel’s line for the separator', 'sep=;\ny;x\n1;a\n2;b\n4;c\n'],
    ['a title of one line', `Sales\n${rows}`],
    ['a title of several lines and a blank one', `Sales of 2024\nin euros, all shops\n\n${rows}`],
    ['a title with separators behind it', 'Report;\ny;x\n1;a\n2;b\n4;c\n'],
    ['titles of a spreadsheet', 'Report;\n;\nof May;\ny;x\n1;a\n2;b\n4;c\n'],
    ['blank lines above the names', `\n\n${rows}`],
    ['comments above the names', `# made by hand\n${rows}`],
    ['names behind a comment sign', '# y,x\n1,a\n2,b\n4,c\n'],
    ['separators at the end of each row', 'y,x\n1,a,\n2,b,\n4,c,\n'],
    ['blanks between fields', 'y    x\n1    a\n 2   b\n4  c\n'],
    ['tabs and blanks between fields', 'y \t x\n1 \t a\n2\tb\n4   c\n'],
    ['line ends of old', rows.replaceAll('\n', '\r')],
    ['line ends in reverse', rows.replaceAll('\n', '\n\r')],
    ['line ends of all kinds', 'y,x\r\n1,a\n2,b\r4,c\n'],
    ['UTF-16 without a mark', Buffer.from(rows, 'utf16le')],
    ['UTF-16 in big endian', bigEndian(`\ufeff${rows}`)],
    ['UTF-16 in big endian without a mark', bigEndian(rows)],
    ['UTF-16 in a gzip file', gzipSync(Buffer.from(`\ufeff${rows}`, 'utf16le'))],
  ];
  for (const [form, content] of forms) {
    it(`are read with ${form}`, async () => assert.deepEqual(cells(await files.read('t.csv', content)), plain));
  }

  it('of R have names of rows without a name', async () => {
    const written = '"y" "x"\n"1" 1 "a b"\n"2" 2 "c"\n"3" 4 "d"\n';
    assert.deepEqual(cells(await files.read('r.txt', written)), { row_names: ['1', '2', '3'], y: ['1', '2', '4'], x: ['a b', 'c', 'd'] });
    assert.deepEqual(cells(await files.read('r.csv', 'y\nMazda,1\nFiat,2\n')), { row_names: ['Mazda', 'Fiat'], y: ['1', '2'] });
  });

  it('of old Windows have its characters', async () => {
    const bytes = Buffer.from('k,x\nK\xf6ln \x80,1\nx,2\n', 'latin1');
    assert.deepEqual(cells(await files.read('w.csv', bytes))['k'], ['Köln €', 'x']);
  });

  it('are no UTF-16 because of zeros alone', async () => {
    refused(await files.read('zeros.csv', Uint8Array.of(0, 1, 2, 255, 0, 10, 3)), 'data-unreadable', /binary file/);
    refused(await files.read('nul.csv', 'y,x\n3,1\n4,\x002\n'), 'data-unreadable', /binary file/);
  });

  it('know the line of each row, whatever stands above', async () => {
    const result = await files.read('lines.csv', 'Title\n\ny,x\n1,a\n\n2,b\n4,c\n');
    assert.deepEqual(result.ok && result.table.lines, Int32Array.of(4, 6, 7));
    refused(
      await files.read('short.csv', 'Title\ny,x\n1,a\n2,b\n3,b\n4,b\n5,c\n6,c\n7,c\n8,c\n9,c\n4\n'),
      'data-malformed',
      /Line 12 .* line 2 names 2/,
      {
        line: 12,
      },
    );
  });

  it('with words alone are no tables between blanks', async () => {
    assert.deepEqual(cells(await files.read('words.csv', 'full name\nJohn Smith\nJane Doe\n')), {
      'full name': ['John Smith', 'Jane Doe'],
    });
  });

  it('with a name twice are an error only where it is used', async () => {
    const result = await files.read('twice.csv', 'a,b,a\n1,2,3\n');
    assert.ok(result.ok);
    const { table } = result;
    const problems = (name: string): unknown[] =>
      toDataset(table, { types: [], place: () => ({ from: 0, to: 0 }), inFile: true, used: new Set([name]) }).problems;
    assert.deepEqual(problems('b'), []);
    const [problem] = problems('a') as { message: string; cell: unknown }[];
    assert.match(problem?.message ?? '', /`a` stands twice in the header, in fields 1 and 3/);
    assert.deepEqual(problem?.cell, { row: 1, line: 1, field: 3 });
  });

  describe('that are large', () => {
    const typed = (result: ReadResult): { values: number[]; message: string } => {
      assert.ok(result.ok);
      const { dataset, problems } = toDataset(result.table, { types: [], place: () => ({ from: 0, to: 0 }), inFile: true });
      return { values: [...(dataset?.columns[0]?.values ?? [])], message: problems.map(({ message }) => message).join() };
    };
    const numbers = Array.from({ length: 60_000 }, (_, i) => String(955 + (i % 40)));

    it('tell thousands from fractions by all of their rows', async () => {
      const { values, message } = typed(await files.read('late.csv', `x;y\n${[...numbers, '1.502'].map((x) => `${x};2,5`).join('\n')}\n`));
      assert.equal(values.at(-1), 1502);
      assert.match(message, /row 60001 \(line 60002\): `1.502` can be read as/);
    });

    it('name a number that is too large, and know late ways to write missing values', async () => {
      assert.match(
        typed(await files.read('huge.csv', `x,y\n${[...numbers, '1e400'].map((x) => `${x},2`).join('\n')}\n`)).message,
        /`1e400` is too large/,
      );
      const { values } = typed(await files.read('na.csv', `x,y\n${[...numbers, '#N/A', 'n/a', '-'].map((x) => `${x},2`).join('\n')}\n`));
      assert.deepEqual(values.slice(-3), [NaN, NaN, NaN]);
    });
  });

  it('that are large are read by the marks that the file says', async () => {
    const path = await files.write('said.csv', `y;x\n${'1;12.5\n'.repeat(60_000)}`);
    const loader = new Loader(files.reader);
    const load = async (said: string): Promise<string> => {
      const { spec } = readSpec(`data: { source: said.csv${said} }\nmodel: x ~ Normal(m, 1)\nparameters:\n  m:\n`);
      const { data, problems } = await loader.load(`${path}.fit.yaml`, spec, new AbortController().signal);
      return problems[0]?.message ?? String(data?.columns[1]?.values[0]);
    };
    assert.equal(await load(''), '12.5');
    assert.match(await load(', decimal: ","'), /column `x`, row 1 \(line 2\): `12.5` is written with other marks/);
    assert.equal(await load(', decimal: "."'), '12.5');
  });

  it('of many columns give those alone that are asked for', async () => {
    const names = Array.from({ length: 300 }, (_, i) => `v${String(i)}`);
    const path = await files.write('wide.csv', `${names.join(',')}\n${names.map((_, i) => String(i)).join(',')}\n`);
    const result = await files.reader.read({ path, columns: { names: ['v7', 'other'], patterns: ['v29?'] } });
    assert.ok(result.ok);
    const read = result.table.columns.filter(({ kind }) => kind !== 'unread');
    assert.deepEqual(
      read.map(({ name }) => name),
      ['v7', ...Array.from({ length: 10 }, (_, i) => `v29${String(i)}`)],
    );
    assert.equal(result.table.columns.length, 300);
  });

  it('of very many columns have all their names', async () => {
    const names = Array.from({ length: 40_000 }, (_, i) => `column${String(i)}`);
    const path = await files.write('widest.csv', `${names.join(',')}\n${names.map(() => '1').join(',')}\n`);
    const result = await files.reader.read({ path, columns: { names: ['column39999'], patterns: [] } });
    assert.deepEqual(result.ok && [result.table.columns.length, result.table.rows], [40_000, 1]);
  });

  it('of many columns are read again where the model names another, and not where it names none', async () => {
    const names = Array.from({ length: 300 }, (_, i) => `v${String(i)}`);
    const path = await files.write('m/wide.csv', `${names.join(',')}\n${names.map((_, i) => String(i)).join(',')}\n`);
    const reads: ReadRequest[] = [];
    const counting = { read: (request: ReadRequest) => (reads.push(request), files.reader.read(request)) };
    const loader = new Loader(counting as unknown as DataReader);
    const load = async (model: string): Promise<Record<string, number>> => {
      const { spec } = readSpec(`data: { source: wide.csv, where: v1 > 0 }\nmodel: ${model}\nparameters:\n  m:\n`);
      const { data } = await loader.load(`${path}.fit.yaml`, spec, new AbortController().signal);
      return Object.fromEntries(data?.columns.map(({ name, values }) => [name, values[0] ?? NaN]) ?? []);
    };
    assert.deepEqual(await load('v7 ~ Normal(m, 1)'), { v1: 1, v7: 7 });
    assert.deepEqual(await load('v7 ~ Normal(m + v1 + nothing, 1)'), { v1: 1, v7: 7 });
    assert.equal(reads.length, 1);
    assert.deepEqual(await load('v7 ~ Normal(m + sum(columns("v29?")), 1)').then(Object.keys), ['v1', 'v7', ...names.slice(290)]);
    assert.deepEqual(await load('v299 ~ Normal(m, 1)').then((data) => data['v299']), 299);
    assert.equal(reads.length, 2);
  });
});
