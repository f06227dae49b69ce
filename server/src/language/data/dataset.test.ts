import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Column } from '../../engine/model/dataset.js';
import type { ColumnTypeSpec } from '../../engine/model/dataSpec.js';
import { readSpec } from '../spec/read.js';
import { toDataset, type DataProblem } from './dataset.js';
import { inlineDataset } from './inline.js';
import type { RawTable } from './raw.js';

const nowhere = { from: 0, to: 0 };

function tableOf(cells: readonly (string | null)[], name = 'x'): RawTable {
  const texts = [...new Set(cells.filter((cell) => cell !== null))];
  const codes = Int32Array.from(cells, (cell) => (cell === null ? -1 : texts.indexOf(cell)));
  return { rows: cells.length, columns: [{ kind: 'texts', name, codes, texts }] };
}

function typed(type?: ColumnTypeSpec['type'], levels?: readonly string[]): ColumnTypeSpec[] {
  return [
    {
      column: { value: 'x', ...nowhere },
      ...nowhere,
      ...(type ? { type } : {}),
      ...(levels ? { levels: levels.map((value) => ({ value, ...nowhere })) } : {}),
    },
  ];
}

function read(
  raw: RawTable,
  types: readonly ColumnTypeSpec[] = [],
  used?: ReadonlySet<string>,
): { column: Column | undefined; problems: DataProblem[] } {
  const { dataset, problems } = toDataset(raw, { types, place: () => nowhere, inFile: true, ...(used ? { used } : {}) });
  return { column: dataset?.columns[0], problems };
}

/** The column in one word a row, as a user sees it. */
function seen(column: Column | undefined): string {
  assert.ok(column);
  const cells = Array.from(column.values, (value) => (Number.isNaN(value) ? '·' : (column.levels?.[value] ?? String(value))));
  return `${column.kind} ${cells.join(' ')}${column.levels ? ` of ${column.levels.join(',')}` : ''}`;
}

describe('what the texts of a column are', () => {
  const cases: readonly (readonly [readonly (string | null)[], string])[] = [
    [['1', '2.5', '-1e3', '.5', '+4', ' 6 '], 'numeric 1 2.5 -1000 0.5 4 6'],
    [['1', '', 'NA', 'NaN', 'null', null], 'numeric 1 · · · · ·'],
    [['Inf', '-inf', '1'], 'numeric Infinity -Infinity 1'],
    [[null, 'NA'], 'numeric · ·'],
    [['007', '012', '123'], 'categorical 007 012 123 of 007,012,123'],
    [['0', '0.5', '1'], 'numeric 0 0.5 1'],
    [['2020-01-31', '2019-12-01'], 'categorical 2020-01-31 2019-12-01 of 2019-12-01,2020-01-31'],
    [['true', 'false', 'NA'], 'boolean 1 0 ·'],
    [['TRUE', 'FALSE'], 'boolean 1 0'],
    [['T', 'F', 'T'], 'boolean 1 0 1'],
    [['T', 'T'], 'categorical T T of T'],
    [['H', 'T', 'H'], 'categorical H T H of H,T'],
    [['F', 'M'], 'categorical F M of F,M'],
    [['yes', 'no'], 'categorical yes no of no,yes'],
    [['b', 'A', 'a', 'B', 'é'], 'categorical b A a B é of a,A,b,B,é'],
    [['north ', ' north', 'south'], 'categorical north north south of north,south'],
    [['1', '2', 'many'], 'categorical 1 2 many of 1,2,many'],
    [['1,5', '2'], 'numeric 1.5 2'],
  ];
  for (const [cells, expected] of cases) it(JSON.stringify(cells), () => assert.equal(seen(read(tableOf(cells)).column), expected));

  it('takes decimal commas where semicolons separate fields', () => {
    assert.equal(seen(read({ ...tableOf(['1,5', '2', ',5']), semicolons: true }).column), 'numeric 1.5 2 0.5');
  });

  it('counts what is missing', () => assert.equal(read(tableOf(['1', 'NA', ''])).column?.missing, 2));

  it('keeps every number as it is', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }), (numbers) => {
        assert.deepEqual(
          Array.from(read(tableOf(numbers.map(String))).column?.values ?? [], (value) => value + 0),
          numbers.map((value) => value + 0),
        );
      }),
    );
  });
});

describe('a type that the user gives', () => {
  it('makes numbers categories, in numeric order', () => {
    assert.equal(seen(read(tableOf(['10', '9', '9.0', '']), typed('category')).column), 'categorical 10 9 9 · of 9,10');
    const numbers: RawTable = { rows: 3, columns: [{ kind: 'numbers', name: 'x', values: Float64Array.of(10, 9, NaN) }] };
    assert.equal(seen(read(numbers, typed('category')).column), 'categorical 10 9 · of 9,10');
  });

  it('gives the order of levels', () => {
    const { column } = read(tableOf(['T', 'H']), typed('category', ['T', 'H']));
    assert.equal(seen(column), 'categorical T H of T,H');
    assert.equal(column?.levelsGiven, true);
    assert.equal(seen(read(tableOf(['1', '2']), typed('category', ['2', '1'])).column), 'categorical 1 2 of 2,1');
  });

  it('makes codes numbers, and words truth values', () => {
    assert.equal(seen(read(tableOf(['007', '12']), typed('number')).column), 'numeric 7 12');
    assert.equal(seen(read(tableOf(['yes', 'no', '1']), typed('boolean')).column), 'boolean 1 0 1');
  });

  it('is refused where a cell does not fit it', () => {
    const [level] = read(tableOf(['T', 'X']), typed('category', ['T', 'H'])).problems;
    assert.match(level?.message ?? '', /column `x`, row 2 \(line 3\): `X` is not one of the levels T, H/);
    assert.deepEqual(level?.cell, { row: 2, line: 3, field: 1 });
    assert.match(read(tableOf(['1', 'abc']), typed('number')).problems[0]?.message ?? '', /`abc` is not a number/);
    assert.match(read(tableOf(['yes', 'maybe']), typed('boolean')).problems[0]?.message ?? '', /neither true nor false/);
  });

  it('names a column that is there', () => {
    const { problems } = read(tableOf(['1'], 'year'), [{ ...nowhere, column: { value: 'yaer', from: 3, to: 7 }, type: 'category' }]);
    assert.match(problems[0]?.message ?? '', /no column `yaer`\. Did you mean `year`/);
    assert.deepEqual(problems[0]?.fixes?.[0]?.edits, [{ span: { from: 3, to: 7 }, text: 'year' }]);
  });
});

describe('a slip among numbers', () => {
  const cells = [...Array.from({ length: 50 }, (_, row) => String(row)), 'oops'];

  it('is pointed at, on its line', () => {
    const { column, problems } = read({ ...tableOf(cells), lines: Int32Array.from(cells, (_, row) => row + 10) });
    assert.equal(column, undefined);
    assert.equal(problems[0]?.code, 'data-malformed');
    assert.match(problems[0].message, /row 51 \(line 60\): `oops` is not a number/);
    assert.deepEqual(problems[0].cell, { row: 51, line: 60, field: 1 });
  });

  it('is no matter in a column that is not used, or that is a category', () => {
    assert.deepEqual(read(tableOf(cells), [], new Set(['y'])).problems, []);
    assert.equal(read(tableOf(cells), typed('category')).column?.kind, 'categorical');
  });
});

describe('columns of files that know types', () => {
  it('keep texts as texts, and numbers in quotes among numbers as numbers', () => {
    const [column] = tableOf(['1', '2']).columns;
    assert.ok(column?.kind === 'texts');
    assert.equal(seen(read({ rows: 2, columns: [{ ...column, literal: true }] }).column), 'categorical 1 2 of 1,2');
    assert.equal(seen(read({ rows: 2, columns: [{ ...column, mixed: true }] }).column), 'numeric 1 2');
  });

  it('have no line where the file has none', () => {
    const [problem] = read({ ...tableOf(cells), lines: 'none' }).problems;
    assert.match(problem?.message ?? '', /column `x`, row 51: `oops`/);
    assert.equal(problem?.cell, undefined);
  });

  const cells = [...Array.from({ length: 50 }, (_, row) => String(row)), 'oops'];

  it('without single values matter only where the model reads them', () => {
    const raw: RawTable = { rows: 1, columns: [{ kind: 'unreadable', name: 'list', reason: 'holds lists' }, ...tableOf(['1']).columns] };
    assert.match(read(raw).problems[0]?.message ?? '', /Column `list` holds lists/);
    assert.equal(seen(read(raw, [], new Set(['x'])).column), 'numeric 1');
  });
});

describe('weights', () => {
  function weighted(cells: readonly string[], name: string): DataProblem[] {
    return toDataset(tableOf(cells), { types: [], weights: { value: name, ...nowhere }, place: () => nowhere, inFile: true }).problems;
  }

  it('are numbers that are not negative, in a column that is there', () => {
    assert.deepEqual(weighted(['1', '2'], 'x'), []);
    assert.match(weighted(['1', '-2'], 'x')[0]?.message ?? '', /not negative; column `x`, row 2 holds -2/);
    assert.match(weighted(['a', 'b'], 'x')[0]?.message ?? '', /holds texts/);
    assert.match(weighted(['1'], 'w')[0]?.message ?? '', /no column `w`/);
  });
});

describe('inline columns', () => {
  function inline(columns: string): ReturnType<typeof inlineDataset> {
    const text = `data: ${columns}\nmodel: y ~ N(1)`;
    const { spec, problems } = readSpec(text);
    assert.deepEqual(problems, []);
    return inlineDataset(spec.data?.kind === 'inline' ? spec.data : assert.fail());
  }

  it('are typed like a file, but texts in quotes stay texts', () => {
    const { dataset } = inline('{ flip: [H, T, null], n: [1, .nan, 2.5], b: [true, false, true], q: ["1", "2", ""], day: 3 }');
    assert.deepEqual(dataset?.columns.map(seen), [
      'categorical H T · of H,T',
      'numeric 1 · 2.5',
      'boolean 1 0 1',
      'categorical 1 2 · of 1,2',
      'numeric 3 3 3',
    ]);
  });

  it('are one row where all are single values', () => {
    assert.equal(inline('{ heads: 7, n: 10 }').dataset?.rows, 1);
  });

  it('are as long as each other', () => {
    const [problem] = inline('{ y: [1, 2, 3], x: [1, 2] }').problems;
    assert.match(problem?.message ?? '', /`x` has 2 values, but `y` has 3/);
    assert.deepEqual(problem?.span, { from: 22, to: 31 });
    assert.match(inline('{ y: [] }').problems[0]?.message ?? '', /`y` is empty/);
  });

  it('give their values to threads without a copy', () => {
    assert.ok(inline('{ y: [1, 2] }').dataset?.columns[0]?.values.buffer instanceof SharedArrayBuffer);
  });
});
