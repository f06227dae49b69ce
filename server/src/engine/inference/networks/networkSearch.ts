import { minimise } from '../../optimise/minimise.js';
import type { LocalModel, MinimisationProblem, Solution } from '../../optimise/minimisationProblem.js';
import { Descent, type Ending } from './descent.js';
import { likelihoodKinks } from '../objective/kinks.js';
import { drawnParameters } from '../start/inputScales.js';
import type { Objective, Working } from '../objective/objective.js';
import { byBatches, passWork, takesBatches } from './minibatch.js';
import { problemOf, type SearchOptions, type SearchResult } from '../search/search.js';
import { inSinglePrecision } from './singlePrecision.js';
import { Standardised } from './standardisedInputs.js';

/** More coordinates than this have no Hessian: it is a way through the network for each of them. */
const MOST_FOR_HESSIAN = 300;
/** Multiplications up to which a Hessian is worth it: a few tenths of a second. */
const MOST_WORK = 1e8;
/** Multiplications of a pass through all rows at which one start is left of those asked for. */
const WORK_OF_STARTS = 4e6;
/** When a descent by gradients ends: of starts that are compared (with multiplications for steps), and of the best one. */
const ROUGH = 1e-6;
const ROUGH_WORK = 2e6;
const FINAL = { decrement: 1e-12, steps: 5000 };
/** Newton steps to the end, and those that tell whether a point between bends is one. */
const NEWTON_STEPS = 100;
const NEWTON_STEPS_AT_BENDS = 30;
/** Newton steps that gain less than this (relative) walk on a plateau, as biases of units without weights are: where gradients have converged counts. */
const PLATEAU = 1e-10;
/** Those that gain more than this (relative) without an end have left a plateau behind: gradient descent continues from there, this many times. */
const STILL_FALLING = 1e-4;
const MOST_ROUNDS = 5;
/** Values this close (relative) are the same optimum. */
const SAME = 1e-4;
/**
 * Where rectifiers or maxima bend the density, its maximum often lies on bends, to which gradients lead ever more slowly: there a stretch that gains less than this
 * has settled (in logs, far below what any prior or row counts for). The certificate says so.
 */
const SETTLED_AT_BENDS = 1e-3;

/** Whether second derivatives with respect to all weights are computed. */
export const hasSecondDerivatives = (objective: Objective): boolean =>
  objective.dimension <= MOST_FOR_HESSIAN && passWork(objective) * objective.dimension <= MOST_WORK;

/**
 * Minimises over the weights of networks from several seeded starts: L-BFGS from each, then the best one is followed to its end, by Newton steps
 * where there is a Hessian. How many starts there are follows from the size of the problem and never from the clock.
 */
export function searchNetworks(objective: Objective, start: Working, options: SearchOptions): SearchResult {
  if (takesBatches(objective) && options.warm !== true) return { solution: inBatches(objective, start, options), tried: 1, agreeing: 1 };
  const asked = Math.min(options.starts, Math.max(1, Math.floor(WORK_OF_STARTS / passWork(objective))));
  const starts = Array.from({ length: asked }, (_, k) => (k === 0 ? start : redraw(objective, start, options.seed + k)));
  const steps = Math.min(Math.max(Math.round(ROUGH_WORK / passWork(objective)), 300), 1500);
  const found: Solution[] = [];
  for (const [k, point] of starts.entries()) {
    found.push(descend(objective, point, watchedFrom(k, options), { decrement: ROUGH, steps }));
    if (found.at(-1)?.status === 'cancelled') break;
  }
  const best = found.reduce((a, b) => (b.value < a.value || Number.isNaN(a.value) ? b : a));
  const isSame = ({ value }: Solution): boolean => Math.abs(value - best.value) <= SAME * (1 + Math.abs(best.value));
  return {
    solution: finish(objective, best, watchedFrom(found.indexOf(best), options)),
    tried: found.length,
    agreeing: found.filter(isSame).length,
  };
}

/** The options of a search from the start of that number. */
function watchedFrom(start: number, options: SearchOptions): SearchOptions {
  const { watch } = options;
  return watch ? { ...options, watch: (target, natural) => watch(target, natural, start) } : options;
}

/** Steps from parts of the rows, then from all of them, as far as time allows. */
function inBatches(objective: Objective, start: Working, options: SearchOptions): Solution {
  const standardised = new Standardised(objective);
  const problemFor = (part: Objective): MinimisationProblem => standardised.problem(firstOrder(part, options));
  const fast = inSinglePrecision(objective) ?? objective;
  const { point, steps } = byBatches(fast, standardised.fromWorking(start), options.seed, problemFor);
  const end = descend(objective, standardised.toWorking(point), options, FINAL);
  return { ...end, iterations: steps + end.iterations, method: `Adam, ${end.method}` };
}

/** The start with other weights and biases before the last layer; other terms beside the networks, and their level, stay. */
function redraw(objective: Objective, start: Working, seed: number): Working {
  const { bound } = objective;
  const natural = objective.natural(start);
  bound.model.networks.forEach(({ network, first }, index) => {
    const { last } = network;
    const level = last ? natural.slice(first + last.first + last.weights, first + last.first + last.weights + last.biases) : [];
    natural.set(drawnParameters(bound, index, seed), first);
    if (last) natural.set(level, first + last.first + last.weights);
  });
  return objective.working(natural);
}

/** Values and gradients of an objective; every point is reported to the observer. */
function firstOrder(objective: Objective, { deadline, watch }: SearchOptions): MinimisationProblem {
  const problem = problemOf(objective, deadline, 'exact', 1);
  if (!watch) return problem;
  const evaluate = (w: Working): LocalModel => {
    watch(objective.target, () => objective.natural(w));
    return problem.evaluate(w);
  };
  return { ...problem, evaluate };
}

/** Whether the density bends somewhere: at the kinks of a network, or at those of the likelihood. */
const hasBends = ({ bound }: Objective): boolean =>
  bound.model.networks.some(({ network }) => network.kinked) || likelihoodKinks(bound).length > 0;

/** Gradient descent, in single precision as far as that leads, and then in double; a penalty with a kink takes steps of its own. */
function descend(objective: Objective, start: Working, options: SearchOptions, ending: Ending): Solution {
  if (objective.penalties.length > 0) return minimise(problemOf(objective, options.deadline), start, { ending: 'plain' });
  const standardised = new Standardised(objective);
  const descent = new Descent(ending, hasBends(objective) ? SETTLED_AT_BENDS : 0);
  const single = inSinglePrecision(objective);
  const exact = (u: Float64Array): number => -objective.logDensity(standardised.toWorking(u));
  const rough = single && standardised.problem(firstOrder(single, options));
  const from = standardised.fromWorking(start);
  const near = rough ? descent.roughly(rough, from, exact) : from;
  const end = descent.run(standardised.problem(firstOrder(objective, options)), near);
  descent.release();
  return standardised.solution({ ...end, iterations: descent.iterations });
}

function finish(objective: Objective, rough: Solution, options: SearchOptions, rounds = MOST_ROUNDS): Solution {
  if (rough.status === 'cancelled' || rough.status === 'time-limit' || objective.penalties.length > 0) return rough;
  const added = (solution: Solution): Solution => ({ ...solution, iterations: rough.iterations + solution.iterations });
  const end = added(descend(objective, rough.point, options, FINAL));
  if (hasBends(objective)) return betweenBends(objective, end, options);
  if (!hasSecondDerivatives(objective)) return end;
  const newton = minimise(problemOf(objective, options.deadline), end.point, { maxIterations: NEWTON_STEPS });
  const found = { ...newton, iterations: end.iterations + newton.iterations };
  if (newton.status !== 'max-iterations') return found;
  const gained = (end.value - newton.value) / (1 + Math.abs(end.value));
  if (gained < PLATEAU) return { ...found, status: end.status };
  return gained < STILL_FALLING || rounds === 0 ? found : finish(objective, found, options, rounds - 1);
}

/**
 * Rectifiers bend the density: Newton steps get stuck where they do, and the maximum may lie there, where no step lowers the value although the gradient
 * is not 0. Second derivatives count where Newton steps converge from the end of the descent.
 */
function betweenBends(objective: Objective, end: Solution, options: SearchOptions): Solution {
  const newton = hasSecondDerivatives(objective)
    ? minimise(problemOf(objective, options.deadline), end.point, { maxIterations: NEWTON_STEPS_AT_BENDS })
    : undefined;
  return newton?.status === 'converged' ? { ...newton, iterations: end.iterations + newton.iterations } : end;
}
