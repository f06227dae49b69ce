import { at } from '../../numeric/at.js';
import { dot, multiply, symmetricEigen } from '../../numeric/eigen.js';
import { curvatureScales, scaledBy } from '../../optimise/method.js';
import type { Solution } from '../../optimise/minimisationProblem.js';
import type { Natural, Objective } from '../objective/objective.js';

/** Values this close (relative) may be the same optimum. */
export const SAME = 1e-7;
/** Points this far apart, in standard errors at the better one, are two. */
const APART = 0.1;
/** Values of parameters this close (relative) have only changed places. */
const EQUAL = 1e-4;
/** An eigenvalue of the scaled information below this is a direction along which the optimum is not a single point. */
const FLAT = 1e-9;

/** Whether a solution has reached the optimum of another: the same value at the same point, up to the order of parameters that can change places. */
export function sameAs(objective: Objective, best: Solution): (each: Solution) => boolean {
  const { hessian } = best.local;
  const n = best.point.length;
  // Without second derivatives, and where they leave a direction open, the value decides.
  const tellsPoints = n > 0 && hessian.length === n * n && objective.penalties.length === 0 && isDetermined(best);
  return (each) => {
    const isAsHigh = each.status === 'converged' && Math.abs(each.value - best.value) <= SAME * (1 + Math.abs(best.value));
    if (!isAsHigh || !tellsPoints || each === best) return isAsHigh;
    const step = each.point.map((w, i) => w - at(best.point, i));
    const squared = dot(step, multiply(hessian, step));
    return !(squared > APART ** 2) || isReordered(objective, best, each) || isTurned(objective, best, each);
  };
}

function isDetermined({ local }: Solution): boolean {
  const n = local.gradient.length;
  const { values } = symmetricEigen(scaledBy(local.hessian, curvatureScales(local)), n);
  return at(values, 0) > FLAT * (values.at(-1) ?? 0);
}

/** Functions whose argument is an angle: whole turns change nothing. */
const ANGULAR = new Set(['sin', 'cos']);

/** Whether the parameters differ by whole turns of angles. */
function isTurned(objective: Objective, a: Solution, b: Solution): boolean {
  const { model } = objective.bound;
  const hasAngles =
    model.likelihoods.some(({ distribution }) => distribution.circular === true) ||
    model.graph.nodes.some((node) => node.kind === 'apply' && ANGULAR.has(node.primitive.name));
  if (!hasAngles) return false;
  const [x, y] = [objective.natural(a.point), objective.natural(b.point)];
  return objective.free.every((entry) => {
    const turns = (at(x, entry) - at(y, entry)) / (2 * Math.PI);
    return Math.abs(turns - Math.round(turns)) <= EQUAL * (1 + Math.abs(turns));
  });
}

/** Whether the parameters have the same values in another order, as the components of a mixture may; a share w of two may have become 1 − w. */
function isReordered(objective: Objective, a: Solution, b: Solution): boolean {
  const [first, second] = [a, b].map(({ point }) => sortComponents(objective, objective.natural(point)));
  return (first ?? []).every((value, i) => Math.abs(value - (second?.[i] ?? NaN)) <= EQUAL * (Math.abs(value) + EQUAL));
}

function sortComponents(objective: Objective, natural: Natural): Float64Array {
  const { bound, held } = objective;
  const inGroups = new Set(bound.model.groups.flatMap(({ entries }) => entries));
  const values = bound.model.entries.flatMap(({ index }) => {
    if (held.has(index)) return [];
    const { lower, upper } = objective.supportOf(index);
    const value = at(natural, index);
    return [lower === 0 && upper === 1 && !inGroups.has(index) ? Math.max(value, 1 - value) : value];
  });
  return Float64Array.from(values).sort();
}
