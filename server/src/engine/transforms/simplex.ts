import type { JointTransform } from './joint.js';
import { transformFor } from './transform.js';

const logistic = (v: number): number => (v >= 0 ? 1 / (1 + Math.exp(-v)) : Math.exp(v) / (1 + Math.exp(v)));

/** Entries this small are moved inside. */
const LEAST = 1e-12;

/**
 * Positive entries with a given sum: the share of the one at `anchor` goes through the logit, the others divide the rest by a softmax whose last
 * score is 0. With e the others, p their softmax and s = logistic(v[anchor]): x[anchor] = total · s, x[e] = total · (1 − s) · p[e].
 * The last of the others has no coordinate of its own.
 */
export function simplexTransform(count: number, anchor: number, total: number): JointTransform {
  if (count === 1) return determined(total);
  const others = Array.from({ length: count }, (_, i) => i).filter((i) => i !== anchor);
  const reference = others.at(-1) ?? -1;
  const independent = Array.from({ length: count }, (_, i) => i).filter((i) => i !== reference);
  const m = independent.length;
  const at = (entry: number): number => independent.indexOf(entry);
  const split = (v: Float64Array): { s: number; rest: number; p: Float64Array } => ({
    s: logistic(v[at(anchor)] ?? NaN),
    rest: logistic(-(v[at(anchor)] ?? NaN)),
    p: softmax(Float64Array.from(others, (entry) => (entry === reference ? 0 : (v[at(entry)] ?? NaN)))),
  });
  /** ∂p[i]/∂v of the other at k. */
  const slope = (p: Float64Array, i: number, k: number): number => (p[i] ?? 0) * ((i === k ? 1 : 0) - (p[k] ?? 0));
  return {
    anchor,
    alone: transformFor({ lower: 0, upper: total }),
    independent,
    natural: (v) => {
      const { s, rest, p } = split(v);
      const x = new Float64Array(count);
      x[anchor] = total * s;
      others.forEach((entry, i) => (x[entry] = total * rest * (p[i] ?? NaN)));
      return x;
    },
    unconstrained: (x) => {
      const inside = x.map((value) => Math.max(value, LEAST));
      const rest = others.reduce((sum, entry) => sum + (inside[entry] ?? 0), 0);
      const log = (entry: number): number => Math.log(inside[entry] ?? NaN);
      return Float64Array.from(independent, (entry) => log(entry) - (entry === anchor ? Math.log(rest) : log(reference)));
    },
    jacobian: (v) => {
      const { s, rest, p } = split(v);
      const result = new Float64Array(count * m);
      result[anchor * m + at(anchor)] = total * s * rest;
      others.forEach((entry, i) => {
        result[entry * m + at(anchor)] = -total * s * rest * (p[i] ?? NaN);
        others.forEach((other, k) => {
          if (other !== reference) result[entry * m + at(other)] = total * rest * slope(p, i, k);
        });
      });
      return result;
    },
    curvature: (v, gradient) => {
      const { s, rest, p } = split(v);
      const g = Float64Array.from(others, (entry) => gradient[entry] ?? 0);
      const average = g.reduce((sum, value, i) => sum + value * (p[i] ?? 0), 0);
      const along = (k: number): number => (p[k] ?? 0) * ((g[k] ?? 0) - average);
      const result = new Float64Array(m * m);
      const put = (a: number, b: number, value: number): void => {
        result[a * m + b] = value;
        result[b * m + a] = value;
      };
      put(at(anchor), at(anchor), total * s * rest * (rest - s) * ((gradient[anchor] ?? 0) - average));
      others.forEach((entry, k) => {
        if (entry === reference) return;
        put(at(anchor), at(entry), -total * s * rest * along(k));
        others.forEach((other, l) => {
          if (other === reference || l > k) return;
          const second = (k === l ? along(k) : 0) - (p[k] ?? 0) * along(l) - (p[l] ?? 0) * along(k);
          put(at(entry), at(other), total * rest * second);
        });
      });
      return result;
    },
    logJacobian: (v) => {
      const { s, rest, p } = split(v);
      const logs = p.reduce((sum, value) => sum + Math.log(value), 0);
      return m * Math.log(total) + Math.log(s) + m * Math.log(rest) + logs;
    },
    jacobianSlopes: (v) => {
      const { s, rest, p } = split(v);
      return independent.map((entry) => {
        if (entry === anchor) return [rest - m * s, -(1 + m) * s * rest] as const;
        const share = p[others.indexOf(entry)] ?? NaN;
        return [1 - others.length * share, -others.length * share * (1 - share)] as const;
      });
    },
  };
}

/** One entry alone is the sum itself. */
function determined(total: number): JointTransform {
  const none = new Float64Array(0);
  const alone = transformFor({ lower: 0, upper: total });
  return {
    ...{ anchor: 0, alone, independent: [], natural: () => Float64Array.of(total) },
    ...{ unconstrained: () => none, jacobian: () => none, curvature: () => none, logJacobian: () => 0, jacobianSlopes: () => [] },
  };
}

/** e^v / Σ e^v. */
function softmax(v: Float64Array): Float64Array {
  const high = v.reduce((a, b) => Math.max(a, b), -Infinity);
  const weights = v.map((value) => Math.exp(value - high));
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((value) => value / total);
}
