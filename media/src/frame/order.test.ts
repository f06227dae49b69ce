/// <reference types="node" />
import assert from 'node:assert/strict';
import { found, grouped } from './order.js';

const figure = (parameter: string, interest = 0): { title: string; parameter: string; interest: number } => ({
  title: parameter,
  parameter,
  interest,
});
const all = [figure('a', 1), figure('b[s1]', 2), figure('b[s2]', 9), figure('sigma', 4), figure('b[s3]', 3)];
const names = (most: number): [string, string[]][] =>
  grouped(all, most).map(({ name, members }) => [name, members.map(({ parameter }) => parameter)]);

describe('the order of many figures', () => {
  it('keeps vectors together, in the order of the file, the most interesting of each first', () => {
    assert.deepEqual(names(9), [
      ['', ['sigma', 'a']],
      ['b', ['b[s2]', 'b[s3]', 'b[s1]']],
    ]);
  });

  it('leaves out the least interesting, wherever they stand, and empty groups', () => {
    assert.deepEqual(names(2), [
      ['', ['sigma']],
      ['b', ['b[s2]']],
    ]);
    assert.deepEqual(names(1), [['b', ['b[s2]']]]);
  });

  it('finds by every word, in capitals or not', () => {
    assert.deepEqual(
      found(all, 'B[ S2').map(({ title }) => title),
      ['b[s2]'],
    );
    assert.equal(found(all, '  ').length, 5);
    assert.deepEqual(found(all, 'zeta'), []);
  });
});
