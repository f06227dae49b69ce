import type { JointTransform } from './joint.js';
import { transformFor } from './transform.js';

/** Increments that are no increase become this one. */
const INCREMENT = 1;

/**
 * Increasing entries: the one at `anchor` is a coordinate itself, the others follow from logs of the increments on both sides of it:
 * x[k] = x[k − 1] + e^v[k] above, x[k] = x[k + 1] − e^v[k] below.
 */
export function orderedTransform(count: number, anchor: number): JointTransform {
  const isBetween = (k: number, i: number): boolean => (k > anchor ? k <= i : k < anchor && k >= i);
  const sign = (k: number): number => (k > anchor ? 1 : -1);
  return {
    anchor,
    alone: transformFor({ lower: -Infinity, upper: Infinity }),
    independent: Array.from({ length: count }, (_, i) => i),
    natural: (v) => {
      const x = Float64Array.from(v);
      for (let i = anchor + 1; i < count; i++) x[i] = (x[i - 1] ?? NaN) + Math.exp(v[i] ?? NaN);
      for (let i = anchor - 1; i >= 0; i--) x[i] = (x[i + 1] ?? NaN) - Math.exp(v[i] ?? NaN);
      return x;
    },
    unconstrained: (x) =>
      x.map((value, i) => {
        if (i === anchor) return value;
        const increment = i > anchor ? value - (x[i - 1] ?? NaN) : (x[i + 1] ?? NaN) - value;
        return Math.log(increment > 0 ? increment : INCREMENT);
      }),
    jacobian: (v) =>
      Float64Array.from({ length: count * count }, (_, at) => {
        const [i, k] = [Math.floor(at / count), at % count];
        return k === anchor ? 1 : isBetween(k, i) ? sign(k) * Math.exp(v[k] ?? NaN) : 0;
      }),
    curvature: (v, gradient) => {
      const result = new Float64Array(count * count);
      v.forEach((value, k) => {
        const total = gradient.reduce((sum, g, i) => sum + (k !== anchor && isBetween(k, i) ? g : 0), 0);
        result[k * count + k] = k === anchor ? 0 : sign(k) * Math.exp(value) * total;
      });
      return result;
    },
    logJacobian: (v) => v.reduce((sum, value, k) => sum + (k === anchor ? 0 : value), 0),
    jacobianSlopes: (v) => Array.from(v, (_, k) => [k === anchor ? 0 : 1, 0] as const),
  };
}
