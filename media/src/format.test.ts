/// <reference types="node" />
import assert from 'node:assert/strict';
import { duration, estimate, interval, logValue, number, pull } from './format.js';

describe('numbers in the panel', () => {
  it('are as exact as their standard error', () => {
    assert.equal(estimate(0.7, 0.14491), '0.700 ± 0.145');
    assert.equal(estimate(0.55, 0.0787), '0.550 ± 0.079');
    assert.equal(estimate(-712.34, 30.21), '−712 ± 30');
    assert.equal(estimate(0, null), '0');
    assert.equal(pull(-1.0351), '−1.04');
    assert.equal(pull(-8e-14), '0.00');
    assert.equal(estimate(1234.5, 4321), '1235 ± 4321');
    assert.equal(estimate(0.5, null), '0.500');
    assert.equal(estimate(null, 1), '—');
  });

  it('are short at any size', () => {
    assert.equal(number(-6.10864), '−6.11');
    assert.equal(logValue(-206.5784), '−206.58');
    assert.equal(number(0), '0.000');
    assert.equal(number(3.2e-12), '3.20e−12');
    assert.equal(interval([0.41602, 0.98398]), '[0.416, 0.984]');
    assert.equal(interval([null, 2]), '[−∞, 2.000]');
    assert.equal(duration(0.0042), '4 ms');
    assert.equal(duration(12.34), '12.3 s');
  });
});
