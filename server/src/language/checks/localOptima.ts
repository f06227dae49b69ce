import type { Estimate } from '../../engine/inference/estimate.js';
import { sameAs } from '../../engine/inference/search/sameOptimum.js';
import { invertInformation } from '../../engine/inference/objective/information.js';
import type { Objective } from '../../engine/inference/objective/objective.js';
import { runaway } from '../../engine/inference/escape/runaway.js';
import { problemOf } from '../../engine/inference/search/search.js';
import type { EntryIndex } from '../../engine/model/entryIndex.js';
import { at } from '../../engine/numeric/at.js';
import { minimise } from '../../engine/optimise/minimise.js';
import type { Solution } from '../../engine/optimise/minimisationProblem.js';
import type { Problem } from '../../report/problem.js';
import { shortNumber } from '../../report/numbers.js';
import { type Fitted, list, nameOf, targetName } from './check.js';
import type { SlowCheck, Until } from './slow.js';

/** Another optimum this little lower (log-density) lies inside the 95 % likelihood region: half the χ² quantile on 1 degree of freedom. */
const AS_GOOD = 1.92;
/** One this much lower is still worth reporting. */
const NEAR = 5;
/** This many other optima, the best of which was found only once, mean that a better one may have been missed. */
const MANY = 3;
/** A share of agreeing starts that is no larger than this is reported. */
const CONTESTED = 2 / 3;
/** At most this many of a rival's parameters are shown. */
const SHOWN = 4;

/** Several starts converged to different places: how many agree, and what the best of the others looks like. */
export const localOptima: SlowCheck = (fitted, until) => {
  const found = find(fitted, fitted.mle, until);
  return found.length > 0 || !fitted.map ? found : find(fitted, fitted.map, until);
};

function find(fitted: Fitted, estimate: Estimate, until: Until): Problem[] {
  if (estimate.status !== 'converged' && estimate.status !== 'boundary') return [];
  const rivals = estimate.rivals.flatMap((rival) => (until.isOver() ? [] : (settle(estimate, rival, until) ?? [])));
  const [rival] = rivals.sort((a, b) => a.solution.value - b.solution.value);
  if (!rival) return [];
  const gap = rival.solution.value - estimate.solution.value;
  const isRugged = estimate.agreeing === 1 && rivals.length >= MANY;
  const isContested = estimate.agreeing <= CONTESTED * estimate.tried;
  if (gap > NEAR && !isRugged && !isContested) return [];
  const density = `log-${estimate.target === 'mle' ? 'likelihood' : 'posterior'}`;
  const height = gap > SAME * (1 + Math.abs(estimate.solution.value)) ? `${shortNumber(Number(gap.toPrecision(3)))} lower` : 'the same';
  const message =
    `${String(estimate.agreeing)} of ${String(estimate.tried)} starts led to the ${targetName(estimate)}; others came to rest at ${different(fitted, estimate, rival)}, ` +
    `where the ${density} is ${height}. ${advice(gap, isRugged)}`;
  const severity = gap < AS_GOOD || isRugged ? 'warning' : 'information';
  return [{ severity, code: 'local-optima', message, span: fitted.spec.modelSpan }];
}

type Rival = Estimate['rivals'][number];

/** Values this close (relative) are the same optimum. */
const SAME = 1e-6;

/** A rival followed to its end, since starts are compared before they have converged; undefined where it ends at the estimate, or nowhere. */
function settle(estimate: Estimate, { objective, solution: rough }: Rival, until: Until): Rival | undefined {
  const problem = { ...problemOf(objective, Infinity), shouldStop: () => (until.isOver() ? ('cancelled' as const) : undefined) };
  const solution = minimise(problem, rough.point);
  const isLower = solution.value > estimate.solution.value + SAME * (1 + Math.abs(estimate.solution.value));
  const isOther = isLower || (objective === estimate.objective && !sameAs(objective, estimate.solution)(solution));
  const isAtRest = solution.status === 'converged' && !solution.slow && runaway(objective, solution) === undefined;
  if (!isOther || !isAtRest || !isPoint(objective, solution)) return undefined;
  return { objective, solution };
}

/** Whether the information is that of an isolated point: a search that ends on a ridge, or far out on the way to a limit, has not found an optimum. */
function isPoint(objective: Objective, solution: Solution): boolean {
  const all = objective.free.map((_, a) => a);
  return invertInformation(solution.local, all, objective.hessianError).flat.length === 0;
}

function advice(gap: number, isRugged: boolean): string {
  if (gap < AS_GOOD)
    return 'The data hardly distinguish the two, and no standard error accounts for the other one. A bound, an order or a prior can exclude it.';
  if (isRugged)
    return 'A better maximum may have been missed: give values near the answer with `start:`, or ask for more starts with `settings: { starts: 32 }`.';
  return 'Values given with `start:` determine where the search begins.';
}

/** Parameters that are more than a standard error away there. */
function different(fitted: Fitted, estimate: Estimate, { objective, solution }: Rival): string {
  const there = objective.natural(solution.point);
  const away = (entry: EntryIndex): number => Math.abs(at(there, entry) - at(estimate.natural, entry)) / at(estimate.standardErrors, entry);
  const moved = [...estimate.objective.free]
    .sort((a, b) => (away(b) || 0) - (away(a) || 0))
    .filter((entry, k) => k === 0 || away(entry) > 1);
  return list(moved.slice(0, SHOWN).map((entry) => `${nameOf(fitted, entry)} = ${shortNumber(at(there, entry))}`));
}
