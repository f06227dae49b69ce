import assert from 'node:assert/strict';
import fc from 'fast-check';
import { matchesGlob } from './glob.js';

describe('patterns of names', () => {
  const cases: readonly [pattern: string, name: string, matches: boolean][] = [
    ['x*', 'x1', true],
    ['x*', 'x', true],
    ['x*', 'ax', false],
    ['*x', 'max', true],
    ['*', '', true],
    ['x?', 'x', false],
    ['x?', 'x12', false],
    ['*_1*', 'a_b_12', true],
    ['a.c', 'abc', false],
    ['é?', 'é😀', true],
    ['', 'x', false],
    ['*a*b', 'xaxbxa', false],
  ];
  for (const [pattern, name, matches] of cases) {
    it(`${pattern} ${matches ? 'matches' : 'does not match'} ${name || 'nothing'}`, () =>
      assert.equal(matchesGlob(pattern, name), matches));
  }

  it('agree with the same regular expression', () => {
    const letters = fc.constantFrom('a', 'b');
    const pattern = fc.array(fc.oneof(letters, fc.constantFrom('*', '?')), { maxLength: 8 });
    fc.assert(
      fc.property(pattern, fc.array(letters, { maxLength: 8 }), (wanted, name) => {
        const expression = wanted.map((each) => (each === '*' ? '.*' : each === '?' ? '.' : each)).join('');
        assert.equal(matchesGlob(wanted.join(''), name.join('')), new RegExp(`^${expression}$`).test(name.join('')));
      }),
    );
  });

  it('with many stars take no time', () => assert.equal(matchesGlob('*a'.repeat(40) + '*b', 'a'.repeat(4000)), false));
});
