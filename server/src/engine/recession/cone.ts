import { at } from '../numeric/at.js';
import { dot, symmetricEigen } from '../numeric/eigen.js';
import { projectedSum } from '../numeric/nonNegative.js';

/** Inequalities a·b ≥ 0, row after row (row-major, rows × width). */
export interface Inequalities {
  readonly rows: Float64Array;
  readonly width: number;
  /** Rows from this one on are bounds: they must hold, and holding strictly means nothing. */
  readonly counted: number;
}

/** A direction inside the cone { b : a·b ≥ 0 for every row a }, unless the cone contains only directions that change no row. */
export interface Recession {
  readonly direction: Float64Array;
  /** Numbers of the rows with a·b > 0, bounds left out. */
  readonly strict: readonly number[];
}

/** Singular values below the root of this share of the largest count as 0. */
const SINGULAR = 1e-12;
/** A row of unit length counts as met strictly from here on. */
const STRICT = 1e-7;
/** Coordinates with a smaller share of a direction are rounding. */
const NOTICEABLE = 1e-6;

/**
 * Whether all inequalities can hold, some of them strictly: for the rows of a logistic regression, signed by their outcomes, that is complete or
 * quasi-complete separation (Albert & Anderson, Biometrika 71, 1984; Konis 2007 uses a linear programme). Here the sum of the rows is projected onto
 * the cone, which is non-negative least squares: 0 exactly where there is none. Rows met strictly are removed, and the directions that the others still allow follow, as
 * in Geyer (Electronic Journal of Statistics 3, 2009), so that the direction has a share in every coordinate that can run away.
 * `rank` is the number of independent directions in the rows.
 */
export function recession({ rows, width, counted }: Inequalities): { readonly recession: Recession | undefined; readonly rank: number } {
  const basis = whitening(rows, width);
  const parts: Float64Array[] = [];
  const strict: number[] = [];
  let left = unitRows(rows, width, basis);
  for (;;) {
    const part = projectedSum(
      left.map(({ row }) => row),
      left.filter(({ index }) => index < counted).length,
    );
    const size = part ? Math.sqrt(dot(part, part)) : 0;
    const met = part ? left.filter(({ row }) => dot(row, part) > STRICT * size) : [];
    const own = met.filter(({ index }) => index < counted);
    if (!part || own.length === 0) break;
    strict.push(...own.map(({ index }) => index));
    parts.push(combine(basis, part, width));
    const gone = new Set(met);
    left = left.filter((each) => !gone.has(each));
  }
  if (parts.length === 0) return { recession: undefined, rank: basis.length };
  return { recession: { direction: leading(parts, scalesOf(rows, width)), strict }, rank: basis.length };
}

/** Columns of V Λ^(−1/2) for the Gram matrix V Λ V' of the scaled rows: coordinates in which the rows are spread evenly. */
function whitening(rows: Float64Array, width: number): Float64Array[] {
  const scales = scalesOf(rows, width);
  const gram = new Float64Array(width * width);
  for (let start = 0; start < rows.length; start += width) addOuter(gram, rows, start, scales);
  const { values, vectors } = symmetricEigen(gram, width);
  const least = SINGULAR * (values.at(-1) ?? 0);
  return vectors.flatMap((vector, k) => {
    const value = at(values, k);
    return value > least ? [vector.map((each, i) => each / ((scales[i] as number) * Math.sqrt(value)))] : [];
  });
}

function addOuter(gram: Float64Array, rows: Float64Array, start: number, scales: Float64Array): void {
  const width = scales.length;
  for (let i = 0; i < width; i++) {
    const own = (rows[start + i] as number) / (scales[i] as number);
    if (own === 0) continue;
    for (let j = 0; j < width; j++) {
      const other = (rows[start + j] as number) / (scales[j] as number);
      gram[i * width + j] = (gram[i * width + j] as number) + own * other;
    }
  }
}

/** Root mean square of each column; 1 for a column of zeros. */
function scalesOf(rows: Float64Array, width: number): Float64Array {
  const sums = new Float64Array(width);
  rows.forEach((value, k) => (sums[k % width] = (sums[k % width] as number) + value * value));
  return sums.map((sum) => (sum > 0 ? Math.sqrt((sum * width) / rows.length) : 1));
}

/** The rows in the coordinates of the basis, with length 1; rows of zeros say nothing and are left out. */
function unitRows(rows: Float64Array, width: number, basis: readonly Float64Array[]): { row: Float64Array; index: number }[] {
  const unit: { row: Float64Array; index: number }[] = [];
  for (let index = 0; index * width < rows.length; index++) {
    const row = rows.subarray(index * width, (index + 1) * width);
    const inside = Float64Array.from(basis, (column) => dot(row, column));
    const size = Math.sqrt(dot(inside, inside));
    if (size > 0) unit.push({ row: inside.map((each) => each / size), index });
  }
  return unit;
}

function combine(basis: readonly Float64Array[], part: Float64Array, width: number): Float64Array {
  const sum = new Float64Array(width);
  basis.forEach((column, k) => column.forEach((each, i) => (sum[i] = (sum[i] as number) + each * (part[k] as number))));
  return sum;
}

/** Each coordinate as in the first part that moves it: an earlier part outweighs all later ones. */
function leading(parts: readonly Float64Array[], scales: Float64Array): Float64Array {
  const noticed = parts.map((part) => {
    const sizes = part.map((each, i) => Math.abs(each) * (scales[i] as number));
    const least = NOTICEABLE * sizes.reduce((a, b) => Math.max(a, b), 0);
    return part.map((each, i) => ((sizes[i] as number) > least ? each : 0));
  });
  return scales.map((_, i) => noticed.find((part) => part[i] !== 0)?.[i] ?? 0);
}
