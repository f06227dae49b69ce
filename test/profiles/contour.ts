import { normalQuantile } from '../../server/src/engine/numeric/quantiles.js';
import { estimate, type Estimate } from '../../server/src/engine/inference/estimate.js';
import { type Natural, Objective } from '../../server/src/engine/inference/objective/objective.js';
import type { ProfileEnd, Profiles } from '../../server/src/engine/inference/intervals/profile.js';
import { problemOf } from '../../server/src/engine/inference/search/search.js';
import { neverCancelled } from '../../server/src/engine/kernel/kernel.js';
import type { BoundModel } from '../../server/src/engine/bind/bind.js';
import type { EntryIndex } from '../../server/src/engine/model/entryIndex.js';
import { dot, multiply } from '../../server/src/engine/numeric/eigen.js';
import type { MinimisationProblem, Solution } from '../../server/src/engine/optimise/minimisationProblem.js';
import { minimise } from '../../server/src/engine/optimise/minimise.js';

/** An end of a profile interval against the refit with the parameter held there. */
export interface Verdict {
  readonly parameter: string;
  readonly side: -1 | 1;
  readonly end: ProfileEnd;
  /** By how much the log-likelihood has fallen there. */
  readonly fall: number;
  readonly isRight: boolean;
  readonly why: string;
}

/** A fall this close to χ²/2 is on the contour. */
const TOLERANCE = 1e-5;

/** Every end of these intervals, refitted. */
export function verdicts(mle: Estimate, profiles: Profiles, interval: number): Verdict[] {
  const level = normalQuantile(0.5 + interval / 2) ** 2 / 2;
  return [...profiles].flatMap(([entry, ends]) => ends.map((end, i) => verdict(mle, entry, end, i === 0 ? -1 : 1, level)));
}

function verdict(mle: Estimate, entry: EntryIndex, end: ProfileEnd, side: -1 | 1, level: number): Verdict {
  const parameter = mle.objective.bound.model.entries[entry]?.name ?? '';
  const said = (isRight: boolean, why: string, fall = NaN): Verdict => ({ parameter, side, end, fall, isRight, why });
  const fallAt = (value: number): number => mle.logLikelihood - refitted(mle, entry, value);
  if (end.kind === 'failed') return said(true, `not found: ${end.reason}`);
  if (end.kind === 'better') return said(false, 'a better optimum was left');
  if (end.kind === 'found') {
    const fall = fallAt(end.value);
    return said(Math.abs(fall - level) < TOLERANCE, 'off the contour', fall);
  }
  const fall = fallAt(end.bound ?? farOut(mle, entry, side));
  return said(!(fall > level + TOLERANCE), 'not open', fall);
}

/** A value far beyond the range of the data. */
function farOut({ natural, standardErrors, objective }: Estimate, entry: EntryIndex, side: -1 | 1): number {
  const x = natural[entry] ?? NaN;
  const { lower } = objective.bound.model.entries[entry]?.support ?? { lower: -Infinity };
  const isLog = side > 0 && Number.isFinite(lower);
  return isLog ? lower + (x - lower) * 100 : x + side * 10 * (standardErrors[entry] ?? NaN);
}

/**
 * The highest log-likelihood with an entry held at a value that searches from the estimates of the other parameters come to. A search from nowhere counts where
 * none of these finds a density.
 */
export function refitted(mle: Estimate, entry: EntryIndex, value: number): number {
  const { bound } = mle.objective;
  const held = heldByFile(mle);
  const refit = (from: Natural, x: number): { natural: Natural; value: number } => {
    const objective = new Objective(bound, 'mle', new Map([...held, [entry, x]]));
    const { value, point } = atRest(problemOf(objective, Infinity), objective.working(objective.place(from, entry, x)));
    return { natural: objective.natural(point), value: -value };
  };
  const starts = [mle.natural, predicted(mle, entry, value), ...awayFromBounds(mle)];
  const warm = starts.map((from) => refit(from, value).value);
  const from = mle.natural[entry] ?? NaN;
  const steps = Array.from({ length: STEPS }, (_, k) => from + ((value - from) * (k + 1)) / STEPS);
  const onTheWay = steps.reduce((at, x) => refit(at.natural, x), { natural: mle.natural, value: NaN });
  const found = [...warm, onTheWay.value].filter(Number.isFinite);
  if (found.length > 0) return Math.max(...found);
  return estimate(holding(bound, entry, value), 'mle', { starts: 16, seed: 7, deadline: Infinity }, neverCancelled).logLikelihood;
}

/** On the way to a value, each with the search before as its start. */
const STEPS = 8;

/** Points with the entries that lie on a bound away from it. */
function awayFromBounds({ natural, onBound, objective }: Estimate): Natural[] {
  if (onBound.length === 0) return [];
  return [0.01, 0.1, 1, 10].map((distance) =>
    onBound.reduce((x, entry) => {
      const { lower, upper } = objective.supportOf(entry);
      const width = Number.isFinite(upper - lower) ? (upper - lower) / 20 : 1;
      return x.with(entry, (natural[entry] ?? NaN) + (natural[entry] === upper ? -1 : 1) * width * distance);
    }, natural),
  );
}

/** A ridge takes many steps. */
function atRest(problem: MinimisationProblem, start: Float64Array): Solution {
  let solution = minimise(problem, start, { maxIterations: 2000 });
  for (let round = 0; round < 10 && solution.status === 'max-iterations'; round++) {
    const next = minimise(problem, solution.point, { maxIterations: 2000 });
    if (solution.value - next.value < 1e-9) break;
    solution = next;
  }
  return solution;
}

/** The other parameters where the quadratic model has them. */
function predicted({ objective, point, information, natural }: Estimate, entry: EntryIndex, value: number): Natural {
  if (!objective.free.includes(entry)) return natural;
  const axis = objective.axis(entry);
  const along = multiply(information.covariance, axis.row);
  const share = (axis.coordinate(value) - dot(axis.row, point)) / dot(axis.row, along);
  return objective.natural(point.map((w, i) => w + share * (along[i] ?? 0)));
}

/** What the user has fixed, and what no likelihood reads. */
function heldByFile({ objective, natural }: Estimate): Map<EntryIndex, number> {
  const { entries } = objective.bound.model;
  const held = entries.filter(({ fixed, inLikelihood }) => fixed !== undefined || !inLikelihood);
  return new Map(held.map(({ index, fixed }) => [index, fixed ?? natural[index] ?? 0]));
}

function holding(bound: BoundModel, entry: EntryIndex, value: number): BoundModel {
  const entries = bound.model.entries.map((each) => (each.index === entry ? { ...each, fixed: value } : each));
  return { ...bound, model: { ...bound.model, entries } };
}
