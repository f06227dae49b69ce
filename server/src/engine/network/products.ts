import { fastProduct } from './fastProduct.js';

/**
 * The three products that a network's time goes into. All matrices are row-major: a is rows × inner, b inner × columns, out rows × columns.
 * The innermost loops run over numbers that follow each other.
 */

/** out += a b. */
export function addProduct(out: Float64Array, a: Float64Array, b: Float64Array, rows: number, inner: number, columns: number): void {
  if (fastProduct({ out, x: a, y: b, rows, inner, columns, rowStep: inner, innerStep: 1 })) return;
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < inner; i++) {
      const factor = a[r * inner + i] as number;
      if (factor === 0) continue;
      const [from, to] = [i * columns, r * columns];
      for (let c = 0; c < columns; c++) (out[to + c] as number) += factor * (b[from + c] as number);
    }
  }
}

/** b += aᵀ out: the derivatives by b, given those by out. */
export function addToRight(b: Float64Array, a: Float64Array, out: Float64Array, rows: number, inner: number, columns: number): void {
  if (fastProduct({ out: b, x: a, y: out, rows: inner, inner: rows, columns, rowStep: 1, innerStep: inner })) return;
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < inner; i++) {
      const factor = a[r * inner + i] as number;
      if (factor === 0) continue;
      const [to, from] = [i * columns, r * columns];
      for (let c = 0; c < columns; c++) (b[to + c] as number) += factor * (out[from + c] as number);
    }
  }
}

/** a += out bᵀ: the derivatives by a, given those by out. */
export function addToLeft(a: Float64Array, out: Float64Array, b: Float64Array, rows: number, inner: number, columns: number): void {
  if (
    rows > 1 &&
    fastProduct({ out: a, x: out, y: transposed(b, inner, columns), rows, inner: columns, columns: inner, rowStep: columns, innerStep: 1 })
  )
    return;
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < inner; i++) {
      const [from, other] = [i * columns, r * columns];
      let sum = 0;
      for (let c = 0; c < columns; c++) sum += (b[from + c] as number) * (out[other + c] as number);
      (a[r * inner + i] as number) += sum;
    }
  }
}

function transposed(b: Float64Array, rows: number, columns: number): Float64Array {
  const result = new Float64Array(rows * columns);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) result[c * rows + r] = b[r * columns + c] as number;
  return result;
}

/** Adds one vector to every row. */
export function addToRows(out: Float64Array, vector: Float64Array, rows: number): void {
  const columns = vector.length;
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) (out[r * columns + c] as number) += vector[c] as number;
}

/** Adds every row to one vector. */
export function addRows(vector: Float64Array, out: Float64Array, rows: number): void {
  const columns = vector.length;
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) (vector[c] as number) += out[r * columns + c] as number;
}
