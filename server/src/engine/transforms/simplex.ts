import { at } from '../numeric/at.js';
import type { JointTransform } from './jointTransform.js';
import { type Transform, transformFor } from './transform.js';

/** Entries this small are moved inside. */
const LEAST = 1e-12;

/** Positive entries with a given sum, in the coordinates of `SimplexTransform`; one entry alone is the sum itself. */
export const simplexTransform = (count: number, anchor: number, total: number): JointTransform =>
  count === 1 ? onlyPoint(total) : new SimplexTransform(count, anchor, total);

/** The share of the anchor, what is left of the whole, and the shares of the others in that. */
interface Shares {
  readonly s: number;
  readonly rest: number;
  readonly p: Float64Array;
}

/**
 * The share of the entry at `anchor` goes through the logit, the others divide the rest by a softmax whose last score is 0. With e the others, p their
 * softmax and s = logistic(v[anchor]): x[anchor] = total · s, x[e] = total · (1 − s) · p[e]. The last of the others has no coordinate of its own.
 */
class SimplexTransform implements JointTransform {
  readonly alone: Transform;
  readonly independent: readonly number[];
  private readonly others: readonly number[];
  private readonly reference: number;

  constructor(
    private readonly count: number,
    readonly anchor: number,
    private readonly total: number,
  ) {
    const all = Array.from({ length: count }, (_, i) => i);
    this.alone = transformFor({ lower: 0, upper: total });
    this.others = all.filter((i) => i !== anchor);
    this.reference = this.others.at(-1) ?? -1;
    this.independent = all.filter((i) => i !== this.reference);
  }

  natural(v: Float64Array): Float64Array {
    const { s, rest, p } = this.shares(v);
    const x = new Float64Array(this.count);
    x[this.anchor] = this.total * s;
    this.others.forEach((entry, i) => (x[entry] = this.total * rest * at(p, i)));
    return x;
  }

  unconstrained(x: Float64Array): Float64Array {
    const inside = x.map((value) => Math.max(value, LEAST));
    const rest = this.others.reduce((sum, entry) => sum + at(inside, entry), 0);
    const log = (entry: number): number => Math.log(at(inside, entry));
    return Float64Array.from(this.independent, (entry) => log(entry) - (entry === this.anchor ? Math.log(rest) : log(this.reference)));
  }

  jacobian(v: Float64Array): Float64Array {
    const { s, rest, p } = this.shares(v);
    const { anchor, others, total } = this;
    const m = this.independent.length;
    const result = new Float64Array(this.count * m);
    result[anchor * m + this.at(anchor)] = total * s * rest;
    others.forEach((entry, i) => {
      const share = at(p, i);
      result[entry * m + this.at(anchor)] = -total * s * rest * share;
      others
        .slice(0, -1)
        .forEach((other, k) => (result[entry * m + this.at(other)] = total * rest * share * ((i === k ? 1 : 0) - at(p, k))));
    });
    return result;
  }

  curvature(v: Float64Array, gradient: Float64Array): Float64Array {
    const { s, rest, p } = this.shares(v);
    const { anchor, others, total } = this;
    const m = this.independent.length;
    const average = others.reduce((sum, entry, i) => sum + at(gradient, entry) * at(p, i), 0);
    const along = others.map((entry, k) => at(p, k) * (at(gradient, entry) - average));
    const result = new Float64Array(m * m);
    const put = (a: number, b: number, value: number): void => {
      result[this.at(a) * m + this.at(b)] = value;
      result[this.at(b) * m + this.at(a)] = value;
    };
    put(anchor, anchor, total * s * rest * (rest - s) * (at(gradient, anchor) - average));
    others.slice(0, -1).forEach((entry, k) => {
      put(anchor, entry, -total * s * rest * at(along, k));
      others.slice(0, k + 1).forEach((other, l) => {
        const product = at(p, k) * at(along, l) + at(p, l) * at(along, k);
        put(entry, other, total * rest * ((k === l ? at(along, k) : 0) - product));
      });
    });
    return result;
  }

  logJacobian(v: Float64Array): number {
    const { s, rest, p } = this.shares(v);
    const m = this.independent.length;
    return m * Math.log(this.total) + Math.log(s) + m * Math.log(rest) + p.reduce((sum, value) => sum + Math.log(value), 0);
  }

  jacobianSlopes(v: Float64Array): (readonly [number, number])[] {
    const { s, rest, p } = this.shares(v);
    const m = this.independent.length;
    return this.independent.map((entry) => {
      if (entry === this.anchor) return [rest - m * s, -(1 + m) * s * rest] as const;
      const share = at(p, this.others.indexOf(entry));
      return [1 - this.others.length * share, -this.others.length * share * (1 - share)] as const;
    });
  }

  /** The coordinate of an entry. */
  private at(entry: number): number {
    return this.independent.indexOf(entry);
  }

  private shares(v: Float64Array): Shares {
    const own = at(v, this.at(this.anchor));
    const scores = Float64Array.from(this.others, (entry) => (entry === this.reference ? 0 : at(v, this.at(entry))));
    return { s: logistic(own), rest: logistic(-own), p: softmax(scores) };
  }
}

function onlyPoint(total: number): JointTransform {
  const none = new Float64Array(0);
  const alone = transformFor({ lower: 0, upper: total });
  return {
    ...{ anchor: 0, alone, independent: [], natural: () => Float64Array.of(total) },
    ...{ unconstrained: () => none, jacobian: () => none, curvature: () => none, logJacobian: () => 0, jacobianSlopes: () => [] },
  };
}

const logistic = (v: number): number => (v >= 0 ? 1 / (1 + Math.exp(-v)) : Math.exp(v) / (1 + Math.exp(v)));

/** e^v / Σ e^v. */
function softmax(v: Float64Array): Float64Array {
  const high = v.reduce((a, b) => Math.max(a, b), -Infinity);
  const weights = v.map((value) => Math.exp(value - high));
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((value) => value / total);
}
