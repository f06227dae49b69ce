import type { NodeId } from '../../ir/graph.js';
import { entriesBelow, isData } from '../../model/bound.js';
import type { EntryIndex } from '../../model/entryIndex.js';
import type { Likelihood } from '../../model/model.js';
import { at } from '../../numeric/at.js';
import { curvatureAlong, type Solution } from '../../optimise/minimisationProblem.js';
import { invertInformation } from '../objective/information.js';
import type { Objective, Working } from '../objective/objective.js';

/** Where second derivatives are not known, coordinates this far out are examined: logarithms and log-odds rarely get there. */
const FAR = 8;
const MOST_SUSPECTS = 1000;
/** Residuals below this share of the outcomes are rounding. */
const ROUNDING = 2 ** -48;
/** A network gets close to all outcomes long before that: its search is slow to end. */
const NEARLY = 1e-5;
/** With as many coefficients as rows, residuals below this are only rounding, or a search that has not ended yet. */
const OVERFITTED = 1e-9;
/** The first rows, which rule out an exact fit for most models before all rows are computed. */
const FIRST_ROWS = 64;

/**
 * Free entries that set the spread of a continuous outcome which the model fits exactly: the density then grows without limit as the spread goes
 * to 0, and only rounding stops it.
 */
export function exactFit(objective: Objective, { status, point }: Solution): EntryIndex[] {
  if (status === 'cancelled') return [];
  return objective.bound.model.likelihoods.flatMap((likelihood) => {
    const location = locationOf(likelihood);
    if (location === undefined) return [];
    const few = Math.min(FIRST_ROWS, objective.bound.used);
    const hasNetworks = objective.bound.model.networks.length > 0;
    if (hasNetworks && status === 'time-limit') return [];
    const hasMore = !hasNetworks && objective.dimension > objective.bound.used;
    const share = hasNetworks && status !== 'converged' ? NEARLY : hasMore ? OVERFITTED : ROUNDING;
    const isExact = [few, objective.bound.used].every((rows) => isMet(objective, likelihood.outcome.node, location, point, rows, share));
    return isExact
      ? freeEntries(
          objective,
          likelihood.args.flat().filter((node) => node !== location),
        )
      : [];
  });
}

/** Whether the first rows have the location as their outcome, up to a share of its size. */
function isMet(objective: Objective, outcome: NodeId, location: NodeId, point: Working, rows: number, share: number): boolean {
  const outcomes = objective.rowValues(outcome, point, rows);
  const fitted = objective.rowValues(location, point, rows);
  const size = outcomes.reduce((most, y) => Math.max(most, Math.abs(y)), 0);
  return outcomes.every((y, i) => Math.abs(y - at(fitted, i)) <= share * size);
}

/** The centre of a distribution on the outcome's own scale, where it has one. */
function locationOf({ distribution, parameterisation, args }: Likelihood): NodeId | undefined {
  if (distribution.kind !== 'continuous' || distribution.outcome.lower > -Infinity) return undefined;
  const index = parameterisation.arguments.findIndex(({ name }) => name === 'mean' || name === 'location');
  return args[index]?.[0];
}

/** Free entries of a continuous likelihood whose outcomes are all the same: a family that can close in on one value has no maximum. */
export function constantOutcome(objective: Objective): EntryIndex[] {
  const { bound } = objective;
  return bound.model.likelihoods.flatMap((likelihood) => {
    if (likelihood.distribution.kind !== 'continuous') return [];
    const outcomes = objective.rowValues(likelihood.outcome.node, new Float64Array(objective.dimension));
    return outcomes.every((y) => y === outcomes[0]) ? freeEntries(objective, likelihood.args.flat()) : [];
  });
}

function freeEntries({ bound, free }: Objective, nodes: readonly NodeId[]): EntryIndex[] {
  const used = new Set(nodes.filter((node) => !isData(bound.model, node)).flatMap((node) => entriesBelow(bound.model, [node])));
  return free.filter((entry) => used.has(entry));
}

/**
 * Free entries at a point so far out that the density no longer changes there, although it falls on the way back: its limit is reached at infinity
 * (the logit of a coin that only fell heads).
 */
export function plateau(objective: Objective, { status, point, value, local }: Solution): EntryIndex[] {
  if (status !== 'converged') return [];
  const isFlat = (a: number): boolean => {
    const size = Math.max(1, Math.abs(at(point, a)));
    const curvature = Math.abs(curvatureAlong(local, a));
    // A location that follows a shape out leaves some curvature: `isOver` decides.
    return curvature * size * size < 1e-4 * (1 + Math.abs(value));
  };
  const suspects = objective.free.flatMap((_, a) => ((local.hessian.length === 0 ? Math.abs(at(point, a)) > FAR : isFlat(a)) ? [a] : []));
  const isOver = (a: number): boolean => {
    const size = Math.max(1, Math.abs(at(point, a)));
    const [back, on] = [-1, 1].map((side) =>
      objective.logDensity(point.map((w, i) => (i === a ? w + side * Math.sign(w || 1) * size : w))),
    );
    return isLimit(on ?? NaN, back ?? NaN, value);
  };
  return suspects.slice(0, MOST_SUSPECTS).flatMap((a) => (isOver(a) ? [at(objective.free, a)] : []));
}

/** Whether going on no longer changes the density, or raises it only by what is left to a limit, while it falls on the way back. */
function isLimit(on: number, back: number, value: number): boolean {
  const tolerance = 1e-9 * (1 + Math.abs(value));
  return on >= -value - tolerance && on < -value + LEFT && back < -value - 1e-6 * (1 + Math.abs(value));
}

/** What a density that approaches its limit may still gain. */
const LEFT = 1e-3;
/** Shares of a direction below this do not run along it. */
const SHARE = 0.05;

/**
 * The same for entries that go out together, as the two arguments of a Beta distribution that closes in on its mean: a direction in which the density is flat
 * from here on, but not on the way back. On a ridge it is flat both ways.
 */
export function jointPlateau(objective: Objective, { status, point, value, local }: Solution): EntryIndex[] {
  if (status !== 'converged' || objective.bound.latents.length > 0) return [];
  const { flat } = invertInformation(
    local,
    objective.free.map((_, a) => a),
    objective.hessianError,
  );
  for (const direction of flat) {
    const largest = direction.reduce((most, share) => (Math.abs(share) > Math.abs(most) ? share : most), 0);
    const a = direction.indexOf(largest);
    const size = Math.max(1, Math.abs(at(point, a))) / largest;
    // Half of the way back: at 0 a quotient may have no value.
    const [back = NaN, on = NaN] = [-0.5, 1].map((side) =>
      objective.logDensity(point.map((w, i) => w + side * Math.sign(point[a] || 1) * size * at(direction, i))),
    );
    if (isLimit(on, back, value)) return objective.free.filter((_, i) => Math.abs(at(direction, i) / largest) > SHARE);
  }
  return [];
}
