import assert from 'node:assert/strict';
import { at } from './at.js';

describe('what stands at an index', () => {
  it('is the element, whatever it is', () => {
    assert.equal(at([3, 4], 1), 4);
    assert.equal(at(Float64Array.of(NaN), 0), NaN);
    assert.equal(at(Int32Array.of(-1), 0), -1);
    assert.equal(at([''], 0), '');
    assert.equal(at([null], 0), null);
  });

  const outside: [string, ArrayLike<number>, number][] = [
    ['beyond the end', [1, 2], 2],
    ['of nothing', new Float64Array(0), 0],
    ['that stands for none', Float64Array.of(1), -1],
    ['that is no whole number', Float64Array.of(1), 0.5],
    ['that was never found', Int32Array.of(1), NaN],
  ];
  for (const [name, values, index] of outside) {
    it(`is a fault for an index ${name}, which the message gives with the length`, () => {
      assert.throws(() => at(values, index), { message: `there is no element ${String(index)} among ${String(values.length)}` });
    });
  }
});
