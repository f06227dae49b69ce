import type { EntryIndex } from '../../model/entryIndex.js';
import { at } from '../../numeric/at.js';
import { dot } from '../../numeric/eigen.js';
import { anchorBounds } from '../intervals/released.js';
import type { Estimate } from '../estimate.js';
import { Objective, type Working } from '../objective/objective.js';
import { highestOf, isClosed, isNegligible, logIntegral, sample, type Samples } from './sampledDistribution.js';

const STEP = 0.5;
const HALVINGS = 5;
const TOLERANCE = 1e-9;
/** Steps of the finest grid in 1, and more of them than there are from the middle to an end. */
const [FINEST, SIDE] = [2 ** (HALVINGS - 1) / STEP, 1024];

/** The integral of likelihood times prior over one or two working coordinates. */
export interface Integral {
  readonly log: number;
  /** The step at which it was found, and how much (in logs) the last halving changed. */
  readonly step: number;
  readonly change: number;
  readonly grid: Grid;
  readonly marginal: Marginal;
}

/** The density along the first coordinate of a grid. */
export interface Marginal {
  readonly samples: Samples;
  /** Whether the density falls to nothing in every direction. */
  readonly closed: boolean;
}

/**
 * Undefined for other numbers of free parameters. All entries that the user has not fixed count, including those on a bound. Where priors are not known to be
 * proper, an integral that may have no end is not followed further.
 */
export function integrate(map: Estimate, isProper: boolean): Integral | undefined {
  const { bound } = map.objective;
  const [first] = bound.model.entries.filter(({ fixed }) => fixed === undefined);
  const grid = first && gridFor(map, first.index);
  if (!grid) return undefined;
  let found = { log: NaN, step: STEP, change: Infinity, marginal: grid.marginal(STEP) };
  for (let k = 0, h = STEP; k < HALVINGS; k++, h /= 2) {
    const marginal = k === 0 ? found.marginal : grid.marginal(h);
    const log = logIntegral(marginal.samples) + grid.logDeterminant;
    const change = Math.abs(log - found.log);
    found = { log, step: h, change: Number.isNaN(change) ? Infinity : change, marginal };
    if (change < TOLERANCE * Math.max(1, Math.abs(log)) || !(isProper || marginal.closed)) break;
  }
  return { ...found, grid };
}

/** A grid on which `entry` follows from the first coordinate; undefined for a number of free parameters that is neither one nor two. */
export function gridFor(map: Estimate, entry: EntryIndex): Grid | undefined {
  const { bound, target, cancellation } = map.objective;
  const { entries, groups } = bound.model;
  const held = new Map(entries.flatMap(({ index, fixed }) => (fixed === undefined ? [] : [[index, fixed] as const])));
  const anchor = groups.some((group) => group.entries.includes(entry)) ? entry : undefined;
  const objective = new Objective(bound, target, held, cancellation, anchor);
  if (objective.dimension !== 1 && objective.dimension !== 2) return undefined;
  return new Grid(objective, entry, frame(objective, map, entry));
}

interface Frame {
  readonly centre: Working;
  /** Lower triangle of the scale, row by row. */
  readonly factor: Float64Array;
}

/**
 * Trapezoidal rule in t with w = centre + L sinh(t), L L' the covariance: tails of every power become exponential, where the rule
 * converges geometrically (Trefethen & Weideman, SIAM Review 56, 2014). L is turned so that the entry of interest depends on the first coordinate alone.
 */
export class Grid {
  readonly logDeterminant: number;
  private readonly axis: ReturnType<Objective['axis']>;
  private readonly centre: Working;
  /** Columns of L. */
  private readonly columns: readonly Float64Array[];
  /** Log-densities by place: a grid has the points of the coarser ones. */
  private readonly known = new Map<number, number>();

  constructor(
    private readonly objective: Objective,
    entry: EntryIndex,
    { centre, factor }: Frame,
  ) {
    this.axis = objective.axis(entry);
    this.centre = centre;
    this.columns = rotate(factor, this.axis.row);
    const [a, b] = this.columns;
    this.logDeterminant = Math.log(Math.abs(a && b ? at(a, 0) * at(b, 1) - at(a, 1) * at(b, 0) : (a?.[0] ?? NaN)));
  }

  /** The density along the first coordinate, the second one integrated out with a step of its own. */
  marginal(step: number, inner = step): Marginal {
    const isLine = this.columns.length === 1;
    const open: number[] = [];
    const samples = sample((t) => {
      if (isLine) return this.logDensity([t]);
      const line = sample((u) => this.logDensity([t, u]), inner);
      const value = logIntegral(line);
      if (!isClosed(line)) open.push(value);
      return value;
    }, step);
    const highest = highestOf(samples.logs);
    return { samples, closed: isClosed(samples) && open.every((value) => isNegligible(value, highest)) };
  }

  /** The value of the entry where the first coordinate is t. */
  natural(t: number): number {
    return this.axis.natural(dot(this.axis.row, this.centre) + dot(this.axis.row, this.columns[0] ?? this.centre) * Math.sinh(t));
  }

  private logDensity(t: readonly [number, number?]): number {
    const [first, second = 0] = t;
    const place = Math.round(first * FINEST) * 2 * SIDE + Math.round(second * FINEST);
    const old = this.known.get(place);
    if (old !== undefined) return old;
    const value = this.logDensityAt([first, second]);
    this.known.set(place, value);
    return value;
  }

  private logDensityAt(t: readonly number[]): number {
    const w = Float64Array.from(this.centre);
    let scale = 0;
    this.columns.forEach((column, j) => {
      const own = at(t, j);
      scale += Math.log(Math.cosh(own));
      for (let i = 0; i < w.length; i++) w[i] = at(w, i) + at(column, i) * Math.sinh(own);
    });
    const value = this.objective.logDensity(w) + this.objective.logJacobian(w) + scale;
    return Number.isNaN(value) ? -Infinity : value;
  }
}

/** The columns of L Q, Q the rotation for which row · w depends on the first coordinate alone. */
function rotate(factor: Float64Array, row: Float64Array): Float64Array[] {
  if (row.length === 1) return [factor];
  const [a = 1, , b = 0, d = 1] = factor;
  const along = [a * at(row, 0) + b * at(row, 1), d * at(row, 1)] as const;
  const [cosine, sine] = along.map((part) => part / Math.hypot(...along)) as [number, number];
  return [Float64Array.of(a * cosine, b * cosine + d * sine), Float64Array.of(-a * sine, d * cosine - b * sine)];
}

/** Centre and scale of the integration: the estimate and its covariance, or plain ones where it lies on a bound; at a kink the width of the prior that has it. */
function frame(objective: Objective, map: Estimate, entry: EntryIndex): Frame {
  const n = objective.dimension;
  const centre = objective.working(map.natural);
  if (map.objective.dimension !== n || map.information.flat.length > 0) {
    return { centre: centre.map((w) => Math.min(Math.max(w, -5), 5)), factor: n === 1 ? Float64Array.of(1) : Float64Array.of(1, 0, 0, 1) };
  }
  const c = anchorBounds(map, entry).information.covariance;
  const width = (index: number): number => 1 / (objective.penalties.find((each) => each.index === index)?.weight ?? 1);
  const a = Math.sqrt(at(c, 0)) || width(0);
  if (n === 1) return { centre, factor: Float64Array.of(a) };
  const b = at(c, 2) / a;
  return { centre, factor: Float64Array.of(a, 0, b, Math.sqrt(Math.max(at(c, 3) - b * b, 0)) || width(1)) };
}
