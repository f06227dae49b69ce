import assert from 'node:assert/strict';
import fc from 'fast-check';
import { close } from '../../testing/derivatives.js';
import { unconstrainedScale, waldUnconstrained } from './waldInterval.js';

const z = 1.959963984540054;
const [share, positive, line] = [
  { lower: 0, upper: 1 },
  { lower: 0, upper: Infinity },
  { lower: -Infinity, upper: Infinity },
];

function assertEnds(found: readonly [number, number] | undefined, expected: readonly [number, number], tolerance = 1e-12): void {
  expected.forEach((end, i) => {
    close(found?.[i], end, tolerance);
  });
}

describe('the Wald interval on the unconstrained scale', () => {
  it('of a proportion is that of its log-odds: 7 of 10', () => {
    // R: plogis(qlogis(0.7) + c(-1, 1) * qnorm(0.975) / sqrt(10 * 0.7 * 0.3)); confint.default of a glm agrees.
    assertEnds(waldUnconstrained(0.7, Math.sqrt(0.021), share, z), [0.376318072654878, 0.900231684428323]);
  });

  it('of a rate is that of its logarithm: five waiting times with the mean 15.6', () => {
    // R: exp(c(-1, 1) * qnorm(0.975) / sqrt(5)) / 15.6
    const rate = 1 / 15.6;
    assertEnds(waldUnconstrained(rate, rate / Math.sqrt(5), positive, z), [0.0266812700810081, 0.15400836287206]);
  });

  it('of a correlation is that of its z-transform (Fisher)', () => {
    const [r, se] = [0.8, 0.08];
    const half = (z * se) / (1 - r * r);
    assertEnds(waldUnconstrained(r, se, { lower: -1, upper: 1 }, z), [Math.tanh(Math.atanh(r) - half), Math.tanh(Math.atanh(r) + half)]);
  });

  it('below an upper bound mirrors the one above a lower bound', () => {
    const [low, high] = waldUnconstrained(2, 0.7, positive, z) ?? assert.fail();
    assertEnds(waldUnconstrained(-2, 0.7, { lower: -Infinity, upper: 0 }, z), [-high, -low]);
  });

  it('stays inside the support, around the estimate', () => {
    const inside = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(inside, fc.double({ min: 1e-6, max: 0.5, noNaN: true }), (x, se) => {
        const [low, high] = waldUnconstrained(x, se, share, z) ?? assert.fail();
        assert.ok(low >= 0 && low < x && x < high && high <= 1);
      }),
    );
  });

  it('is none for a parameter that can be any number, for one on its bound, or without an error', () => {
    assert.deepEqual([unconstrainedScale(line), unconstrainedScale(positive), unconstrainedScale(share)], [undefined, 'log', 'logit']);
    assert.equal(waldUnconstrained(1, 1, line, z), undefined);
    assert.equal(waldUnconstrained(0, 1, positive, z), undefined);
    assert.equal(waldUnconstrained(0.5, NaN, share, z), undefined);
  });
});
