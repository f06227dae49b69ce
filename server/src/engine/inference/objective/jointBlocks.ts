import type { Curvature, Evaluation } from '../../kernel/kernel.js';
import type { EntryIndex } from '../../model/entryIndex.js';
import { at } from '../../numeric/at.js';
import type { JointTransform } from '../../transforms/jointTransform.js';

/** Entries that bind each other and their working coordinates. */
export class JointBlock {
  constructor(
    readonly transform: JointTransform,
    /** Entries of the model in the order of the transform; −1 for the rest of a simplex, which is not an entry. */
    readonly entries: readonly EntryIndex[],
    /** Position among all working coordinates of each independent entry. */
    readonly coordinates: readonly number[],
    /** What the entries sum to, where that is given. */
    private readonly total: number,
  ) {}

  /** The entry that is a function of its own coordinate alone. */
  get anchor(): number {
    return at(this.entries, this.transform.anchor);
  }

  readonly coordinatesOf = (w: Float64Array): Float64Array => Float64Array.from(this.coordinates, (a) => at(w, a));

  /** Working coordinates of increments, each with the entry at its upper end. */
  get steps(): { coordinate: number; entry: EntryIndex }[] {
    return (this.transform.steps ?? []).map((step) => ({
      coordinate: at(this.coordinates, step.coordinate),
      entry: at(this.entries, step.entry),
    }));
  }

  /** The values of the entries at a point of all entries. */
  entriesOf(x: Float64Array): Float64Array {
    const known = this.entries.reduce((sum, entry) => (entry < 0 ? sum : sum + at(x, entry)), 0);
    return Float64Array.from(this.entries, (entry) => (entry < 0 ? this.total - known : at(x, entry)));
  }

  setEntry(x: Float64Array, i: number, value: number): void {
    const entry = at(this.entries, i);
    if (entry >= 0) x[entry] = value;
  }

  /** Rows of ∂x/∂w of the entries that have a coordinate of their own, in the order of `coordinates`. */
  independentRows(w: Float64Array, n: number): Float64Array[] {
    const rows = this.rows(w, n);
    return this.transform.independent.map((i) => rows[i] ?? new Float64Array(n));
  }

  dependentRows(w: Float64Array, n: number): { entry: EntryIndex; row: Float64Array }[] {
    return this.rows(w, n).flatMap((row, i) => {
      const entry = at(this.entries, i);
      return entry < 0 || this.transform.independent.includes(i) ? [] : [{ entry, row }];
    });
  }

  private rows(w: Float64Array, n: number): Float64Array[] {
    const m = this.coordinates.length;
    const jacobian = this.transform.jacobian(this.coordinatesOf(w));
    return this.entries.map((_, i) => {
      const row = new Float64Array(n);
      this.coordinates.forEach((a, j) => (row[a] = at(jacobian, i * m + j)));
      return row;
    });
  }
}

/**
 * Turns derivatives over the entries of a block into those over its coordinates, in place: they replace the derivatives of the free
 * entries. `free` holds the entry of each working coordinate.
 */
export function pullBack(
  evaluation: Evaluation,
  block: JointBlock,
  w: Float64Array,
  free: readonly EntryIndex[],
  curvature: Curvature,
): void {
  const { gradient, hessian } = evaluation;
  const size = gradient.length;
  const v = block.coordinatesOf(w);
  const slots = block.coordinates.map((a) => at(free, a));
  const jacobian = block.transform.jacobian(v);
  const bend = block.transform.curvature(v, valuesAt(gradient, block.entries, 0, 1));
  const pull = (values: Float64Array, offset: number, stride: number): void => {
    const old = valuesAt(values, block.entries, offset, stride);
    slots.forEach((slot, j) => {
      values[offset + stride * slot] = old.reduce((sum, value, i) => sum + value * at(jacobian, i * slots.length + j), 0);
    });
  };
  pull(gradient, 0, 1);
  if (hessian.length === 0) return;
  for (let row = 0; row < size; row++) pull(hessian, row * size, 1);
  for (let column = 0; column < size; column++) pull(hessian, column, size);
  if (curvature !== 'exact') return;
  slots.forEach((row, j) => {
    slots.forEach((column, k) => {
      hessian[row * size + column] = at(hessian, row * size + column) + at(bend, j * slots.length + k);
    });
  });
}

const valuesAt = (values: Float64Array, entries: readonly EntryIndex[], offset: number, stride: number): Float64Array =>
  Float64Array.from(entries, (entry) => (entry < 0 ? 0 : at(values, offset + stride * entry)));
