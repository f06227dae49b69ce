/** Pivots of a matrix with unit diagonal below this are too close to singular for the factorisation: its eigenvectors tell more. */
const DOUBTFUL = 1e-8;

/** The factor L of M = L Lᵀ for a symmetric matrix (row-major, n × n) with unit diagonal; undefined where it is not clearly positive definite. */
export function cholesky(matrix: Float64Array, n: number): Float64Array | undefined {
  const l = new Float64Array(n * n);
  const starts = rowStarts(matrix, n);
  for (let i = 0; i < n; i++) {
    const first = starts[i] as number;
    for (let j = first; j <= i; j++) {
      const common = Math.max(first, starts[j] as number);
      const rest = (matrix[i * n + j] as number) - rowProduct(l, i * n + common, j * n + common, j - common);
      if (i > j) l[i * n + j] = rest / (l[j * n + j] as number);
      else if (rest > DOUBTFUL) l[i * n + i] = Math.sqrt(rest);
      else return undefined;
    }
  }
  return l;
}

/** The column of the first number of each row's lower triangle that is not 0: a factor has zeros where its matrix has them before that. */
function rowStarts(matrix: Float64Array, n: number): Int32Array {
  const starts = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    let j = 0;
    while (j < i && matrix[i * n + j] === 0) j++;
    starts[i] = j;
  }
  return starts;
}

/** Σ_k l[a + k] l[b + k]. */
function rowProduct(l: Float64Array, a: number, b: number, count: number): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += (l[a + k] as number) * (l[b + k] as number);
  return sum;
}

/** L⁻¹ b. */
export function forward(l: Float64Array, b: Float64Array, starts?: Int32Array): Float64Array {
  const n = b.length;
  const x = Float64Array.from(b);
  let first = 0;
  while (first < n && x[first] === 0) first++;
  for (let i = first; i < n; i++) {
    let rest = x[i] as number;
    for (let k = Math.max(first, starts?.[i] ?? 0); k < i; k++) rest -= (l[i * n + k] as number) * (x[k] as number);
    x[i] = rest / (l[i * n + i] as number);
  }
  return x;
}

/** (L Lᵀ)⁻¹ b. */
export function solve(l: Float64Array, b: Float64Array, starts?: Int32Array): Float64Array {
  const n = b.length;
  const x = forward(l, b, starts);
  for (let i = n - 1; i >= 0; i--) {
    const value = (x[i] as number) / (l[i * n + i] as number);
    x[i] = value;
    if (value === 0) continue;
    for (let k = starts?.[i] ?? 0; k < i; k++) x[k] = (x[k] as number) - (l[i * n + k] as number) * value;
  }
  return x;
}

/** L⁻¹, row-major: a row less multiples of those above. */
export function invertLower(l: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const pivot = l[i * n + i] as number;
    for (let k = 0; k < i; k++) {
      const factor = (l[i * n + k] as number) / pivot;
      if (factor === 0) continue;
      for (let j = 0; j <= k; j++) (inverse[i * n + j] as number) -= factor * (inverse[k * n + j] as number);
    }
    inverse[i * n + i] = 1 / pivot;
  }
  return inverse;
}

/** (L Lᵀ)⁻¹, row-major. */
export function invert(l: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  const starts = rowStarts(l, n);
  for (let i = 0; i < n; i++) inverse.set(solve(l, new Float64Array(n).fill(1, i, i + 1), starts), i * n);
  return inverse;
}
