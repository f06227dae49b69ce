import assert from 'node:assert/strict';
import { close } from '../../testing/derivatives.js';
import { isClosed, logIntegral, sample, SampledDistribution } from './sampledDistribution.js';
import { sineIntegral } from '../../numeric/sineIntegral.js';

describe('the sine integral', () => {
  // R: integrate(function(t) sin(t) / t, 0, x, rel.tol = 1e-13), on both sides of where the method changes.
  const table: readonly (readonly [number, number])[] = [
    [0.5, 0.493107418043067],
    [2, 1.60541297680269],
    [5.9, 1.43018433410937],
    [6.1, 1.42086737342462],
    [10, 1.65834759421887],
    [40, 1.58698511935478],
    [200, 1.56838233933947],
  ];

  it('is what R integrates, and odd', () => {
    for (const [x, expected] of table) {
      close(sineIntegral(x), expected, 2e-14);
      assert.equal(sineIntegral(-x), -sineIntegral(x));
    }
  });
});

describe('a distribution by samples of its density', () => {
  const normal = sample((t) => -0.5 * t * t, 0.5);

  it('has the integral and the quantiles of the Normal distribution', () => {
    close(logIntegral(normal), 0.5 * Math.log(2 * Math.PI), 1e-12);
    const distribution = new SampledDistribution(normal);
    // R: qnorm(c(0.025, 0.5, 0.9))
    for (const [p, x] of [
      [0.025, -1.959963984540054],
      [0.5, 0],
      [0.9, 1.281551565544601],
    ] as const)
      close(distribution.quantile(p), x, 1e-8);
  });

  it('follows one far from its middle', () => {
    const shifted = new SampledDistribution(sample((t) => -0.5 * (t - 4) ** 2, 0.25));
    close(shifted.quantile(0.975), 4 + 1.959963984540054, 1e-9);
  });

  it('has no end where the density does not fall', () => {
    assert.ok(isClosed(normal));
    assert.ok(!isClosed(sample((t) => (t < 0 ? -t * t : 0), 0.5)));
  });
});
