import { at } from './at.js';
import { addScaled, dot } from './eigen.js';

/** Lengths below this share of the longest are rounding. */
const ROUNDING = 1e-9;
/** A unit row is violated where its product with the unit residual is below minus this. */
const VIOLATED = 1e-8;
const STEPS_A_DIMENSION = 30;

/**
 * The projection of the sum c of the first `counted` unit rows onto the cone { r : row·r ≥ 0 for every row }, or undefined where it is 0. It is c + Σ λ·row with the
 * λ ≥ 0 that make it shortest (Moreau 1962), found by the active set method of Lawson & Hanson (Solving Least Squares Problems, 1974, ch. 23).
 */
export function projectedSum(rows: readonly Float64Array[], counted: number): Float64Array | undefined {
  const width = rows[0]?.length ?? 0;
  const c = new Float64Array(width);
  for (const row of rows.slice(0, counted)) addScaled(c, 1, row);
  const least = ROUNDING * counted;
  const passive = new Passive(c);
  for (let step = 0; step < STEPS_A_DIMENSION * (width + 1); step++) {
    const size = Math.sqrt(dot(passive.residual, passive.residual));
    if (size <= least) return undefined;
    const worst = mostViolated(rows, passive.residual);
    if (worst === undefined || dot(worst, passive.residual) >= -VIOLATED * size) return passive.residual;
    passive.add(worst);
  }
  // Rounding keeps it from ending: nothing is claimed.
  return undefined;
}

function mostViolated(rows: readonly Float64Array[], residual: Float64Array): Float64Array | undefined {
  let [worst, least]: [Float64Array | undefined, number] = [undefined, 0];
  for (const row of rows) {
    const product = dot(row, residual);
    if (product < least) [worst, least] = [row, product];
  }
  return worst;
}

/** The rows with λ > 0, and the residual of c. */
class Passive {
  residual: Float64Array;
  private members: { readonly row: Float64Array; readonly weight: number }[] = [];

  constructor(private readonly c: Float64Array) {
    this.residual = c;
  }

  /** Adds a row and drops those whose weights would become negative. */
  add(row: Float64Array): void {
    this.members.push({ row, weight: 0 });
    for (;;) {
      const wanted = solveWeights(
        this.members.map((each) => each.row),
        this.c,
      );
      const share = this.members.reduce((least, { weight }, k) => {
        const to = at(wanted, k);
        return to <= 0 ? Math.min(least, weight / (weight - to || 1)) : least;
      }, 1);
      const moved = this.members.map((each, k) => ({ ...each, weight: each.weight + share * (at(wanted, k) - each.weight) }));
      this.members = share < 1 || wanted.some((each) => each <= 0) ? withoutLowest(moved, wanted) : moved;
      if (this.members.length === moved.length) break;
    }
    this.residual = Float64Array.from(this.c);
    for (const each of this.members) addScaled(this.residual, each.weight, each.row);
  }
}

interface Member {
  readonly row: Float64Array;
  readonly weight: number;
}

/** The rows that keep a weight; at least one of those that need none is dropped. */
function withoutLowest(members: readonly Member[], wanted: readonly number[]): Member[] {
  const candidates = members.filter((_, k) => at(wanted, k) <= 0);
  const lowest = Math.min(...candidates.map(({ weight }) => weight));
  return members.filter((each, k) => at(wanted, k) > 0 || each.weight > lowest);
}

/** The weights λ that make c + Σ λ·row shortest, by modified Gram-Schmidt; 0 for a row that the others span. */
function solveWeights(rows: readonly Float64Array[], c: Float64Array): number[] {
  const directions: Float64Array[] = [];
  const factors = rows.map((row) => {
    const rest = Float64Array.from(row);
    const own = directions.map((direction) => {
      const share = dot(direction, rest);
      addScaled(rest, -share, direction);
      return share;
    });
    const size = Math.sqrt(dot(rest, rest));
    directions.push(size > ROUNDING ? rest.map((each) => each / size) : new Float64Array(rest.length));
    return { own, size };
  });
  const left = Float64Array.from(c);
  const targets = directions.map((direction) => {
    const share = dot(direction, left);
    addScaled(left, -share, direction);
    return -share;
  });
  const weights = new Array<number>(rows.length).fill(0);
  for (let k = rows.length - 1; k >= 0; k--) {
    const later = weights.slice(k + 1).reduce((sum, weight, j) => sum + weight * (factors[k + 1 + j]?.own[k] ?? 0), 0);
    const size = factors[k]?.size ?? 0;
    weights[k] = size > ROUNDING ? (at(targets, k) - later) / size : 0;
  }
  return weights;
}
