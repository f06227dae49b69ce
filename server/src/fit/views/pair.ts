import type { Estimate } from '../../engine/inference/estimate.js';
import { type Natural, Objective } from '../../engine/inference/objective/objective.js';
import { problemOf } from '../../engine/inference/search/search.js';
import type { EntryIndex } from '../../engine/model/entryIndex.js';
import type { Model } from '../../engine/model/model.js';
import { at } from '../../engine/numeric/at.js';
import { minimise } from '../../engine/optimise/minimise.js';
import type { Fitted } from '../../language/checks/check.js';
import type { PairAnswer, PairSurface } from '../../report/views.js';
import { hasValues } from '../reports/estimateReports.js';
import { columnsOf, type Held, outlineOf, type PathPoint, type Search } from './regions.js';

/** Values of each parameter that are looked at. */
const POINTS = 41;
/** Steps away from a path, in standard deviations. */
const STEP = 0.6;
/** A search at each point of the grid is feasible for so many parameters. */
const MOST_PARAMETERS = 40;
/** How many standard errors around the estimates are looked at: the region of 3 σ ends at 3.44. */
const REACH = 4.2;

/** Regions of a χ² distribution with two degrees of freedom end where the logarithm has fallen by −log(1 − content). */
const levels = [
  { text: '1 σ', content: 0.682689492137086 },
  { text: '2 σ', content: 0.954499736103642 },
  { text: '3 σ', content: 0.99730020393674 },
].map((level) => ({ ...level, fall: -Math.log1p(-level.content) }));

type Pair = readonly [EntryIndex, EntryIndex];

/** Why two parameters have no contours, as far as the model says; undefined where nothing speaks against them. */
export function pairRefusal({ entries, networks, groups }: Model, names: readonly [string, string]): string | undefined {
  const [x, y] = names.map((name) => freeEntry(entries, name));
  if (x === undefined || y === undefined || x === y) return 'Choose two different free parameters.';
  if (networks.length > 0) return 'A model with a network has no contours: each point would need a search over its weights.';
  if (groups.some((group) => group.entries.includes(x) || group.entries.includes(y)))
    return 'Shares of a whole and ordered values cannot be moved one by one: they have no contours.';
  const free = entries.filter(({ fixed }) => fixed === undefined).length;
  return free > MOST_PARAMETERS ? `Contours are drawn for models of at most ${String(MOST_PARAMETERS)} free parameters.` : undefined;
}

const freeEntry = (entries: Model['entries'], name: string): EntryIndex | undefined =>
  entries.find((entry) => entry.name === name && entry.fixed === undefined && !entry.network)?.index;

/** Log-likelihood and log-posterior over two free parameters, all others at their best at each point. */
export function pairView({ mle, map, bound }: Fitted, names: readonly [string, string], deadline: number): PairAnswer {
  const refusal = pairRefusal(bound.model, names);
  const [x, y] = names.map((name) => freeEntry(bound.model.entries, name));
  if (refusal !== undefined || x === undefined || y === undefined) return { problem: refusal ?? '' };
  const estimates = [mle, ...(map ? [map] : [])].filter((each) => hasValues(each) && isFreeIn(each, [x, y]));
  if (estimates.length === 0) return { problem: 'There is no estimate with standard errors of both parameters to draw contours around.' };
  const surfaces = estimates.map((estimate) => surfaceOf(estimate, [x, y], deadline));
  if (mle.objective.cancellation.cancelled || Date.now() > deadline)
    return { problem: 'The contours take longer than the file allows (`max-seconds`).' };
  const isProfile = estimates.some(({ objective }) => objective.dimension > 2);
  return { view: { x: names[0], y: names[1], surfaces, levels, isProfile } };
}

const isFreeIn = ({ objective, standardErrors }: Estimate, pair: Pair): boolean =>
  pair.every((index) => objective.free.includes(index) && at(standardErrors, index) > 0);

/** Values of an entry around its estimate, inside its support. */
function valuesAround({ natural, standardErrors, objective }: Estimate, index: EntryIndex): number[] {
  const { lower, upper } = objective.supportOf(index);
  const [centre, reach] = [at(natural, index), REACH * at(standardErrors, index)];
  const [least, most] = [Math.max(centre - reach, lower), Math.min(centre + reach, upper)];
  const margin = (most - least) / (4 * POINTS);
  const [from, to] = [least === lower ? least + margin : least, most === upper ? most - margin : most];
  return Array.from({ length: POINTS }, (_, i) => from + ((to - from) * i) / (POINTS - 1));
}

/** Finds the best point with entries held at values, from a point nearby. */
function bestHolding({ objective }: Estimate, values: ReadonlyMap<EntryIndex, number>, near: Natural, deadline: number): Held {
  const { bound, target, cancellation, scales } = objective;
  const on = new Objective(bound, target, new Map([...objective.held, ...values]), cancellation, undefined, 1, scales);
  const from = Float64Array.from(near);
  for (const [index, value] of values) from[index] = value;
  if (on.dimension === 0) return finite({ natural: from, value: on.density(from) });
  const { status, point, value } = minimise(problemOf(on, deadline), on.working(from), { ending: 'plain' });
  return status === 'non-finite' || status === 'cancelled' || status === 'time-limit'
    ? undefined
    : finite({ natural: on.natural(point), value: -value });
}

const finite = (found: NonNullable<Held>): Held => (Number.isFinite(found.value) ? found : undefined);

function surfaceOf(estimate: Estimate, [x, y]: Pair, deadline: number): PairSurface {
  const { natural, objective } = estimate;
  const along = pathOf(estimate, x, valuesAround(estimate, x), deadline);
  const across = pathOf(estimate, y, valuesAround(estimate, y), deadline);
  const top = objective.density(natural);
  const search = (held: ReadonlyMap<EntryIndex, number>, near: Natural): Held => bestHolding(estimate, held, near, deadline);
  const columns = columnsOf(along, { x, y, top, support: objective.supportOf(y), step: STEP * spreadOf(estimate, [x, y], search), search });
  return {
    label: objective.target === 'mle' ? 'likelihood' : 'posterior',
    regions: levels.map(({ fall }) => outlineOf(columns, fall)),
    best: [at(natural, x), at(natural, y)],
    paths: [
      along.map(({ value, found }) => [value, at(found.natural, y)] as const),
      across.map(({ value, found }) => [at(found.natural, x), value] as const),
    ],
  };
}

/** The standard deviation of the second parameter with the first one held, from the fall at a step up or down. */
function spreadOf({ natural, standardErrors, objective }: Estimate, [x, y]: Pair, search: Search): number {
  const top = objective.density(natural);
  for (let step = at(standardErrors, y); step > 1e-9 * at(standardErrors, y); step /= 3)
    for (const side of [1, -1]) {
      const found = search(
        new Map([
          [x, at(natural, x)],
          [y, at(natural, y) + side * step],
        ]),
        natural,
      );
      const fall = found ? top - found.value : NaN;
      // Where the fall is small the density is nearly Gaussian.
      if (fall > 0 && fall < 8) return step / Math.sqrt(2 * fall);
    }
  return at(standardErrors, y);
}

/** The places of values from the centre outwards, each with its neighbour on the way to the centre. */
function outwards(values: readonly number[], centre: number): { readonly index: number; readonly inner: number | undefined }[] {
  const middle = values.reduce((best, value, i) => (Math.abs(value - centre) < Math.abs(at(values, best) - centre) ? i : best), 0);
  return values
    .map((_, index) => ({ index, inner: index === middle ? undefined : index + (index < middle ? 1 : -1) }))
    .sort((a, b) => Math.abs(a.index - middle) - Math.abs(b.index - middle));
}

/** The best point for each value of an entry, where there is one, in their order. */
function pathOf(estimate: Estimate, held: EntryIndex, values: readonly number[], deadline: number): PathPoint[] {
  const found: Held[] = new Array<Held>(values.length).fill(undefined);
  for (const { index, inner } of outwards(values, at(estimate.natural, held))) {
    const near = (inner === undefined ? undefined : found[inner])?.natural ?? estimate.natural;
    found[index] = bestHolding(estimate, new Map([[held, at(values, index)]]), near, deadline);
  }
  return found.flatMap((each, i) => (each ? [{ value: at(values, i), found: each }] : []));
}
