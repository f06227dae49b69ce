import type { Support } from './support.js';
import type { Transform } from './transform.js';

/**
 * A scale on which a bound is a point like any other, for a parameter whose maximum lies there: x = lower + w², upper − w², or lower + (upper − lower) sin² w. It
 * maps w and −w to the same value, so that 0 is a stationary point: a search leaves it along negative curvature.
 */
export function rootedAt({ lower, upper }: Support, at: 'lower' | 'upper'): Transform {
  if (Number.isFinite(lower) && Number.isFinite(upper)) return sineTransform(lower, upper, at);
  const [bound, sign] = at === 'lower' ? [lower, 1] : [upper, -1];
  return {
    name: 'rooted',
    natural: (w) => bound + sign * w * w,
    unconstrained: (x) => Math.sqrt(Math.max(sign * (x - bound), 0)),
    derivatives: (w) => [2 * sign * w, 2 * sign],
    logJacobian: (w) => Math.log(2 * Math.abs(w)),
    jacobianSlopes: (w) => [1 / w, -1 / (w * w)],
  };
}

function sineTransform(lower: number, upper: number, at: 'lower' | 'upper'): Transform {
  const width = upper - lower;
  const [bound, sign] = at === 'lower' ? [lower, 1] : [upper, -1];
  return {
    name: 'rooted',
    natural: (w) => bound + sign * width * Math.sin(w) ** 2,
    unconstrained: (x) => Math.asin(Math.sqrt(Math.min(Math.max((sign * (x - bound)) / width, 0), 1))),
    derivatives: (w) => [sign * width * Math.sin(2 * w), 2 * sign * width * Math.cos(2 * w)],
    logJacobian: (w) => Math.log(width * Math.abs(Math.sin(2 * w))),
    jacobianSlopes: (w) => [2 / Math.tan(2 * w), -4 / Math.sin(2 * w) ** 2],
  };
}
