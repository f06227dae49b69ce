/// <reference types="node" />
import assert from 'node:assert/strict';
import { estimate, interval, logValue, number, shift } from './format.js';

describe('numbers in the panel', () => {
  it('are written as everywhere else, and a dash where there is none', () => {
    assert.equal(estimate(0.7, 0.14491), '0.700 ± 0.145');
    assert.equal(estimate(0, null), '0');
    assert.equal(number(-6.10864), '−6.109');
    assert.equal(shift(-1.0351), '−1.04');
    assert.equal(shift(-8e-14), '0.00');
    assert.equal(logValue(-206.5784), '−206.58');
    assert.equal(interval([0.41602, 0.98398], 0.14491), '[0.416, 0.984]');
    assert.equal(interval([null, 2], 0.5), '[−∞, 2.00]');
    assert.deepEqual([estimate(null, 1), number(null), shift(null), logValue(null), interval(null, null)], ['—', '—', '—', '—', '—']);
  });
});
