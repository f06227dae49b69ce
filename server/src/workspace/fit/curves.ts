import type { Estimate } from '../../engine/inference/estimate.js';
import { Objective } from '../../engine/inference/objective.js';
import { priorTerm } from '../../engine/inference/objective.js';
import { Profile } from '../../engine/inference/profile.js';
import { interpret } from '../../engine/kernel/interpreter.js';
import type { Fitted } from '../../language/checks/check.js';
import type { MapReport, MleReport } from '../../protocol/report.js';
import type { Curve, ParameterView } from '../../protocol/view.js';

const POINTS = 81;
/** More parameters than this are not drawn: the panel would be a wall. */
const MOST = 24;
/** How many standard errors around the estimates a plot shows. */
const REACH = 4;

/** Likelihood, prior and posterior of each parameter on a grid. Profiles stop at the deadline; what is left is drawn as a quadratic. */
export function parameterViews(fitted: Fitted, mle: MleReport | null, map: MapReport | null, deadline: number): ParameterView[] {
  const open = fitted.bound.model.entries.filter(({ fixed }) => fixed === undefined).slice(0, MOST);
  return open.map((entry) => {
    const [ml, mp] = [mle?.parameters[entry.name], map?.parameters[entry.name]];
    const prior = entry.prior === undefined ? undefined : fitted.bound.model.priors[entry.prior];
    const grid = gridFor(fitted, entry.index, ml, mp);
    const isAlone = open.length === 1 && fitted.mle.objective.dimension <= 1;
    const inTime = Date.now() < deadline;
    const method = isAlone ? 'exact' : inTime && canProfile(fitted.mle, entry.index) ? 'profile' : 'normal';
    const draw = (estimate: Estimate | undefined, own: typeof ml | typeof mp): Curve | undefined =>
      estimate && grid && own ? densityCurve(estimate, entry.index, grid, method, own, deadline) : undefined;
    return {
      name: entry.name,
      ...(prior ? { prior: prior.text } : {}),
      method,
      ...defined('likelihood', draw(fitted.mle, ml)),
      ...defined('priorDensity', prior && grid ? priorCurve(fitted, entry.index, grid) : undefined),
      ...defined('posterior', fitted.map ? draw(fitted.map, mp) : undefined),
      mle: ml?.estimate ?? null,
      mleSe: ml?.se ?? null,
      map: mp?.estimate ?? null,
      mapSe: mp?.se ?? null,
    };
  });
}

function defined<K extends string>(key: K, curve: Curve | undefined): Partial<Record<K, Curve>> {
  return curve && curve.x.length > 1 ? ({ [key]: curve } as Record<K, Curve>) : {};
}

interface Located {
  readonly estimate: number | null;
  readonly se: number | null;
}

/** A grid that holds both estimates with room around them, inside the parameter's support. */
function gridFor(fitted: Fitted, index: number, ...estimates: readonly (Located | undefined)[]): Float64Array | undefined {
  const ends = estimates.flatMap((each) => (each?.estimate == null || each.se == null ? [] : [each.estimate - REACH * each.se, each.estimate + REACH * each.se]));
  if (ends.length === 0) return undefined;
  const { lower, upper } = fitted.bound.model.entries[index]?.support ?? { lower: -Infinity, upper: Infinity };
  const [least, most] = [Math.max(Math.min(...ends), lower), Math.min(Math.max(...ends), upper)];
  const margin = (most - least) / (2 * POINTS);
  const [from, to] = [least === lower ? least + margin : least, most === upper ? most - margin : most];
  return Float64Array.from({ length: POINTS }, (_, i) => from + ((to - from) * i) / (POINTS - 1));
}

function canProfile(estimate: Estimate, entry: number): boolean {
  return estimate.objective.dimension > 1 && estimate.objective.penalties.length === 0 && estimate.objective.free.includes(entry) && estimate.atKink.length === 0;
}

function densityCurve(estimate: Estimate, entry: number, grid: Float64Array, method: ParameterView['method'], own: Located, deadline: number): Curve | undefined {
  if (method === 'exact') return scaled(grid, alone(estimate, entry));
  if (method === 'profile' && canProfile(estimate, entry)) return scaled(grid, profileFrom(estimate, entry, deadline));
  const { estimate: centre, se } = own;
  return centre === null || se === null ? undefined : scaled(grid, (x) => -0.5 * ((x - centre) / se) ** 2);
}

/** The log-density of a model whose one free parameter this is. */
function alone({ objective, natural }: Estimate, entry: number): (x: number) => number {
  const { bound, target } = objective;
  const held = new Map([...objective.held].filter(([index]) => index !== entry));
  const free = new Objective(bound, target, held);
  return (x) => {
    const point = Float64Array.from(natural);
    point[entry] = x;
    return free.logLikelihood(point) + (target === 'map' ? free.logPrior(point) : 0);
  };
}

function profileFrom(estimate: Estimate, entry: number, deadline: number): (x: number) => number {
  const profile = new Profile(estimate, entry, deadline);
  return (x) => profile.at(x);
}

function priorCurve({ bound }: Fitted, entry: number, grid: Float64Array): Curve | undefined {
  const found = bound.model.entries[entry]?.prior;
  const prior = found === undefined ? undefined : bound.model.priors[found];
  if (!prior || prior.others.length > 0) return undefined;
  const kernel = interpret([priorTerm({ ...prior, entries: [0] })], 1);
  return scaled(grid, (x) => kernel.evaluate(Float64Array.of(x), 0).value);
}

/** exp of a log-density, scaled to a maximum of 1; points without a value are left out. */
function scaled(grid: Float64Array, logDensity: (x: number) => number): Curve {
  const values = Array.from(grid, (x) => ({ x, log: logDensity(x) })).filter(({ log }) => Number.isFinite(log));
  const highest = values.reduce((most, { log }) => Math.max(most, log), -Infinity);
  return { x: values.map(({ x }) => x), y: values.map(({ log }) => Math.exp(log - highest)) };
}
