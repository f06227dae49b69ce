import type { Estimate } from '../../engine/inference/estimate.js';
import { Objective, priorTerm } from '../../engine/inference/objective/objective.js';
import { Profile } from '../../engine/inference/intervals/profile.js';
import type { EntryIndex } from '../../engine/model/entryIndex.js';
import { at } from '../../engine/numeric/at.js';
import { interpret } from '../../engine/terms/interpreter.js';
import type { Fitted } from '../../language/checks/check.js';
import type { MapReport, MleReport } from '../../report/estimates.js';
import type { Curve, ParameterView } from '../../report/views.js';

const POINTS = 81;
/** More parameters than this are not drawn: the panel would be overwhelming. */
const MOST = 24;
/** How many standard errors around the estimates a plot shows. */
const REACH = 4;

/** Likelihood, prior and posterior of each parameter on a grid. Profiles stop at the deadline; what is left is drawn as a quadratic. */
export function parameterViews(fitted: Fitted, mle: MleReport | null, map: MapReport | null, deadline: number): ParameterView[] {
  const open = fitted.bound.model.entries.filter(({ fixed, network }) => fixed === undefined && !network).slice(0, MOST);
  return open.map((entry) => {
    const [ml, mp] = [mle?.parameters[entry.name], map?.parameters[entry.name]];
    const prior = entry.prior === undefined ? undefined : fitted.bound.model.priors[entry.prior];
    const grid = gridFor(fitted, entry.index, ml, mp);
    const drawn = grid ? drawnCurves(fitted, entry.index, grid, ml, mp, deadline) : { method: 'normal' as const };
    return {
      name: entry.name,
      ...(prior ? { prior: prior.text } : {}),
      method: drawn.method,
      ...withCurve('likelihood', drawn.likelihood),
      ...withCurve('priorDensity', prior && grid ? priorCurve(fitted, entry.index, grid) : undefined),
      ...withCurve('posterior', drawn.posterior),
      mle: ml?.estimate ?? null,
      mleSe: ml?.se ?? null,
      map: mp?.estimate ?? null,
      mapSe: mp?.se ?? null,
    };
  });
}

type Drawn = Pick<ParameterView, 'method' | 'likelihood' | 'posterior'>;

/** Both curves by the same method: exact for a single parameter, otherwise profiles, or quadratics where a profile fails or time runs out. */
function drawnCurves(
  fitted: Fitted,
  entry: EntryIndex,
  grid: Float64Array,
  ml: Located | undefined,
  mp: Located | undefined,
  deadline: number,
): Drawn {
  const { mle, map, bound } = fitted;
  const isAlone = bound.model.entries.filter(({ fixed }) => fixed === undefined).length === 1;
  if (isAlone) {
    return {
      method: 'exact',
      ...withCurve('likelihood', ml && scaleToMaximum(grid, alone(mle, entry))),
      ...withCurve('posterior', map && mp && scaleToMaximum(grid, alone(map, entry))),
    };
  }
  const likelihood = ml && profileCurve(mle, entry, grid, deadline);
  const posterior = map && mp && profileCurve(map, entry, grid, deadline);
  if ((!ml || likelihood) && (!map || !mp || posterior))
    return { method: 'profile', ...withCurve('likelihood', likelihood), ...withCurve('posterior', posterior) };
  return { method: 'normal', ...withCurve('likelihood', quadratic(ml, grid)), ...withCurve('posterior', quadratic(mp, grid)) };
}

function withCurve<K extends string>(key: K, curve: Curve | undefined): Partial<Record<K, Curve>> {
  return curve && curve.x.length > 1 ? ({ [key]: curve } as Record<K, Curve>) : {};
}

interface Located {
  readonly estimate: number | null;
  readonly se: number | null;
}

/** A grid that holds both estimates with room around them, inside the parameter's support. */
function gridFor(fitted: Fitted, index: number, ...estimates: readonly (Located | undefined)[]): Float64Array | undefined {
  const ends = estimates.flatMap((each) => (isLocated(each) ? [each.estimate - REACH * each.se, each.estimate + REACH * each.se] : []));
  if (ends.length === 0) return undefined;
  const { lower, upper } = fitted.bound.model.entries[index]?.support ?? { lower: -Infinity, upper: Infinity };
  const [least, most] = [Math.max(Math.min(...ends), lower), Math.min(Math.max(...ends), upper)];
  const margin = (most - least) / (2 * POINTS);
  const [from, to] = [least === lower ? least + margin : least, most === upper ? most - margin : most];
  return Float64Array.from({ length: POINTS }, (_, i) => from + ((to - from) * i) / (POINTS - 1));
}

const isLocated = (each: Located | undefined): each is { readonly estimate: number; readonly se: number } =>
  typeof each?.estimate === 'number' && typeof each.se === 'number';

function canProfile(estimate: Estimate, entry: EntryIndex): boolean {
  return (
    estimate.objective.dimension > 1 &&
    estimate.objective.penalties.length === 0 &&
    estimate.objective.free.includes(entry) &&
    estimate.atKink.length === 0
  );
}

function quadratic(own: Located | undefined, grid: Float64Array): Curve | undefined {
  if (!isLocated(own)) return undefined;
  const [centre, se] = [own.estimate, own.se];
  return scaleToMaximum(grid, (x) => -0.5 * ((x - centre) / se) ** 2);
}

/** The log-density of a model whose one free parameter this is. */
function alone({ objective, natural }: Estimate, entry: EntryIndex): (x: number) => number {
  const { bound, target } = objective;
  const held = new Map([...objective.held].filter(([index]) => index !== entry));
  const free = new Objective(bound, target, held);
  return (x) => {
    const point = free.place(natural, entry, x);
    return free.logLikelihood(point) + (target === 'map' ? free.logPrior(point) : 0);
  };
}

/** Points of the grid between two that are searched. */
const SPACING = 4;

/** A profile searched at every fourth point, outwards from the estimate, and interpolated between; undefined where a search fails. */
function profileCurve(estimate: Estimate, entry: EntryIndex, grid: Float64Array, deadline: number): Curve | undefined {
  if (!canProfile(estimate, entry) || Date.now() > deadline) return undefined;
  const profile = new Profile(estimate, entry, deadline);
  const knots = Array.from(grid).filter((_, i) => i % SPACING === 0);
  const centre = at(estimate.natural, entry);
  const below = knots.filter((x) => x < centre).reverse();
  const values = [...profile.trace(below).reverse(), ...profile.trace(knots.filter((x) => x >= centre))];
  if (!values.every(Number.isFinite)) return undefined;
  return scaleToMaximum(grid, (x) => cubicThrough(knots, values, x));
}

/** Cubic interpolation through the four points of an even grid that are nearest to x (Lagrange). */
function cubicThrough(knots: readonly number[], values: readonly number[], x: number): number {
  const step = ((knots.at(-1) ?? 0) - at(knots, 0)) / (knots.length - 1);
  const first = Math.min(Math.max(Math.floor((x - at(knots, 0)) / step) - 1, 0), knots.length - 4);
  const near = [0, 1, 2, 3].map((k) => first + k);
  return near.reduce((sum, i) => {
    const weight = near.reduce((product, j) => (i === j ? product : (product * (x - at(knots, j))) / (at(knots, i) - at(knots, j))), 1);
    return sum + weight * at(values, i);
  }, 0);
}

function priorCurve({ bound }: Fitted, entry: EntryIndex, grid: Float64Array): Curve | undefined {
  const found = bound.model.entries[entry]?.prior;
  const prior = found === undefined ? undefined : bound.model.priors[found];
  if (!prior || prior.others.length > 0 || prior.distribution.isShare) return undefined;
  const kernel = interpret([priorTerm({ ...prior, entries: [0] })], 1);
  return scaleToMaximum(grid, (x) => kernel.evaluate(Float64Array.of(x), 0).value);
}

/** exp of a log-density, scaled to a maximum of 1; points without a value are left out. */
function scaleToMaximum(grid: Float64Array, logDensity: (x: number) => number): Curve {
  const values = Array.from(grid, (x) => ({ x, log: logDensity(x) })).filter(({ log }) => Number.isFinite(log));
  const highest = values.reduce((most, { log }) => Math.max(most, log), -Infinity);
  return { x: values.map(({ x }) => x), y: values.map(({ log }) => Math.exp(log - highest)) };
}
