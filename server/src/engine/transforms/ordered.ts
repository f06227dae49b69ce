import { at } from '../numeric/at.js';
import type { JointTransform } from './jointTransform.js';
import { transformFor } from './transform.js';

/** Increments that are not positive become this one. */
const INCREMENT = 1;

/**
 * Increasing entries: the one at `anchor` is a coordinate itself, the others follow from logs of the increments on both sides of it:
 * x[k] = x[k − 1] + e^v above, x[k] = x[k + 1] − e^v below. Entries of `tied` equal the one before and have no coordinate.
 */
export class OrderedTransform implements JointTransform {
  readonly alone = transformFor({ lower: -Infinity, upper: Infinity });
  readonly independent: readonly number[];

  constructor(
    private readonly count: number,
    readonly anchor: number,
    private readonly tied: ReadonlySet<number> = new Set(),
  ) {
    this.independent = Array.from({ length: count }, (_, i) => i).filter((i) => i === anchor || !tied.has(this.upperEnd(i)));
  }

  /** The coordinates of increments, each with the entry at its upper end. */
  get steps(): readonly { readonly coordinate: number; readonly entry: number }[] {
    return this.independent.flatMap((i, coordinate) => (i === this.anchor ? [] : [{ coordinate, entry: this.upperEnd(i) }]));
  }

  natural(v: Float64Array): Float64Array {
    const x = new Float64Array(this.count).fill(at(v, this.at(this.anchor)));
    for (let i = this.anchor + 1; i < this.count; i++) x[i] = at(x, i - 1) + this.increment(v, i);
    for (let i = this.anchor - 1; i >= 0; i--) x[i] = at(x, i + 1) - this.increment(v, i);
    return x;
  }

  unconstrained(x: Float64Array): Float64Array {
    return Float64Array.from(this.independent, (i) => {
      if (i === this.anchor) return at(x, i);
      const end = this.upperEnd(i);
      const increment = at(x, end) - at(x, end - 1);
      return Math.log(increment > 0 ? increment : INCREMENT);
    });
  }

  jacobian(v: Float64Array): Float64Array {
    const m = this.independent.length;
    return Float64Array.from({ length: this.count * m }, (_, place) => {
      const [i, k] = [Math.floor(place / m), at(this.independent, place % m)];
      return k === this.anchor ? 1 : this.isBetween(k, i) ? this.sign(k) * this.increment(v, k) : 0;
    });
  }

  curvature(v: Float64Array, gradient: Float64Array): Float64Array {
    const m = this.independent.length;
    const result = new Float64Array(m * m);
    this.independent.forEach((k, a) => {
      const total = gradient.reduce((sum, g, i) => sum + (this.isBetween(k, i) ? g : 0), 0);
      result[a * m + a] = k === this.anchor ? 0 : this.sign(k) * this.increment(v, k) * total;
    });
    return result;
  }

  logJacobian(v: Float64Array): number {
    return v.reduce((sum, value, a) => sum + (this.independent[a] === this.anchor ? 0 : value), 0);
  }

  jacobianSlopes(): (readonly [number, number])[] {
    return this.independent.map((k) => [k === this.anchor ? 0 : 1, 0] as const);
  }

  /** The entry at the upper end of the increment that entry i follows from. */
  private upperEnd(i: number): number {
    return i > this.anchor ? i : i + 1;
  }

  private increment(v: Float64Array, i: number): number {
    return this.tied.has(this.upperEnd(i)) ? 0 : Math.exp(at(v, this.at(i)));
  }

  /** Whether entry i moves with the increment of k. */
  private isBetween(k: number, i: number): boolean {
    return k > this.anchor ? k <= i : k < this.anchor && k >= i;
  }

  private sign(k: number): number {
    return k > this.anchor ? 1 : -1;
  }

  /** The coordinate of an entry. */
  private at(entry: number): number {
    return this.independent.indexOf(entry);
  }
}
