import { at } from '../../engine/numeric/at.js';

/** An increasing function of one number for each of many rows: the values at `y` of the rows that are named. */
export type ByRow = (rows: readonly number[], y: Float64Array) => Float64Array;

interface Range {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

const MOST_STEPS = 80;
const MOST_GROWTHS = 200;
/** Relative to the value. */
const TOLERANCE = 1e-10;

const all = (rows: number): readonly number[] => Array.from({ length: rows }, (_, row) => row);

/** Numbers between which each row's function reaches `p`: not yet at the lower, already at the upper. A bound that is finite is one of them. */
export function bracket(f: ByRow, p: number, rows: number, lower: number, upper: number): Range {
  const low = new Float64Array(rows).fill(Number.isFinite(lower) ? lower - 1 : -1);
  const high = new Float64Array(rows).fill(Number.isFinite(upper) ? upper : 1);
  const grow = (ends: Float64Array, isInside: (value: number) => boolean): void => {
    let open = all(rows);
    for (let k = 0; k < MOST_GROWTHS && open.length > 0; k++) {
      const reached = f(
        open,
        Float64Array.from(open, (row) => at(ends, row)),
      );
      open = open.filter((_, i) => isInside(at(reached, i)));
      for (const row of open) ends[row] = 4 * at(ends, row);
    }
  };
  if (!Number.isFinite(upper)) grow(high, (value) => value < p);
  if (!Number.isFinite(lower)) grow(low, (value) => value >= p);
  return { low, high };
}

/** The smallest whole number at which each row's function is at least `p`, by halving; only rows that are still open are looked at. */
export function solveWhole(f: ByRow, p: number, { low, high }: Range): Float64Array {
  let open = all(low.length);
  for (let step = 0; step < MOST_STEPS && open.length > 0; step++) {
    open = open.filter((row) => at(high, row) - at(low, row) > 1);
    const middle = Float64Array.from(open, (row) => Math.floor((at(low, row) + at(high, row)) / 2));
    const reached = f(open, middle);
    open.forEach((row, i) => ((at(reached, i) >= p ? high : low)[row] = at(middle, i)));
  }
  return high;
}

/** One row between two ends, and the end before the last one. */
interface Bracketed {
  readonly row: number;
  a: number;
  fa: number;
  b: number;
  fb: number;
  c: number;
  fc: number;
  /** Where between a and b the next look is taken. */
  t: number;
}

/**
 * Where each row's function is `p`: inverse quadratic interpolation where it can be trusted, halving otherwise (Chandrupatla, Advances in Engineering Software 28, 1997), on
 * all rows that are still open at once. About ten looks in place of forty.
 */
export function solveReal(f: ByRow, p: number, { low, high }: Range): Float64Array {
  const rows = all(low.length);
  const [fl, fh] = [f(rows, low), f(rows, high)];
  const found = high.slice();
  let open = rows.map((row): Bracketed => {
    const [b, fb] = [at(low, row), at(fl, row) - p];
    return { row, a: at(high, row), fa: at(fh, row) - p, b, fb, c: b, fc: fb, t: 0.5 };
  });
  for (let step = 0; step < MOST_STEPS && open.length > 0; step++) {
    const y = Float64Array.from(open, ({ a, b, t }) => a + t * (b - a));
    const values = f(
      open.map(({ row }) => row),
      y,
    );
    open = open.filter((each, i) => {
      const best = narrow(each, at(y, i), at(values, i) - p);
      if (best === undefined) return true;
      found[each.row] = best;
      return false;
    });
  }
  for (const { row, a } of open) found[row] = a;
  return found;
}

/** Takes a look into account; the answer, where it is close enough. */
function narrow(each: Bracketed, x: number, fx: number): number | undefined {
  const { a, fa } = each;
  if (Math.sign(fx) === Math.sign(fa)) Object.assign(each, { c: a, fc: fa });
  else Object.assign(each, { c: each.b, fc: each.fb, b: a, fb: fa });
  Object.assign(each, { a: x, fa: fx });
  const { b, fb, c, fc } = each;
  const best = Math.abs(fx) < Math.abs(fb) ? x : b;
  const limit = (TOLERANCE * Math.abs(best) + 1e-300) / Math.abs(b - x);
  if (Math.min(Math.abs(fx), Math.abs(fb)) === 0 || !(limit <= 0.5)) return best;
  const [xi, phi] = [(x - b) / (c - b), (fx - fb) / (fc - fb)];
  const isTrusted = phi * phi < xi && (1 - phi) ** 2 < 1 - xi;
  const t = isTrusted ? ((fx / (fb - fx)) * fc) / (fb - fc) + ((((c - x) / (b - x)) * fx) / (fc - fx)) * (fb / (fc - fb)) : 0.5;
  each.t = Math.min(1 - limit, Math.max(limit, t));
  return undefined;
}
