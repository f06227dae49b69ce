import { evaluateColumns } from '../ir/evaluate.js';
import { sharedColumn } from '../ir/sharedColumn.js';
import type { ColumnSlot } from '../model/columns.js';
import type { Column } from '../model/dataset.js';
import { beginning, MissingRows } from './missingRows.js';
import type { Model } from '../model/model.js';
import { at } from '../numeric/at.js';

/** The numbers of a model's columns in the rows that it uses. */
export class Slots {
  readonly columns: Float64Array[] = [];
  private readonly missing: MissingRows;

  constructor(
    private readonly model: Model,
    private readonly sources: ReadonlyMap<string, Column>,
    private readonly complete: Int32Array | undefined,
    private readonly rows: number,
    /** Means and standard deviations by slot, where they are not those of these rows. */
    reductions: ReadonlyMap<number, number> = new Map(),
  ) {
    this.missing = new MissingRows(model, sources, rows);
    model.columns.forEach((slot, index) => {
      const value = reductions.get(index);
      this.columns.push(value === undefined ? this.fill(slot) : new Float64Array(this.used).fill(value));
    });
  }

  get used(): number {
    return this.complete?.length ?? this.rows;
  }

  /** A column of the data. */
  take(name: string): Float64Array {
    const values = this.valuesOf(name);
    return this.complete ? this.each((row) => at(values, row)) : values;
  }

  /** A column of images: this many numbers per row. */
  images(name: string, width: number): Float64Array {
    const values = this.valuesOf(name);
    if (!this.complete) return values;
    const taken = sharedColumn(this.used * width);
    this.complete.forEach((row, i) => taken.set(values.subarray(row * width, (row + 1) * width), i * width));
    return taken;
  }

  private fill(slot: ColumnSlot): Float64Array {
    switch (slot.kind) {
      case 'image':
        return new Float64Array(0); // no number per row: networks take `images`
      case 'data':
        return this.take(slot.name);
      case 'reduction':
        return reduce(evaluateColumns(this.model.graph, [slot.node], this.columns, this.used)[0] ?? new Float64Array(0), slot.statistic);
      case 'lag':
        return this.above(this.valuesOf(slot.name), slot.steps);
      case 'start': {
        const begins = beginning(this.missing, slot);
        return this.each((row) => (row < begins ? 1 : 0));
      }
    }
  }

  /** Where there is no row above, an initial value is read instead: any number of the column keeps the place. */
  private above(values: Float64Array, steps: number): Float64Array {
    const filler = values.find((value) => !Number.isNaN(value)) ?? NaN;
    return this.each((row) => {
      const value = row < steps ? NaN : at(values, row - steps);
      return Number.isNaN(value) ? filler : value;
    });
  }

  private valuesOf(name: string): Float64Array {
    return this.sources.get(name)?.values ?? new Float64Array(this.rows).fill(NaN);
  }

  private each(valueAt: (row: number) => number): Float64Array {
    const taken = sharedColumn(this.used);
    for (let i = 0; i < taken.length; i++) taken[i] = valueAt(this.complete?.[i] ?? i);
    return taken;
  }
}

/** Mean, or standard deviation with divisor n − 1, as a column with the same value in every row. */
export function reduce(values: Float64Array, statistic: 'mean' | 'sd'): Float64Array {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return new Float64Array(values.length).fill(statistic === 'mean' ? mean : Math.sqrt(variance));
}
