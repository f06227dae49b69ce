import { limitedMemory } from '../optimise/lbfgs.js';
import { minimise } from '../optimise/minimise.js';
import type { Solution } from '../optimise/problem.js';
import type { Objective, Working } from './objective.js';
import { problemOf, type SearchOptions, type SearchResult } from './search.js';

/** More coordinates than this have no Hessian: it is a way through the network for each of them. */
const MOST_FOR_HESSIAN = 300;
/** Multiplications of a Hessian that are still worth it: some tenths of a second. */
const MOST_WORK = 1e8;
/** Multiplications of a pass through all rows at which one start is left of those asked for. */
const WORK_OF_STARTS = 4e6;
/** Of starts that are compared first: the digits follow. */
const ROUGH = { decrement: 1e-4, steps: 1000 };
const FINAL = { decrement: 1e-12, steps: 5000 };
/** Values this close (relative) are the same optimum. */
const SAME = 1e-4;
/** A search that stops at a kink goes on from there with no memory of the other side. */
const RESTARTS = 10;

/** Multiplications of one pass through all rows. */
const passWork = ({ bound }: Objective): number => bound.used * bound.model.networks.reduce((sum, { network }) => sum + network.work, 0);

const canCurve = (objective: Objective): boolean =>
  objective.dimension <= MOST_FOR_HESSIAN && passWork(objective) * objective.dimension <= MOST_WORK;

/**
 * Minimises over the weights of networks from several seeded starts: L-BFGS from each, then the best one is followed to its end, by Newton steps
 * where there is a Hessian. How many starts there are follows from the size of the problem and never from the clock.
 */
export function searchNetworks(objective: Objective, start: Working, options: SearchOptions): SearchResult {
  const asked = Math.min(options.starts, Math.max(1, Math.floor(WORK_OF_STARTS / passWork(objective))));
  const starts = Array.from({ length: asked }, (_, k) => (k === 0 ? start : redrawn(objective, start, options.seed + k)));
  const found: Solution[] = [];
  for (const point of starts) {
    found.push(descend(objective, point, options.deadline, ROUGH));
    if (found.at(-1)?.status === 'cancelled') break;
  }
  const best = found.reduce((a, b) => (b.value < a.value || Number.isNaN(a.value) ? b : a));
  const isSame = ({ value }: Solution): boolean => Math.abs(value - best.value) <= SAME * (1 + Math.abs(best.value));
  return { solution: finish(objective, best, options.deadline), tried: found.length, agreeing: found.filter(isSame).length };
}

/** The start with other weights; what stands beside the networks stays. */
function redrawn(objective: Objective, start: Working, seed: number): Working {
  const natural = objective.natural(start);
  for (const { network, first } of objective.bound.model.networks) {
    const weights = network.start(seed);
    weights.forEach((value, i) => {
      if (network.isWeight(i)) natural[first + i] = value;
    });
  }
  return objective.working(natural);
}

/** By gradients alone; a penalty with a kink takes steps of its own. */
function descend(objective: Objective, start: Working, deadline: number, { decrement, steps }: typeof ROUGH): Solution {
  if (objective.penalties.length > 0) return minimise(problemOf(objective, deadline), start, { ending: 'plain' });
  const problem = problemOf(objective, deadline, 'exact', 1);
  const run = (from: Working): Solution =>
    minimise(problem, from, { method: { ...limitedMemory(), tolerance: decrement }, maxIterations: steps, ending: 'plain' });
  let solution = run(start);
  for (let k = 0; k < RESTARTS && solution.status === 'max-iterations' && solution.iterations < steps; k++) {
    const next = run(solution.point);
    if (!(next.value < solution.value - 1e-9 * (1 + Math.abs(solution.value)))) return next.status === 'converged' ? next : solution;
    solution = { ...next, iterations: solution.iterations + next.iterations };
  }
  return solution;
}

function finish(objective: Objective, rough: Solution, deadline: number): Solution {
  if (rough.status === 'cancelled' || rough.status === 'time-limit' || objective.penalties.length > 0) return rough;
  if (!canCurve(objective)) return atKink(objective, descend(objective, rough.point, deadline, FINAL), rough.iterations);
  return atKink(objective, minimise(problemOf(objective, deadline), rough.point), rough.iterations);
}

/** Where a rectifier bends, no step may lower the value although the gradient is not 0: that is a maximum too, without second derivatives. */
function atKink(objective: Objective, solution: Solution, before: number): Solution {
  const iterations = before + solution.iterations;
  const isStuck = solution.status === 'max-iterations' && solution.iterations < 200;
  const kinked = objective.bound.model.networks.some(({ network }) => network.kinked);
  if (!isStuck || !kinked) return { ...solution, iterations };
  return { ...solution, iterations, status: 'converged', local: { ...solution.local, hessian: new Float64Array(0) } };
}
