import { opsOf } from '../../ir/ops.js';
import type { NodeId } from '../../ir/graph.js';
import type { BoundModel } from '../../model/bound.js';
import type { Likelihood } from '../../model/model.js';
import { minimise } from '../../optimise/minimise.js';
import type { Natural } from '../objective/coordinates.js';
import type { InformationInverse } from '../objective/information.js';
import { leavingOf } from '../../model/leaving.js';
import { Objective } from '../objective/objective.js';
import { rowValues } from '../objective/rowValues.js';
import { problemOf, type SearchOptions, type SearchResult } from '../search/search.js';

/** Weights of the barrier. The first one stands a little outside, since a search may have stopped on the edge itself. */
const WEIGHTS = [1, 0.1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8];
const OUTSIDE = 1e-3;

/**
 * A search that stopped where an argument of a distribution is about to leave its domain goes on inside, kept there by −w Σ log of the distance to the edge, with a
 * falling weight w (Fiacco & McCormick 1968; Boyd & Vandenberghe, Convex Optimization, 2004, §11.3). It ends at a maximum inside, or close to the
 * highest point of the edge without having converged.
 */
export function searchInside(objective: Objective, result: SearchResult, { deadline }: SearchOptions): SearchResult {
  const { bound, target, held, cancellation } = objective;
  const leaving = leavingOf(bound);
  if (leaving.length === 0 || result.solution.status !== 'max-iterations') return result;
  let natural = objective.natural(result.solution.point);
  WEIGHTS.forEach((weight, k) => {
    const barrier = { root: barrierRoot(bound, leaving, weight, k === 0 ? OUTSIDE : 0), span: { from: 0, to: 0 } };
    const kept = { ...bound, model: { ...bound.model, targets: [...bound.model.targets, barrier] } };
    const within = new Objective(kept, target, held, cancellation);
    const { status, point } = minimise(problemOf(within, deadline), within.working(natural));
    if (status !== 'non-finite' && isInside(bound, within.natural(point))) natural = within.natural(point);
  });
  const solution = minimise(problemOf(objective, deadline), objective.working(natural));
  const isBetter = solution.status !== 'non-finite' && solution.value <= result.solution.value;
  return isBetter ? { ...result, solution } : result;
}

function barrierRoot({ model }: BoundModel, all: ReturnType<typeof leavingOf>, weight: number, outside: number): NodeId {
  const o = opsOf(model.graph);
  const logs = all.flatMap(({ leaving: { node, record } }) => {
    const { lower, upper } = record.domain;
    const below = Number.isFinite(lower) ? [o.log(o.sub(node, o.num(lower - outside)))] : [];
    return Number.isFinite(upper) ? [...below, o.log(o.sub(o.num(upper + outside), node))] : below;
  });
  return o.mul(
    o.num(weight),
    logs.reduce((a, b) => o.add(a, b)),
  );
}

const isInside = (bound: BoundModel, x: Natural): boolean =>
  rowValues(
    bound,
    leavingOf(bound).map(({ leaving }) => leaving.isInside),
    x,
  ).every((column) => column.every((value) => value === 1));

interface Described {
  readonly status: string;
  readonly objective: Objective;
  readonly natural: Natural;
  readonly standardErrors: Float64Array;
  readonly information: InformationInverse;
}

/** A maximum on an edge is none of a smooth function: there are no standard errors. */
export function withoutErrors<Found extends Described>(found: Found): Found {
  if (found.status !== 'max-iterations' || edgesAt(found.objective.bound, found.natural).length === 0) return found;
  const none = new Float64Array(0);
  return { ...found, standardErrors: found.standardErrors.map(() => NaN), information: { ...found.information, covariance: none } };
}

/** Where an argument lies on the edge of its domain: the statement, the argument's name, the row, and which end. */
export interface Edge {
  readonly likelihood: Likelihood;
  readonly argument: string;
  readonly row: number;
  readonly end: number;
}

/** Distances from an edge below this share of the argument's size among the rows are none. */
const CLOSE = 1e-3;

/** The rows in which an argument has come to the edge of what it can be, the nearest of each end. */
export function edgesAt(bound: BoundModel, x: Natural): Edge[] {
  return leavingOf(bound).flatMap(({ likelihood, leaving: { node, record } }) => {
    const [values = new Float64Array(0)] = rowValues(bound, [node], x);
    const size = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return [record.domain.lower, record.domain.upper].flatMap((end): Edge[] => {
      const distances = values.map((value) => Math.abs(value - end));
      const least = distances.reduce((a, b) => Math.min(a, b), Infinity);
      return least < CLOSE * size ? [{ likelihood, argument: record.name, row: distances.indexOf(least), end }] : [];
    });
  });
}
