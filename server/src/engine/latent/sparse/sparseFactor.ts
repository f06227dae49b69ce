import type { SparsePattern } from './pattern.js';

/** M = L D Lᵀ after reordering: L by columns, without its unit diagonal. */
export interface Factor {
  readonly pattern: SparsePattern;
  readonly order: Int32Array;
  readonly columns: Int32Array;
  readonly rows: Int32Array;
  readonly diagonal: Float64Array;
  readonly values: Float64Array;
}

/** A positive definite sparse matrix by its factor. */
export class SparseFactor {
  constructor(private readonly factor: Factor) {}

  get logDeterminant(): number {
    return this.factor.diagonal.reduce((sum, pivot) => sum + Math.log(pivot), 0);
  }

  /** M⁻¹ b. */
  solve(b: Float64Array): Float64Array {
    const { order, columns, rows, diagonal, values } = this.factor;
    const x = new Float64Array(order.length);
    for (let k = 0; k < x.length; k++) x[k] = b[order[k] as number] as number;
    for (let k = 0; k < x.length; k++) {
      const own = x[k] as number;
      for (let p = columns[k] as number; p < (columns[k + 1] as number); p++)
        (x[rows[p] as number] as number) -= (values[p] as number) * own;
    }
    for (let k = x.length - 1; k >= 0; k--) {
      let own = (x[k] as number) / (diagonal[k] as number);
      for (let p = columns[k] as number; p < (columns[k + 1] as number); p++)
        own -= (values[p] as number) * (x[rows[p] as number] as number);
      x[k] = own;
    }
    const result = new Float64Array(x.length);
    for (let k = 0; k < x.length; k++) result[order[k] as number] = x[k] as number;
    return result;
  }

  /**
   * The entries of M⁻¹ at the places of the pattern, as an array of it (Takahashi's equations; Erisman & Tinney, Comm. ACM 18, 1975): each column of
   * the inverse follows, on the places of L, from those after it.
   */
  selectedInverse(): Float64Array {
    const { columns, rows, diagonal, values, order, pattern } = this.factor;
    const size = order.length;
    const onDiagonal = new Float64Array(size);
    const below = new Float64Array(values.length);
    const share = new Float64Array(size);
    const sums = new Float64Array(size);
    const marked = new Int32Array(size).fill(-1);
    for (let j = size - 1; j >= 0; j--) {
      const [from, to] = [columns[j] as number, columns[j + 1] as number];
      for (let p = from; p < to; p++) {
        const k = rows[p] as number;
        marked[k] = j;
        share[k] = values[p] as number;
        sums[k] = (values[p] as number) * (onDiagonal[k] as number);
      }
      for (let p = from; p < to; p++) {
        const k = rows[p] as number;
        for (let r = columns[k] as number; r < (columns[k + 1] as number); r++) {
          const i = rows[r] as number;
          if (marked[i] !== j) continue;
          (sums[i] as number) += (share[k] as number) * (below[r] as number);
          (sums[k] as number) += (share[i] as number) * (below[r] as number);
        }
      }
      let own = 1 / (diagonal[j] as number);
      for (let p = from; p < to; p++) {
        const value = -(sums[rows[p] as number] as number);
        below[p] = value;
        own -= (values[p] as number) * value;
      }
      onDiagonal[j] = own;
    }
    return this.atPattern(pattern, onDiagonal, below);
  }

  private atPattern(pattern: SparsePattern, onDiagonal: Float64Array, below: Float64Array): Float64Array {
    const { columns, rows, order } = this.factor;
    const inverse = new Int32Array(order.length);
    const result = new Float64Array(order.length + pattern.rows.length);
    order.forEach((each, k) => {
      inverse[each] = k;
      result[each] = onDiagonal[k] as number;
    });
    pattern.rows.forEach((row, pair) => {
      const [a, b] = [inverse[row] as number, inverse[pattern.columns[pair] as number] as number];
      const [column, wanted] = a < b ? [a, b] : [b, a];
      result[order.length + pair] = below[placeIn(rows, columns[column] as number, columns[column + 1] as number, wanted)] as number;
    });
    return result;
  }
}

/** Where `wanted` stands among rows[from … to − 1], which increase. */
function placeIn(rows: Int32Array, from: number, to: number, wanted: number): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
