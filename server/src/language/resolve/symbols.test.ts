import assert from 'node:assert/strict';
import { specOf } from '../../engine/testing/models.js';
import { columnReader } from './symbols.js';

describe('the columns that a model reads', () => {
  it('are those it names and those that a pattern of `columns` matches', () => {
    const model = 'y ~ Normal(dot(b, columns("x*")) + if(g == "north", lag(z), 0), s)';
    const reads = columnReader(specOf({ model, parameters: { b: null, s: null }, data: {} }));
    const names = ['y', 'x1', 'x_2', 'z', 'g', 'ax', 'north', 'other'];
    assert.deepEqual(names.filter(reads), ['y', 'x1', 'x_2', 'z', 'g']);
  });
});
