/// <reference types="node" />
import assert from 'node:assert/strict';
import type { MapParameter, MleParameter } from '../../../server/src/report/estimates.js';
import type { ParameterView } from '../../../server/src/report/views.js';
import { between } from './curves.js';
import { spokenOf } from './densityText.js';

const curve = { x: [0, 1, 2, 3], y: [0, 1, 1, 0] };
const parameter: ParameterView = {
  name: 'theta',
  prior: 'Beta(16, 16)',
  method: 'exact',
  likelihood: curve,
  posterior: curve,
  mle: 0.7,
  mleSe: 0.14491,
  map: 0.55,
  mapSe: 0.0787,
};
const mle: MleParameter = { estimate: 0.7, se: 0.14491, interval: { wald: null, profile: [0.3925, 0.9153], ends: ['contour', 'contour'] } };
const map: MapParameter = { estimate: 0.55, se: 0.0787, pull: -1.0351, interval: { wald: null, posterior: [0.3968, 0.6931] } };

describe('the figure of a parameter', () => {
  it('is told in words, with the numbers of the report', () => {
    assert.equal(
      spokenOf({ parameter, mle, map, level: 0.95 }),
      'The posterior of theta has its mode at 0.550, between 0.397 and 0.693 with 95 % probability. ' +
        'The likelihood of theta is highest at 0.700, with a 95 % confidence interval [0.393, 0.915]. ' +
        'The prior is Beta(16, 16): it pulls the estimate by −1.04 standard errors.',
    );
  });

  it('says so where there is nothing, and keeps silent about intervals that there are none of', () => {
    const bare: ParameterView = { name: 'theta', method: 'exact', mle: 0.7, mleSe: 0.14491, map: null, mapSe: null };
    assert.match(spokenOf({ parameter: bare, mle: undefined, map: undefined, level: 0.95 }), /no estimate/);
    const flat = spokenOf({
      parameter: { ...bare, likelihood: curve },
      mle: { ...mle, interval: { wald: null, profile: null } },
      map: undefined,
      level: 0.9,
    });
    assert.equal(flat, 'The likelihood of theta is highest at 0.700.');
  });

  it('shades its curve exactly from one end of the interval to the other', () => {
    assert.deepEqual(between(curve, [0.5, 2.25]), [
      { x: 0.5, y: 0.5 },
      { x: 1, y: 1 },
      { x: 2, y: 1 },
      { x: 2.25, y: 0.75 },
    ]);
  });

  it('shades to the end of the curve where the interval is open or goes further, and nothing beside it', () => {
    assert.deepEqual(between(curve, [null, 9]), [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
      { x: 2, y: 1 },
      { x: 3, y: 0 },
    ]);
    assert.deepEqual(between(curve, [4, 5]), []);
    assert.deepEqual(between({ x: [], y: [] }, [0, 1]), []);
  });
});
