import assert from 'node:assert/strict';
import { close } from '../testing/derivatives.js';
import { fit } from '../testing/models.js';
import { certificateOf } from './certificate.js';

const y = [2.1, 3.9, 6.2, 7.8, 10.1];

describe('the certificate of an estimate', () => {
  it('has a smallest eigenvalue of 1 − |r| for two coefficients with correlation r of their columns', () => {
    const [a, b] = [
      [1, 2, 3, 4, 5],
      [2, 1, 4, 3, 6],
    ];
    const found = fit({ model: 'y ~ Normal(p * a + q * b, 1)', parameters: { p: null, q: null }, data: { y, a, b } });
    const inner = (u: readonly number[], v: readonly number[]): number => u.reduce((sum, each, i) => sum + each * (v[i] ?? 0), 0);
    const r = inner(a, b) / Math.sqrt(inner(a, a) * inner(b, b));
    const { smallestEigenvalue, gradientNorm, starts } = certificateOf(found);
    close(smallestEigenvalue, 1 - r, 1e-10);
    assert.ok(gradientNorm < 1e-8);
    assert.equal(starts, 1);
  });

  it('says that two of two modes were met, and by how many starts', () => {
    const data = { y: [-5.1, -4.9, -5.3, 4.8, 5.2, 5.05] };
    const found = fit({ model: 'y ~ Mixture([w, 1 - w], Normal(a, 1), Normal(b, 1))', parameters: { w: null, a: null, b: null }, data });
    const { starts, agreeing, method } = certificateOf(found);
    assert.ok(starts > 1 && agreeing >= 1 && agreeing <= starts);
    assert.equal(method, 'trust-region Newton');
  });
});
