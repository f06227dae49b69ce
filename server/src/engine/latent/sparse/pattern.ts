/**
 * Which entries of a symmetric matrix can differ from 0. A matrix of the pattern is an array: its diagonal first, then one number for each pair
 * (rows[k], columns[k]) with rows[k] > columns[k].
 */
export interface SparsePattern {
  readonly size: number;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** Collects pairs; equal ones get the same position. */
export class PatternBuilder {
  private readonly positions = new Map<number, number>();
  private readonly rows: number[] = [];
  private readonly columns: number[] = [];

  constructor(readonly size: number) {}

  /** The place of the entry of two indexes in the arrays of the pattern. */
  position(a: number, b: number): number {
    if (a === b) return a;
    const [row, column] = a > b ? [a, b] : [b, a];
    const key = row * this.size + column;
    const known = this.positions.get(key);
    if (known !== undefined) return known;
    const position = this.size + this.rows.push(row) - 1;
    this.columns.push(column);
    this.positions.set(key, position);
    return position;
  }

  get pattern(): SparsePattern {
    return { size: this.size, rows: Int32Array.from(this.rows), columns: Int32Array.from(this.columns) };
  }
}
