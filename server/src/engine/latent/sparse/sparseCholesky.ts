import { minimumDegree } from './ordering.js';
import type { SparsePattern } from './pattern.js';
import { type Factor, SparseFactor } from './sparseFactor.js';

/** The matrices of one pattern, to be factorised one after the other: the order of elimination and the places of L are worked out once. */
export class SparseCholesky {
  private readonly order: Int32Array;
  /** Column k of the reordered upper triangle: rows and where their numbers stand in an array of the pattern. */
  private readonly starts: Int32Array;
  private readonly upper: Int32Array;
  private readonly places: Int32Array;
  private readonly parent: Int32Array;
  /** Where column k of L begins. */
  private readonly columns: Int32Array;
  private readonly rows: Int32Array;

  constructor(readonly pattern: SparsePattern) {
    const { size } = pattern;
    this.order = minimumDegree(pattern);
    const inverse = new Int32Array(size);
    this.order.forEach((each, k) => (inverse[each] = k));
    const ends = pattern.rows.map((row, k) => Math.max(inverse[row] as number, inverse[pattern.columns[k] as number] as number));
    this.starts = cumulative(ends, size);
    this.upper = new Int32Array(ends.length);
    this.places = new Int32Array(ends.length);
    const next = Int32Array.from(this.starts);
    ends.forEach((column, k) => {
      const at = (next[column] as number)++;
      this.upper[at] = Math.min(inverse[pattern.rows[k] as number] as number, inverse[pattern.columns[k] as number] as number);
      this.places[at] = size + k;
    });
    this.parent = new Int32Array(size).fill(-1);
    this.columns = this.columnsOfFactor();
    this.rows = new Int32Array(this.columns[size] as number);
  }

  /** How many numbers the factor has below its diagonal. */
  get fill(): number {
    return this.rows.length;
  }

  /**
   * M = L D Lᵀ row by row (Davis, ACM Trans. Math. Softw. 31, 2005, algorithm 849); undefined where M is not positive definite. Work and memory are
   * proportional to what the factor's columns hold.
   */
  factorise(values: Float64Array): SparseFactor | undefined {
    const { size } = this.pattern;
    const work = new Float64Array(size);
    const count = new Int32Array(size);
    const flags = new Int32Array(size).fill(-1);
    const stack = new Int32Array(size);
    const factor: Factor = { ...this.shape(), diagonal: new Float64Array(size), values: new Float64Array(this.rows.length) };
    for (let k = 0; k < size; k++) {
      const top = this.rowPattern(k, flags, stack, (at) => (work[this.upper[at] as number] = values[this.places[at] as number] as number));
      let pivot = values[this.order[k] as number] as number;
      for (let s = top; s < size; s++) {
        const i = stack[s] as number;
        const y = work[i] as number;
        work[i] = 0;
        const from = this.columns[i] as number;
        const to = from + (count[i] as number)++;
        for (let p = from; p < to; p++) (work[this.rows[p] as number] as number) -= (factor.values[p] as number) * y;
        const l = y / (factor.diagonal[i] as number);
        pivot -= l * y;
        this.rows[to] = k;
        factor.values[to] = l;
      }
      if (!(pivot > 0) || pivot === Infinity) return undefined;
      factor.diagonal[k] = pivot;
    }
    return new SparseFactor(factor);
  }

  private shape(): Pick<Factor, 'pattern' | 'order' | 'columns' | 'rows'> {
    return { pattern: this.pattern, order: this.order, columns: this.columns, rows: this.rows };
  }

  /** The columns in which row k of L has a number, in an order in which they can be worked out: the last ones of `stack`, from the place returned on. */
  private rowPattern(k: number, flags: Int32Array, stack: Int32Array, visit: (at: number) => void): number {
    let top = stack.length;
    flags[k] = k;
    for (let at = this.starts[k] as number; at < (this.starts[k + 1] as number); at++) {
      visit(at);
      let depth = 0;
      for (let i = this.upper[at] as number; flags[i] !== k; i = this.parent[i] as number) {
        stack[depth++] = i;
        flags[i] = k;
      }
      while (depth > 0) stack[--top] = stack[--depth] as number;
    }
    return top;
  }

  /** The elimination tree, and with it the number of entries of each column. */
  private columnsOfFactor(): Int32Array {
    const { size } = this.pattern;
    const flags = new Int32Array(size);
    const columns = new Int32Array(size + 1);
    for (let k = 0; k < size; k++) {
      flags[k] = k;
      for (let at = this.starts[k] as number; at < (this.starts[k + 1] as number); at++) {
        for (let i = this.upper[at] as number; flags[i] !== k; i = this.parent[i] as number) {
          if (this.parent[i] === -1) this.parent[i] = k;
          (columns[i + 1] as number)++;
          flags[i] = k;
        }
      }
    }
    for (let k = 0; k < size; k++) columns[k + 1] = (columns[k + 1] as number) + (columns[k] as number);
    return columns;
  }
}

/** Where the items of each of `size` bins begin. */
function cumulative(bins: Int32Array, size: number): Int32Array {
  const starts = new Int32Array(size + 1);
  for (const bin of bins) (starts[bin + 1] as number)++;
  for (let k = 0; k < size; k++) starts[k + 1] = (starts[k + 1] as number) + (starts[k] as number);
  return starts;
}
