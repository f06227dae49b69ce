import type { EntryIndex } from '../../model/entryIndex.js';
import { at } from '../../numeric/at.js';
import { curvatureScales } from '../../optimise/method.js';
import { minimise } from '../../optimise/minimise.js';
import type { Solution } from '../../optimise/minimisationProblem.js';
import { invertInformation } from '../objective/information.js';
import { type Natural, Objective } from '../objective/objective.js';
import { problemOf } from '../search/search.js';

/** What lies beyond a point where the likelihood hardly determines some combination of parameters. */
export type FarReach =
  /** The density does not change: a combination is not determined. */
  | { readonly kind: 'ridge' }
  /** The density rises to a limit as these entries go to infinity; the solution is as far out as the numbers can show. */
  | { readonly kind: 'limit'; readonly running: readonly EntryIndex[]; readonly solution: Solution };

/** Variances larger than this many times what they would be with all other parameters known call for a closer look. */
const INFLATED = 1e4;
const MOST_COORDINATES = 50;
/** How far out the limit is searched for, in multiples of the value. */
const REACHES = [2, 4, 8, 16, 64, 256, 1024, 4096];
/** What the last of these may still gain. */
const LEFT = 1e-3;
/** By what shares entries that run along must have moved, in all and at last. */
const [MOVED, MOVING] = [0.2, 1e-3];

/**
 * Where the search was slow, or the information nearly singular: holds the parameter that is worst determined at other values, fits the rest again, and
 * compares. This reveals curved ridges and valleys that lead to infinity, which no straight step follows.
 */
export function farReach(objective: Objective, solution: Solution, deadline: number): FarReach | undefined {
  const { bound, dimension, penalties } = objective;
  const isPlain = bound.latents.length === 0 && bound.model.networks.length === 0 && penalties.length === 0;
  if (!isPlain || dimension < 2 || dimension > MOST_COORDINATES) return undefined;
  const searches = loosest(objective, solution).map(({ entry, error }) => ({
    search: new Holding(objective, solution, entry, deadline),
    error,
  }));
  const [first] = searches;
  if (!first) return undefined;
  if (isRidge(first.search, first.error)) return { kind: 'ridge' };
  for (const { search } of searches) {
    const found = limit(search);
    if (found) return found;
  }
  return undefined;
}

/** At most this many entries are held in turn. */
const MOST_LOOSE = 3;

/** The entries whose variances are inflated most by what they share with others. */
function loosest(objective: Objective, { status, slow, local, point }: Solution): { readonly entry: EntryIndex; readonly error: number }[] {
  const n = objective.dimension;
  const isSuspicious = status === 'max-iterations' || (status === 'converged' && slow);
  const { covariance, flat } = invertInformation(
    local,
    objective.free.map((_, a) => a),
  );
  if (flat.length > 0 && status === 'converged') return [];
  const scales = curvatureScales(local);
  const inflation = objective.free.map((_, a) => at(covariance, a * n + a) * at(scales, a) ** 2);
  const flattest = flat[0];
  const shares = flattest ? Array.from(flattest, (share, a) => Math.abs(share) * at(scales, a)) : inflation;
  if (!isSuspicious && !(Math.max(...inflation) > INFLATED)) return [];
  const single = new Set([...objective.asWritten, ...objective.transformed]);
  const jacobian = objective.jacobian(point);
  const sorted = [...shares.keys()].sort((a, b) => at(shares, b) - at(shares, a));
  const found = sorted.map((a) => ({
    entry: at(objective.free, a),
    error: Math.abs(at(jacobian, a * n + a)) * Math.sqrt(Math.max(at(covariance, a * n + a), 0)),
  }));
  return found.filter(({ entry }) => single.has(entry)).slice(0, MOST_LOOSE);
}

/** Fits with one entry held. */
class Holding {
  readonly natural: Natural;
  readonly value: number;

  constructor(
    readonly objective: Objective,
    readonly solution: Solution,
    readonly entry: EntryIndex,
    private readonly deadline: number,
  ) {
    this.natural = objective.natural(solution.point);
    this.value = solution.value;
  }

  get tolerance(): number {
    return 1e-9 * (1 + Math.abs(this.value));
  }

  at(x: number, from: Natural = this.natural): { readonly natural: Natural; readonly value: number } | undefined {
    const { bound, target, held, cancellation } = this.objective;
    const other = new Objective(bound, target, new Map([...held, [this.entry, x]]), cancellation);
    const found = minimise(problemOf(other, this.deadline), other.working(from.with(this.entry, x)), { maxIterations: 500 });
    return found.status === 'converged' ? { natural: other.natural(found.point), value: found.value } : undefined;
  }
}

/** Parts of the value, or of the way between its bounds, and of its standard error that the parameter is moved by. */
const [NEAR, FAR] = [0.1, 0.3];

/** Nearby, and as far as the standard error reaches, where nearly collinear columns would make a difference. */
function isRidge(search: Holding, error: number): boolean {
  const { lower, upper } = search.objective.supportOf(search.entry);
  const x = at(search.natural, search.entry);
  const width = Number.isFinite(upper - lower) ? upper - lower : Infinity;
  const reaches = [NEAR * Math.max(Math.abs(x), width < Infinity ? width : 0), Math.min(FAR * error, NEAR * width)];
  const [near, far] = reaches.map((reach) => [x - reach, x + reach].filter((place) => place > lower && place < upper));
  const risesAt = (place: number): number | undefined => {
    const value = search.at(place)?.value;
    return value === undefined ? undefined : Math.abs(value - search.value);
  };
  const isEven = (rise: number | undefined): boolean => rise !== undefined && rise <= search.tolerance;
  return (
    near !== undefined &&
    near.length > 0 &&
    near.map(risesAt).every(isEven) &&
    (far ?? []).map(risesAt).some((rise) => rise === undefined || isEven(rise))
  );
}

function limit(search: Holding): FarReach | undefined {
  const { objective, entry, solution } = search;
  const x = at(search.natural, entry);
  const { lower, upper } = objective.supportOf(entry);
  if ((x > 0 ? upper : lower) !== (x > 0 ? Infinity : -Infinity)) return undefined;
  const path = [{ natural: search.natural, value: search.value }];
  for (const reach of REACHES) {
    const next = search.at(x * reach, path.at(-1)?.natural);
    if (!next || next.value > (path.at(-1)?.value ?? NaN) + search.tolerance) return undefined;
    path.push(next);
  }
  const [before, last] = path.slice(-2);
  if (!before || !last || before.value - last.value > LEFT) return undefined;
  const change = (each: number, from: Natural): number => Math.abs((at(last.natural, each) - at(from, each)) / at(from, each));
  const running = objective.free.filter((each) => change(each, search.natural) > MOVED && change(each, before.natural) > MOVING);
  const point = objective.working(last.natural);
  const local = objective.evaluate(point);
  return { kind: 'limit', running, solution: { ...solution, point, value: last.value, local, lastStep: new Float64Array(point.length) } };
}
