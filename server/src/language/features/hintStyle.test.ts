import assert from 'node:assert/strict';
import type { MapParameter, MleParameter } from '../../report/estimates.js';
import { hintValue } from './hintStyle.js';

const mle: MleParameter = {
  estimate: 0.7,
  se: 0.144914,
  interval: { wald: [0.41597, 0.98403], waldUnconstrained: [0.37608, 0.89999], profile: [0.39342, 0.91491], ends: ['contour', 'contour'] },
};
const map: MapParameter = { estimate: 0.55, se: 0.078661, pull: -1, interval: { wald: [0.39583, 0.70417], posterior: [0.39537, 0.69783] } };

describe('a value in a hint', () => {
  it('has its error, its interval or neither', () => {
    assert.equal(hintValue(mle, { show: 'error', digits: 0 }), '0.700 ± 0.145');
    assert.equal(hintValue(mle, { show: 'interval', digits: 0 }), '0.700 [0.393, 0.915]');
    assert.equal(hintValue(mle, { show: 'estimate', digits: 0 }), '0.700');
    assert.equal(hintValue(map, { show: 'interval', digits: 0 }), '0.550 [0.395, 0.698]');
  });

  it('has as many digits as are wanted', () => {
    assert.equal(hintValue(mle, { show: 'error', digits: 1 }), '0.7 ± 0.1');
    assert.equal(hintValue(mle, { show: 'interval', digits: 4 }), '0.7000 [0.3934, 0.9149]');
    assert.equal(hintValue({ ...mle, estimate: 1234.4, se: 56 }, { show: 'error', digits: 1 }), '1234 ± 56');
  });

  it('has the best interval that is known by now, and says where an end is open', () => {
    const early = { ...mle, interval: { ...mle.interval, profile: null } };
    assert.equal(hintValue(early, { show: 'interval', digits: 0 }), '0.700 [0.376, 0.900]');
    const open: MleParameter = { ...mle, interval: { wald: null, profile: [0.39342, null], ends: ['contour', 'open'] } };
    assert.equal(hintValue(open, { show: 'interval', digits: 0 }), '0.700 [0.393, ∞]');
    const lost: MleParameter = { ...mle, interval: { wald: null, profile: [null, 0.91491], ends: ['not-found', 'contour'] } };
    assert.equal(hintValue(lost, { show: 'interval', digits: 0 }), '0.700 [not found, 0.915]');
    const none: MapParameter = { ...map, se: null, interval: { wald: null } };
    assert.equal(hintValue(none, { show: 'interval', digits: 0 }), '0.55');
  });
});
