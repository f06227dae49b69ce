import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Column, Dataset } from '../../engine/model/dataset.js';
import { readSpec } from '../spec/read.js';
import type { TableData } from '../../engine/model/dataSpec.js';
import { type FilteredDataset, takeRows } from './filter.js';
import { columnsIn, keptRows } from './where.js';

const column = (name: string, values: readonly number[], levels?: readonly string[]): Column => ({
  name,
  kind: levels ? 'categorical' : 'numeric',
  values: Float64Array.from(values),
  missing: values.filter(Number.isNaN).length,
  ...(levels ? { levels } : {}),
});

const data: Dataset = {
  rows: 5,
  columns: [
    column('fare', [0, 1, 2, NaN, 4]),
    column('dist', [5, NaN, 3, 2, 1]),
    { ...column('smoker', [1, 0, 1, 0, NaN]), kind: 'boolean' },
    column('region', [0, 1, 2, 1, NaN], ['north', 'south', 'west']),
  ],
};

function whereOf(text: string): NonNullable<TableData['where']> {
  const { spec, problems } = readSpec(`data:\n  source: a.csv\n  where: ${text}\nmodel: y ~ Normal(0, 1)\n`);
  assert.deepEqual(problems, []);
  const { where } = spec.data as TableData;
  return where ?? assert.fail();
}

function kept(text: string): number[] {
  const { rows, problems } = keptRows(whereOf(text), data);
  assert.ok(rows, JSON.stringify(problems));
  return [...rows];
}

describe('`where`', () => {
  const cases: readonly (readonly [string, readonly number[]])[] = [
    ['fare > 0', [1, 2, 4]],
    ['fare >= 0 and dist < 4', [2, 4]],
    ['fare == 0 or fare == 4', [0, 4]],
    ['not (fare > 1)', [0, 1]],
    ['smoker', [0, 2]],
    ['not smoker', [1, 3]],
    ['region == "south"', [1, 3]],
    ['region != "south"', [0, 2]],
    ['log(fare) > 0.5', [2, 4]],
    ['sqrt(fare - 1) >= 0', [1, 2, 4]],
    ['1', [0, 1, 2, 3, 4]],
    ['pi < 4', [0, 1, 2, 3, 4]],
  ];
  for (const [text, rows] of cases) it(`${text} keeps rows ${rows.join()}`, () => assert.deepEqual(kept(text), rows));

  it('keeps no row in which a column that it names is missing', () => {
    assert.deepEqual(kept('fare > 3 or dist > 0'), [0, 2, 4]);
  });

  it('says how many rows are left, and what was missing', () => {
    const [problem] = keptRows(whereOf('fare > 0'), data).problems;
    assert.deepEqual([problem?.severity, problem?.message], ['information', '`where` keeps 3 of 5 rows; `fare` is missing in 1.']);
    const none = keptRows(whereOf('fare > 9'), data).problems[0];
    assert.deepEqual([none?.severity, none?.code], ['error', 'data-malformed']);
    assert.match(none?.message ?? '', /keeps none of the 5 rows/);
  });

  const wrong: readonly (readonly [string, string, RegExp])[] = [
    ['faer > 0', 'unknown-name', /no column `faer`\. Did you mean `fare`/],
    ['theta > 0', 'unknown-name', /no column `theta`\. It has `fare`/],
    ['region', 'type', /`region` holds text: compare it with one, as in `region == "north"`/],
    ['region > 1', 'type', /holds text/],
    ['region == "nroth"', 'unknown-name', /not a level of `region`/],
    ['lgo(fare) > 0', 'unknown-name', /no function or distribution `lgo`/],
    ['fare > mean(fare)', 'type', /write the number itself/],
    ['Normal(fare, 1)', 'type', /cannot be part of an expression/],
  ];
  for (const [text, code, message] of wrong) {
    it(`refuses ${text}`, () => {
      const { rows, problems } = keptRows(whereOf(text), data);
      assert.equal(rows, undefined);
      assert.equal(problems[0]?.code, code);
      assert.match(problems[0].message, message);
    });
  }

  it('names the columns that it needs', () => {
    assert.deepEqual([...columnsIn(whereOf('log(fare) > 0 and region == "west"'), data.columns)], ['fare', 'region']);
  });
});

describe('the rows that are kept', () => {
  it('keep their numbers; levels that no row has are gone', () => {
    const taken: FilteredDataset = takeRows(data, Int32Array.of(1, 3));
    assert.deepEqual([...(taken.rowNumbers ?? [])], [2, 4]);
    const region = taken.columns.find(({ name }) => name === 'region');
    assert.deepEqual([region?.levels, [...(region?.values ?? [])]], [['south'], [0, 0]]);
    assert.deepEqual(
      taken.columns.map(({ missing }) => missing),
      [1, 1, 0, 0],
    );
    assert.ok(taken.columns.every(({ values }) => values.buffer instanceof SharedArrayBuffer));
  });

  it('keep levels in the order that the user gave', () => {
    const columns = data.columns.map((each) => (each.levels ? { ...each, levelsGiven: true } : each));
    const region = takeRows({ ...data, columns }, Int32Array.of(1)).columns.at(-1);
    assert.deepEqual(region?.levels, ['north', 'south', 'west']);
  });

  it('are those of which the condition is true, for any numbers', () => {
    const where = whereOf('x > y');
    const cell = fc.oneof(fc.double(), fc.constant(NaN));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (cells) => {
        const [x, y] = [cells.map(([a]) => a), cells.map(([, b]) => b)];
        const { rows } = keptRows(where, { rows: cells.length, columns: [column('x', x), column('y', y)] });
        assert.deepEqual(
          [...(rows ?? [])],
          [...cells.keys()].filter((row) => (x[row] ?? NaN) > (y[row] ?? NaN)),
        );
      }),
    );
  });
});
