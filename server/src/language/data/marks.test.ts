import assert from 'node:assert/strict';
import type { DataFormat } from '../../engine/model/dataSpec.js';
import { type DataProblem, toDataset } from './dataset.js';
import type { RawTable } from './raw.js';

const nowhere = { from: 0, to: 0 };

function tableOf(columns: Readonly<Record<string, readonly string[]>>, rest: Partial<RawTable> = {}): RawTable {
  const texts = Object.entries(columns).map(([name, cells]) => {
    const distinct = [...new Set(cells)];
    return { kind: 'texts' as const, name, codes: Int32Array.from(cells, (cell) => distinct.indexOf(cell)), texts: distinct };
  });
  return { rows: texts[0]?.codes.length ?? 0, columns: texts, ...rest };
}

function read(raw: RawTable, format?: DataFormat): { seen: unknown; problems: DataProblem[] } {
  const { dataset, problems } = toDataset(raw, { types: [], place: () => nowhere, inFile: true, ...(format ? { format } : {}) });
  const [column] = dataset?.columns ?? [];
  return { seen: column && (column.levels ? column.levels : Array.from(column.values, (v) => (Number.isNaN(v) ? null : v))), problems };
}

const said = (style: DataFormat['style']): DataFormat => ({ na: [], ...(style ? { style } : {}) });

describe('the marks in numbers', () => {
  const semicolons = { semicolons: true };
  const clear: readonly (readonly [string, RawTable, readonly number[]])[] = [
    ['decimal commas', tableOf({ x: ['1,5', '2'] }, semicolons), [1.5, 2]],
    ['points and thousands in quotes', tableOf({ x: ['1,155.50', '955'] }), [1155.5, 955]],
    ['the marks of the continent', tableOf({ x: ['1.155,50', '2.000.000'] }), [1155.5, 2_000_000]],
    ['blanks and apostrophes between thousands', tableOf({ x: ['1 155,5', '2\u202f000'] }), [1155.5, 2000]],
    ['thousands beside decimal points', tableOf({ x: ['1,155', '955'], y: ['0.5', '1.5'] }), [1155, 955]],
    ['thousandths, as all are', tableOf({ x: ['1.502', '2.131'] }), [1.502, 2.131]],
    ['a typeset minus, and an exponent of Fortran', tableOf({ x: ['\u22122', '1.0D0', '1d-3'] }), [-2, 1, 1e-3]],
    ['a thousandth that starts with 0', tableOf({ x: ['955', '0.502'] }), [955, 0.502]],
  ];
  for (const [what, raw, values] of clear) {
    it(`are clear for ${what}`, () => assert.deepEqual(read(raw), { seen: values, problems: [] }));
  }

  const doubtful: readonly (readonly [string, RawTable, readonly number[]])[] = [
    ['points beside decimal commas', tableOf({ x: ['955', '980', '1.502'], y: ['3,5', '4', '1'] }, semicolons), [955, 980, 1502]],
    ['points below whole numbers', tableOf({ x: ['955', '980', '1.502'] }), [955, 980, 1502]],
    ['points below whole numbers, beside decimal points', tableOf({ x: ['955', '980', '1.502'], y: ['3.5', '4', '1'] }), [955, 980, 1.502]],
    ['points between semicolons', tableOf({ x: ['1.502', '2.113'] }, semicolons), [1.502, 2.113]],
    ['commas in quotes', tableOf({ x: ['1,502', '2,113'] }), [1502, 2113]],
    ['both marks', tableOf({ x: ['1,502', '2.113'], y: ['0.5', '1'] }), [1502, 2.113]],
    ['marks that only columns that are not read tell', tableOf({ x: ['955', '1.502'] }, { marks: [','] }), [955, 1502]],
  ];
  for (const [what, raw, values] of doubtful) {
    it(`are doubtful for ${what}, and a warning says what was read`, () => {
      const { seen, problems } = read(raw);
      assert.deepEqual(seen, values);
      assert.deepEqual([problems[0]?.severity, problems.length], ['warning', 1]);
      assert.match(problems[0]?.message ?? '', /column `x`, row \d.*can be read as .* or as .*taken for.*`decimal: /);
    });
  }

  it('are those that the file says', () => {
    const raw = tableOf({ x: ['955', '980', '1.502'] });
    assert.deepEqual(read(raw, said({ decimal: '.' })), { seen: [955, 980, 1.502], problems: [] });
    assert.deepEqual(read(raw, said({ decimal: ',' })), { seen: [955, 980, 1502], problems: [] });
    assert.deepEqual(read(tableOf({ x: ["1'000", '2'] }), said({ decimal: '.', thousands: "'" })).seen, [1000, 2]);
    const [problem] = read(tableOf({ x: ['1.5', '2'] }), said({ decimal: ',' })).problems;
    assert.match(problem?.message ?? '', /row 1 \(line 2\): `1.5` is written with other marks/);
  });
});

describe('what stands for a missing value', () => {
  for (const text of ['NA', 'N/A', 'n/a', '#N/A', '#DIV/0!', '#VALUE!', 'NaN', 'nan', 'null', 'NULL', '<null>', '<NA>', '', '  ']) {
    it(`is ${JSON.stringify(text)} in any column`, () => {
      assert.deepEqual(read(tableOf({ x: ['1', text, '3'] })).seen, [1, null, 3]);
      assert.deepEqual(read(tableOf({ x: ['a', text, 'b'] })).seen, ['a', 'b']);
    });
  }
  for (const text of ['-', '.', '?', 'None', '--', 'missing']) {
    it(`is ${text} among numbers and truth values, and a level among texts`, () => {
      assert.deepEqual(read(tableOf({ x: ['1', text, '3'] })), { seen: [1, null, 3], problems: [] });
      assert.deepEqual(read(tableOf({ x: ['true', text, 'false'] })).seen, [1, null, 0]);
      assert.ok((read(tableOf({ x: ['a', text, 'b'] })).seen as string[]).includes(text));
    });
  }

  it('is told where it is a level that may be meant otherwise', () => {
    const { problems } = read(tableOf({ x: ['a', '-', 'b', '-'] }));
    assert.deepEqual(
      problems.map(({ severity }) => severity),
      ['information'],
    );
    assert.match(problems[0]?.message ?? '', /`-` counts as a level.*\(2 rows\).*`na: \["-"\]`/);
  });

  it('is what `na` says: numbers however they are written, and texts', () => {
    const format: DataFormat = { na: [-99, 'gone'].map((value) => ({ value, ...nowhere })) };
    assert.deepEqual(read(tableOf({ x: ['1', '-99', '-99.0', 'gone', '-9'] }), format).seen, [1, null, null, null, -9]);
    assert.deepEqual(read(tableOf({ x: ['a', 'gone', 'b'] }), format).seen, ['a', 'b']);
    const numbers: RawTable = { rows: 3, columns: [{ kind: 'numbers', name: 'x', values: Float64Array.of(1, -99, 2) }] };
    assert.deepEqual(read(numbers, format).seen, [1, null, 2]);
  });

  it('is no level that is listed', () => {
    const types = [{ column: { value: 'x', ...nowhere }, levels: ['EU', 'NA'].map((value) => ({ value, ...nowhere })), ...nowhere }];
    const { dataset } = toDataset(tableOf({ x: ['EU', 'NA'] }), { types, place: () => nowhere, inFile: true });
    assert.deepEqual([...(dataset?.columns[0]?.values ?? [])], [0, 1]);
  });
});

describe('a cell that is no number', () => {
  const odd: readonly (readonly [string, RegExp])[] = [
    ['$5', /`\$5` has a currency sign.*Write the number alone/],
    ['5 €', /currency/],
    ['50%', /`50%` has a percent sign.*fraction/],
    ['2020-01-31', /is a date.*days since/],
    ['31.12.2020', /is a date/],
    ['7:30', /is a time/],
    ['5 kg', /has a unit/],
    ['<0.5', /is a bound.*LeftCensored/],
    ['(5)', /in brackets.*minus/],
    ['1e400', /`1e400` is too large/],
    ['oops', /`oops` is not a number.*`na: \["oops"\]`.*`types: \{ x: category \}`/],
  ];
  for (const [text, message] of odd) {
    it(`is named with what to do: ${text}`, () => {
      const { problems } = read(tableOf({ x: ['1', text, '3.5', '2', '8'] }));
      assert.deepEqual([problems[0]?.severity, problems[0]?.cell], ['error', { row: 2, line: 3, field: 1 }]);
      assert.match(problems[0]?.message ?? '', /^In column `x`, row 2 \(line 3\): /);
      assert.match(problems[0]?.message ?? '', message);
    });
  }

  it('is named where a number is needed, though its column may be one of categories', () => {
    const { dataset } = toDataset(tableOf({ x: ['2020-01-31', '2020-02-29'] }), { types: [], place: () => nowhere, inFile: true });
    assert.match(dataset?.columns[0]?.notNumber ?? '', /^In row 1 \(line 2\), `2020-01-31` is a date/);
  });

  it('is told where dates are categories, and is no matter in codes', () => {
    const { problems } = read(tableOf({ x: ['2020-01-31', '2020-02-29'] }));
    assert.deepEqual([problems[0]?.severity, problems.length], ['information', 1]);
    assert.match(problems[0]?.message ?? '', /is a date, and each one counts as a category. Write/);
    assert.deepEqual(read(tableOf({ x: ['007', '012', '12'] })), { seen: ['007', '012', '12'], problems: [] });
  });

  it('is warned of where codes and a text make categories', () => {
    const { seen, problems } = read(tableOf({ x: ['1', '2', 'many', '1'] }));
    assert.deepEqual(seen, ['1', '2', 'many']);
    assert.match(problems[0]?.message ?? '', /`many` is not a number.*each value counts as a category/);
    assert.equal(problems[0]?.severity, 'warning');
  });
});
