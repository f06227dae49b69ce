import assert from 'node:assert/strict';
import { close } from '../../testing/derivatives.js';
import { bound, fit, type TestModel } from '../../testing/models.js';
import { nestedIn, ratioTest } from './nested.js';

const y = [2.1, 3.9, 6.2, 7.8, 10.1, 11.7, 14.6, 15.9];
const x = [1, 2, 3, 4, 5, 6, 7, 8];
const z = [3, 1, 4, 1, 5, 9, 2, 6];
const g = ['a', 'b', 'a', 'b', 'c', 'd', 'c', 'd'];
const line = (terms: string): TestModel => ({
  model: `y ~ Normal(linear(b, ${terms}), s)`,
  parameters: { b: null, s: null },
  data: { y, x, z, g },
});

describe('nested models', () => {
  it('are recognised where further coefficients are 0', () => {
    const nesting = nestedIn(fit(line('x')), bound(line('x + z')));
    assert.deepEqual(nesting?.extra, [{ name: 'b[z]', value: 0, isOnBound: false }]);
  });

  it('are none where a term is another one, or the outcome is on another scale', () => {
    assert.equal(nestedIn(fit(line('x')), bound(line('z'))), undefined);
    const onLogs = { ...line('x + z'), model: 'log(y) ~ Normal(linear(b, x + z), s)' };
    assert.equal(nestedIn(fit(line('x')), bound(onLogs)), undefined);
  });

  it('have a variance of latent values on its bound', () => {
    const mixed = {
      ...line('x'),
      model: 'y ~ Normal(linear(b, x) + u[g], s)\nu[g] ~ Normal(0, t)',
      parameters: { b: null, s: null, t: null },
    };
    const nesting = nestedIn(fit(line('x')), bound(mixed));
    assert.deepEqual(nesting?.extra, [{ name: 't', value: 0, isOnBound: true }]);
  });
});

describe('the likelihood-ratio test', () => {
  const extra = (isOnBound: boolean) => ({ name: 'a', value: 0, isOnBound });

  // R 4.2.2: pchisq(3.2, 1, lower = FALSE), pchisq(3.2, 2, lower = FALSE).
  it('has the χ² tail, halved and mixed where parameters lie on their bound', () => {
    close(ratioTest(-10, -8.4, { extra: [extra(false)] }).pValue, 0.0736382701203028, 1e-10);
    close(ratioTest(-10, -8.4, { extra: [extra(true)] }).pValue, 0.0736382701203028 / 2, 1e-10);
    close(ratioTest(-10, -8.4, { extra: [extra(true), extra(false)] }).pValue, (0.0736382701203028 + 0.2018965179946554) / 2, 1e-10);
    assert.equal(ratioTest(-10, -10.1, { extra: [extra(true)] }).pValue, 1);
  });
});
