import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Column, Dataset } from '../../engine/model/dataset.js';
import { classOutcome, type Split, splitRows } from './split.js';
import { readSpec } from '../spec/read.js';

const column = (name: string, values: readonly number[]): Column => ({
  name,
  kind: 'numeric',
  values: Float64Array.from(values),
  missing: values.filter(Number.isNaN).length,
});

const dataOf = (...columns: Column[]): Dataset => ({ rows: columns[0]?.values.length ?? 0, columns });

/** The row numbers of both sides, from 1. */
const numbersOf = (split: Split | undefined): number[][] =>
  [split?.training, split?.validation].map((side) => Array.from({ length: side?.rows ?? 0 }, (_, i) => side?.rowNumbers?.[i] ?? i + 1));

const classes = fc.array(fc.constantFrom(0, 1, 2, NaN), { minLength: 4, maxLength: 60 });
const fraction = fc.double({ min: 0.05, max: 0.95, noNaN: true });

describe('rows held out by a fraction', () => {
  it('are the rows that another program draws by the same method', () => {
    // mulberry32 and Fisher–Yates in Python, a class after the other; 3.5 rows of ten, rounded up, go to the larger remainder.
    const y = column('y', [0, 1, 0, 1, 1, 0, 0, 1, 0, 0]);
    assert.deepEqual(numbersOf(splitRows(dataOf(y), y, 0.35, 3))[1], [2, 3, 4, 9]);
  });

  it('are each row once, on one of both sides, with its own values', () => {
    fc.assert(
      fc.property(classes, fraction, fc.integer({ min: 0, max: 1000 }), (values, share, seed) => {
        const y = column('y', values);
        const place = column('place', [...values.keys()]);
        const split = splitRows(dataOf(y, place), y, share, seed);
        const numbers = numbersOf(split);
        assert.deepEqual(
          numbers.flat().sort((a, b) => a - b),
          values.map((_, i) => i + 1),
        );
        assert.deepEqual(
          [...(split?.validation.columns[1]?.values ?? [])].map((row) => row + 1),
          numbers[1],
        );
        assert.deepEqual(numbersOf(splitRows(dataOf(y), y, share, seed)), numbers, 'whatever else the data hold');
      }),
    );
  });

  it('are the same share of every class, within a row, and never all of it', () => {
    fc.assert(
      fc.property(classes, fraction, (values, share) => {
        const y = column('y', values);
        const held = new Set(numbersOf(splitRows(dataOf(y), y, share, 1))[1]);
        for (const value of new Set(values)) {
          const rows = values.flatMap((each, i) => (Object.is(each, value) ? [i + 1] : []));
          const out = rows.filter((row) => held.has(row)).length;
          assert.ok(out < rows.length && Math.abs(out - share * rows.length) <= 1, `${String(out)} of ${String(rows.length)}`);
        }
      }),
    );
  });

  it('are others for another seed', () => {
    const x = column(
      'x',
      Array.from({ length: 40 }, (_, i) => i),
    );
    const drawn = [1, 2, 3].map((seed) => String(numbersOf(splitRows(dataOf(x), undefined, 0.3, seed))[1]));
    assert.equal(new Set(drawn).size, 3);
  });

  it('go by the classes of the first outcome that has some', () => {
    const of = (model: string): string | undefined =>
      classOutcome(readSpec(`data: a.csv\nmodel: |\n${model}\n`).spec, dataOf(column('k', [3, 1]), column('y', [0, 1])))?.name;
    assert.equal(of('  k ~ Poisson(l)\n  y ~ Bernoulli(p)'), 'y');
    assert.equal(of('  k ~ Poisson(l)'), undefined);
  });
});
