import { at } from '../numeric/at.js';

/** Rows of several columns, each of one level. */
export interface LevelRows {
  readonly codes: Float64Array;
  /** Columns whose coefficients depend on the level. */
  readonly own: readonly Float64Array[];
  /** Columns whose coefficients do not. */
  readonly others: readonly Float64Array[];
}

/**
 * Fewer rows with the same sums of squares for whatever coefficients: those of each level are reflected (Householder; Golub & Van Loan 2013, §5.1) so that
 * `own` is triangular in them, and the rest of `others` in the rows below, over all levels together, is made triangular too. The last row is one of these.
 */
export function rotate({ codes, own, others, weights }: LevelRows & { readonly weights?: Float64Array }): LevelRows {
  const order = byLevel(codes);
  const roots = weights?.map(Math.sqrt);
  const columns = [...own, ...others].map((column) => takeRows(column, order, roots));
  const sorted = takeRows(codes, order, undefined);
  const kept: number[] = [];
  const left: number[] = [];
  for (let from = 0; from < sorted.length;) {
    let to = from + 1;
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    triangularise(columns, own.length, from, to);
    for (let row = from; row < to; row++) (row < from + own.length ? kept : left).push(row);
    from = to;
  }
  const rest = columns.slice(own.length).map((column) => Float64Array.from(left, (row) => column[row] as number));
  triangularise(rest, rest.length, 0, left.length);
  const count = Math.max(Math.min(left.length, rest.length), 1);
  const joined = (top: Float64Array, below: Float64Array | undefined): Float64Array => {
    const all = new Float64Array(kept.length + count);
    kept.forEach((row, i) => (all[i] = top[row] as number));
    if (below) all.set(below.subarray(0, count), kept.length);
    return all;
  };
  return {
    codes: joined(sorted, undefined).fill(at(sorted, 0), kept.length),
    own: columns.slice(0, own.length).map((column) => joined(column, undefined)),
    others: columns.slice(own.length).map((column, j) => joined(column, rest[j])),
  };
}

/** The rows in the order of their levels (counting sort). */
function byLevel(codes: Float64Array): Int32Array {
  const next = new Int32Array(codes.reduce((most, code) => Math.max(most, code), 0) + 2);
  for (const code of codes) next[code + 1] = (next[code + 1] as number) + 1;
  for (let k = 1; k < next.length; k++) next[k] = (next[k] as number) + (next[k - 1] as number);
  const order = new Int32Array(codes.length);
  for (let row = 0; row < codes.length; row++) order[(next[codes[row] as number] as number)++] = row;
  return order;
}

/** A column in that order, each row times its factor. */
function takeRows(column: Float64Array, order: Int32Array, factors: Float64Array | undefined): Float64Array {
  const result = new Float64Array(order.length);
  for (let i = 0; i < order.length; i++) {
    const row = order[i] as number;
    result[i] = (column[row] as number) * (factors ? (factors[row] as number) : 1);
  }
  return result;
}

/** Reflections of the rows from … to − 1 that make the first columns upper triangular there; the others are reflected with them. */
function triangularise(columns: readonly Float64Array[], count: number, from: number, to: number): void {
  for (let j = 0; j < Math.min(count, to - from); j++) {
    const pivot = columns[j] as Float64Array;
    const top = from + j;
    let square = 0;
    for (let row = top; row < to; row++) square += (pivot[row] as number) ** 2;
    if (!(square > 0)) continue;
    const alpha = (pivot[top] as number) > 0 ? -Math.sqrt(square) : Math.sqrt(square);
    const head = (pivot[top] as number) - alpha;
    const scale = 1 / (square - alpha * (pivot[top] as number));
    for (let k = j + 1; k < columns.length; k++) {
      const column = columns[k] as Float64Array;
      let inner = head * (column[top] as number);
      for (let row = top + 1; row < to; row++) inner += (pivot[row] as number) * (column[row] as number);
      const share = inner * scale;
      column[top] = (column[top] as number) - share * head;
      for (let row = top + 1; row < to; row++) column[row] = (column[row] as number) - share * (pivot[row] as number);
    }
    pivot[top] = alpha;
    pivot.fill(0, top + 1, to);
  }
}
