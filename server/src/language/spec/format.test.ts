import assert from 'node:assert/strict';
import type { TableData } from '../../engine/model/dataSpec.js';
import { readSpec } from './read.js';

function read(data: string): { format: TableData['format']; messages: string[] } {
  const { spec, problems } = readSpec(`data: ${data}\nmodel: y ~ Normal(m, 1)\nparameters:\n  m:\n`);
  return { format: (spec.data as TableData | undefined)?.format, messages: problems.map(({ message }) => message) };
}

describe('how a data file is written, said under `data`', () => {
  const style = (data: string): unknown => read(`{ source: d.csv, ${data} }`).format?.style;

  it('is the decimal mark and that of thousands; one may follow from the other', () => {
    assert.deepEqual(style('decimal: ","'), { decimal: ',' });
    assert.deepEqual(style('decimal: ",", thousands: "."'), { decimal: ',', thousands: '.' });
    assert.deepEqual(style('thousands: "."'), { decimal: ',', thousands: '.' });
    assert.deepEqual(style('thousands: " "'), { decimal: '.', thousands: ' ' });
    assert.equal(style('where: x > 0'), undefined);
  });

  it('is what stands for a missing value', () => {
    const values = (na: string): unknown => read(`{ source: d.csv, na: ${na} }`).format?.na.map(({ value }) => value);
    assert.deepEqual(values('[-99, "missing", "7", "?"]'), [-99, 'missing', '7', '?']);
    assert.deepEqual(values('-99'), [-99]);
  });

  it('is refused where it makes no sense', () => {
    const message = (data: string): string => read(`{ source: d.csv, ${data} }`).messages.join();
    assert.match(message('decimal: ";"'), /`decimal` is a point or a comma in quotes.*not `;`/);
    assert.match(message('decimal: ","  , thousands: ","'), /same mark/);
    assert.match(message('na: { a: 1 }'), /`na` takes .* not a mapping/);
    assert.match(message('na:'), /`na` takes .* not nothing/);
    assert.match(message('dezimal: ","'), /Did you mean `decimal`/);
  });

  it('is a column of its own in inline data', () => assert.deepEqual(read('{ y: [1, 2], na: [3, 4] }').messages, []));
});
