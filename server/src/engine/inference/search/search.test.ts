import assert from 'node:assert/strict';
import { bound, byName, fit, type TestModel } from '../../testing/models.js';
import { Objective } from '../objective/objective.js';
import { normalStream } from '../../numeric/random.js';
import { thin } from '../../bind/thin.js';

const ROWS = 6000;

/** Two thirds of the outcomes lie around 0, the others around 10: a Cauchy likelihood has a maximum at each. */
function twoHeaps(rows: number, start: number): TestModel {
  const normal = normalStream(11);
  const y = Float64Array.from({ length: rows }, (_, i) => (i % 3 === 0 ? 10 : 0) + 0.5 * normal());
  return { model: 'y ~ Cauchy(m, 0.5)', parameters: { m: { start } }, data: { y } };
}

describe('the search for the highest of several maxima', () => {
  for (const rows of [600, ROWS]) {
    it(`finds it from the side of the lower one, with ${String(rows)} rows`, () => {
      const found = fit(twoHeaps(rows, 10));
      assert.equal(found.status, 'converged');
      assert.ok(Math.abs(byName(found, found.natural).m ?? NaN) < 0.5, `m = ${String(found.natural[0])}`);
      assert.ok(found.agreeing < found.tried, 'not every start led there');
    });

    it(`keeps the answer that the person's start leads to where it is the highest, with ${String(rows)} rows`, () => {
      const [near, far] = [fit(twoHeaps(rows, 0)), fit(twoHeaps(rows, 10))];
      assert.ok(Math.abs((near.natural[0] ?? NaN) - (far.natural[0] ?? NaN)) < 1e-9);
      assert.equal(near.logLikelihood, far.logLikelihood);
    });
  }
});

describe('thinned rows', () => {
  it('stand for all rows: their weights add up, and the likelihood is much the same', () => {
    const all = bound(twoHeaps(ROWS, 0));
    const few = thin(all, 1000);
    assert.equal(few.used, 1000);
    assert.ok(Math.abs([...(few.weights ?? [])].reduce((a, b) => a + b, 0) - ROWS) < 1e-6);
    const density = (model: typeof all): number => new Objective(model, 'mle', new Map()).logLikelihood(Float64Array.of(0.3));
    assert.ok(Math.abs(density(few) / density(all) - 1) < 0.06);
  });
});
