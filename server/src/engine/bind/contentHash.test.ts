import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dataOf } from '../testing/models.js';
import { contentHash } from './contentHash.js';

const both = new Set(['x', 'g']);
const hashOf = (x: readonly number[], g: readonly string[]): string => contentHash(dataOf({ model: '', data: { x, g } }), both);

describe('the fingerprint of data', () => {
  it('is the same for the same columns, in whatever order they come', () => {
    const one = contentHash(dataOf({ model: '', data: { x: [1, NaN, 3], g: ['a', 'b', 'a'] } }), both);
    const other = contentHash(dataOf({ model: '', data: { unread: [9, 9, 9], g: ['a', 'b', 'a'], x: [1, NaN, 3] } }), both);
    assert.equal(one, other);
    assert.match(one, /^[0-9a-f]{16}$/);
  });

  it('is another one where a value, a level or a place differs', () => {
    const rows = fc.array(fc.double({ noNaN: true }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(rows, fc.nat(), fc.double({ noNaN: true }), (x, at, value) => {
        const g = x.map((_, i) => (i % 2 === 0 ? 'a' : 'b'));
        const changed = x.map((each, i) => (i === at % x.length ? value : each));
        fc.pre(changed.some((each, i) => !Object.is(each, x[i])));
        assert.notEqual(hashOf(changed, g), hashOf(x, g));
        assert.notEqual(
          hashOf(
            x,
            g.map((level) => (level === 'b' ? 'c' : level)),
          ),
          hashOf(x, g),
        );
        if (!Object.is(x[0], x[1])) assert.notEqual(hashOf([x[1] ?? 0, x[0] ?? 0, ...x.slice(2)], g), hashOf(x, g));
      }),
    );
  });
});
