import type { Cancellation } from '../kernel/kernel.js';
import type { BoundModel } from '../bind/bind.js';
import type { NodeId } from '../ir/graph.js';
import { dot } from '../numeric/eigen.js';
import { hasOneMaximum } from '../model/concavity.js';
import type { EntryIndex } from '../model/entryIndex.js';
import { invertAlong, invertInformation, type InformationInverse } from './objective/information.js';
import { withTies } from './objective/jointParameters.js';
import { type Natural, Objective, type Working } from './objective/objective.js';
import type { Target } from '../model/model.js';
import { at } from '../numeric/at.js';
import { type Separation, separationOf } from '../recession/separation.js';
import type { Solution, SolverStatus } from '../optimise/minimisationProblem.js';
import { edgesAt, searchInside, withoutErrors } from './ending/interior.js';
import { likelihoodKinks } from './objective/kinks.js';
import { maximiseNonSmooth } from './search/nonSmoothSearch.js';
import { freeDirections } from '../numeric/subspace.js';
import { searchNetworks } from './networks/networkSearch.js';
import { standardErrors } from './standardErrors.js';
import { runaway } from './escape/runaway.js';
import { asGoodInside } from './ending/asGoodInside.js';
import { farReach } from './ending/farReach.js';
import { search, type SearchOptions, type SearchResult } from './search/search.js';
import { firstValues } from './search/subsample.js';

export type EstimateStatus = SolverStatus | 'boundary' | 'unbounded' | 'infinite';

/** A maximum of the log-likelihood or log-posterior with what is known about it. */
export interface Estimate {
  readonly target: Target;
  readonly status: EstimateStatus;
  readonly objective: Objective;
  readonly point: Working;
  readonly natural: Natural;
  readonly logLikelihood: number;
  /** 0 for the MLE. */
  readonly logPrior: number;
  readonly solution: Solution;
  readonly information: InformationInverse;
  /** Standard error of each entry; NaN where there is none: held, on a bound, at a kink, or not determined. */
  readonly standardErrors: Float64Array;
  /** Entries whose maximum lies on their bound. */
  readonly onBound: readonly EntryIndex[];
  /** Entries that run away without a maximum. */
  readonly running: readonly EntryIndex[];
  /** Where they run to, if the rows themselves show it. */
  readonly separation?: Separation;
  /** Entries at the kink of a prior. */
  readonly atKink: readonly EntryIndex[];
  readonly tried: number;
  readonly agreeing: number;
  /** Other optima that some starts led to, the best first, in the working coordinates of the objective of the search. */
  readonly rivals: readonly { readonly solution: Solution; readonly objective: Objective }[];
}

/** The estimate as a start for another target: undefined where one of several maxima could be another one's, or it lies outside the other's support. */
export function startFor(target: Target, { objective, status, natural }: Estimate): Natural | undefined {
  const { model } = objective.bound;
  if (status !== 'converged' || !hasOneMaximum(model, target)) return undefined;
  const isInside = model.entries.every(({ index, fixed, mapSupport }) => {
    const value = at(natural, index);
    return fixed !== undefined || (value > mapSupport.lower && value < mapSupport.upper);
  });
  return isInside ? natural : undefined;
}

/** Held values: the user's fixed ones, and for the MLE what no likelihood depends on. */
function heldValues(bound: BoundModel, target: Target): Map<EntryIndex, number> {
  const held = new Map<EntryIndex, number>();
  for (const entry of bound.model.entries) {
    if (entry.fixed !== undefined) held.set(entry.index, entry.fixed);
    else if (target === 'mle' && !entry.inLikelihood) held.set(entry.index, 0);
  }
  return held;
}

/** Fits one target; follows parameters to their bounds and recognises those that run away. */
export function estimate(bound: BoundModel, target: Target, options: SearchOptions, cancellation: Cancellation, from?: Natural): Estimate {
  const held = heldValues(bound, target);
  const objective = new Objective(bound, target, held, cancellation);
  const start = objective.working(from ?? firstValues(bound, target, held, options, cancellation));
  const kinks = likelihoodKinks(bound);
  if (kinks.length > 0 && bound.model.networks.length === 0) return atKinks(objective, start, kinks, options);
  const result = searchInside(objective, findMaximum(objective, start, options), options);
  return withoutErrors(separate(objective, result) ?? followRunaway(objective, result, [], options));
}

/** A search by the method that the model takes. */
function findMaximum(objective: Objective, start: Working, options: SearchOptions): SearchResult {
  return objective.bound.model.networks.length > 0 ? searchNetworks(objective, start, options) : search(objective, start, options);
}

/** Up to this many rows are examined one by one: that takes less time than a sample of more. */
const FEW_ROWS = 3000;
/** Outcomes more probable than 1 minus this may be predicted without error. */
const CERTAIN = 1e-6;

/**
 * Whether at a maximum every outcome leaves some doubt. Then there is no separation: in its direction the slope of the log-likelihood would be a sum of
 * positive numbers, one for each row that it predicts, as large as the doubt.
 */
function isUncertain(objective: Objective, { status, slow, point }: Solution): boolean {
  const { bound, target } = objective;
  const isCandidate = status === 'converged' && !slow && target === 'mle' && bound.used <= FEW_ROWS && bound.model.latents.length === 0;
  if (!isCandidate) return false;
  return bound.model.likelihoods.every(({ root, distribution }) => {
    return distribution.kind !== 'continuous' && objective.rowValues(root, point).every((log) => log < -CERTAIN);
  });
}

/** What the rows let run away, whatever the search found: on a plateau it may well have stopped. */
function separate(objective: Objective, result: SearchResult): Estimate | undefined {
  const { bound, target, held, cancellation } = objective;
  const { status, slow } = result.solution;
  if (cancellation.cancelled || isUncertain(objective, result.solution)) return undefined;
  const isHeld = (entry: EntryIndex): boolean => held.has(entry) || (target === 'map' && bound.model.entries[entry]?.prior !== undefined);
  const separation = separationOf(bound, isHeld, slow || status !== 'converged');
  if (!separation) return undefined;
  const running = separation.towards.map(({ entry }) => entry);
  return { ...describe(objective, result, 'infinite', [], running), separation };
}

/** Holds entries that have reached a bound there and fits the rest again, until nothing more runs away. */
function followRunaway(objective: Objective, result: SearchResult, onBound: readonly EntryIndex[], options: SearchOptions): Estimate {
  const escape = runaway(objective, result.solution);
  if (escape === undefined) return atRest(objective, result, onBound, options);
  const inside = escape.kind === 'boundary' ? asGoodInside(objective, result.solution, escape.bounds, options.deadline) : undefined;
  if (inside) return atRest(objective, { ...result, solution: inside }, onBound, options);
  if (escape.kind === 'boundary' && isOnRidge(objective, result, escape.bounds)) return conclude(objective, result, onBound);
  if (escape.kind === 'meeting') return atTies(objective, result, onBound, escape.entries, options);
  if (escape.kind !== 'boundary') return describe(objective, result, escape.kind, onBound, escape.entries);
  const { bound, target, held, cancellation } = objective;
  const natural = objective.natural(result.solution.point);
  for (const { entry, value } of escape.bounds) natural[entry] = value;
  const smaller = new Objective(
    bound,
    target,
    new Map([...held, ...escape.bounds.map(({ entry, value }) => [entry, value] as const)]),
    cancellation,
  );
  const { solution } = findMaximum(smaller, smaller.working(natural), { ...options, starts: 1 });
  return followRunaway(smaller, elsewhere(result, solution), [...onBound, ...escape.bounds.map(({ entry }) => entry)], options);
}

/** Where entries are held or tied, the other places that starts led to have coordinates that are no more. */
const elsewhere = (result: SearchResult, solution: Solution): SearchResult => ({ ...result, solution, rivals: [] });

/** Nothing runs away in a straight line: this is a maximum, unless a curved valley or ridge leads on from here. */
function atRest(objective: Objective, result: SearchResult, onBound: readonly EntryIndex[], { deadline, starts }: SearchOptions): Estimate {
  // A refit from a known maximum, with one start, needs no second look.
  const isAtEdge = edgesAt(objective.bound, objective.natural(result.solution.point)).length > 0;
  const far = isAtEdge || starts <= 1 ? undefined : farReach(objective, result.solution, deadline);
  if (far?.kind === 'limit') return describe(objective, { ...result, solution: far.solution }, 'infinite', onBound, far.running);
  return far?.kind === 'ridge' ? conclude(objective, result, onBound, 'converged', RIDGE) : conclude(objective, result, onBound);
}

function conclude(
  objective: Objective,
  result: SearchResult,
  onBound: readonly EntryIndex[],
  status: SolverStatus = result.solution.status,
  singular?: number,
): Estimate {
  return describe(objective, result, status === 'converged' && onBound.length > 0 ? 'boundary' : status, onBound, [], singular);
}

/** A coordinate with a smaller share of a direction does not move along it. */
const NOTICEABLE = 1e-3;

/**
 * Whether the way to a bound is a ridge along which several parameters change together without changing the density, as where each level of latent
 * values has one row: then a combination is not determined, and the bound is one point of many.
 */
function isOnRidge(objective: Objective, { solution }: SearchResult, bounds: readonly { readonly entry: EntryIndex }[]): boolean {
  if (objective.bound.latents.length === 0) return false;
  const { flat } = invertInformation(solution.local, Array.from(solution.point.keys()), objective.hessianError);
  const reached = bounds.map(({ entry }) => objective.free.indexOf(entry));
  return flat.some((direction) => {
    const least = NOTICEABLE * Math.max(...direction.map(Math.abs));
    const moving = objective.free.flatMap((_, a) => (Math.abs(at(direction, a)) > least ? [a] : []));
    return moving.length > 1 && moving.some((a) => reached.includes(a));
  });
}

/** Fits again with entries of an ordered vector that meet as one. */
function atTies(
  objective: Objective,
  result: SearchResult,
  onBound: readonly EntryIndex[],
  entries: readonly EntryIndex[],
  options: SearchOptions,
): Estimate {
  const { bound, target, held, cancellation } = objective;
  const tied = new Objective({ ...bound, model: withTies(bound.model, entries) }, target, held, cancellation);
  const { solution } = findMaximum(tied, tied.working(objective.natural(result.solution.point)), { ...options, starts: 1 });
  return followRunaway(tied, elsewhere(result, solution), [...onBound, ...entries], options);
}

/** A likelihood with absolute values: what lies on a kink has no standard error. */
function atKinks(objective: Objective, start: Working, kinks: readonly NodeId[], { deadline }: SearchOptions): Estimate {
  const { solution, active } = maximiseNonSmooth(objective, start, kinks, deadline);
  const base = describe(objective, { solution, tried: 1, agreeing: 1 }, solution.status, [], []);
  const information = invertAlong(solution.local, freeDirections(active, objective.dimension));
  const standard = standardErrors(
    objective,
    solution.point,
    information,
    objective.free.map((_, a) => a),
  );
  const pinned = objective.free.filter((entry) => active.some((gradient) => Math.abs(dot(gradient, objective.axis(entry).row)) > 1e-12));
  for (const entry of pinned) standard[entry] = NaN;
  const logLikelihood = objective.logLikelihood(base.natural);
  return {
    ...base,
    logLikelihood,
    information,
    standardErrors: standard,
    atKink: objective.free.filter((entry) => Number.isNaN(standard[entry])),
  };
}

/** Eigenvalues of the scaled information below this share are those of a ridge, where one was found. */
const RIDGE = 1e-6;

function describe(
  objective: Objective,
  { solution, tried, agreeing, rivals = [] }: SearchResult,
  status: EstimateStatus,
  onBound: readonly EntryIndex[],
  running: readonly EntryIndex[],
  singular = objective.hessianError,
): Estimate {
  const { point } = solution;
  const natural = objective.natural(point);
  const logPrior = objective.target === 'map' ? objective.logPrior(natural) : 0;
  const kinks = new Set(objective.penalties.filter(({ index, location }) => point[index] === location).map(({ index }) => index));
  const active = objective.free.flatMap((_, a) => (kinks.has(a) ? [] : [a]));
  const information = invertInformation(solution.local, active, singular, point);
  return {
    target: objective.target,
    status,
    objective,
    point,
    natural,
    logLikelihood: -solution.value - logPrior,
    logPrior,
    solution,
    information,
    standardErrors: standardErrors(objective, point, information, active),
    onBound,
    running,
    atKink: [...kinks].map((a) => at(objective.free, a)),
    tried,
    agreeing,
    rivals: rivals.map((rival) => ({ solution: rival, objective })),
  };
}
