import { at } from '../../numeric/at.js';
import { minimise } from '../../optimise/minimise.js';
import type { LocalModel, MinimisationProblem, Solution } from '../../optimise/minimisationProblem.js';
import type { Estimate } from '../estimate.js';
import { standardErrors } from '../standardErrors.js';
import { invertInformation } from '../objective/information.js';
import type { Natural, Objective, Working } from '../objective/objective.js';
import { problemOf } from '../search/search.js';

/** The mode on the natural scale, and the standard errors there from the curvature of the density on the unconstrained one. */
export interface UnconstrainedMode {
  readonly natural: Natural;
  readonly standardErrors: Float64Array;
}

/** The result for a maximum is kept as long as the maximum: a check, the hover and the intervals all need it. */
const modes = new WeakMap<Solution, UnconstrainedMode>();

/**
 * Where the posterior density of the *unconstrained* parameters (log of a positive one, log-odds of a probability) has its mode, given on the natural
 * scale. A density's mode depends on the scale through the Jacobian log |dx/dw|; Stan's `optimize(jacobian = TRUE)` and PyMC report this one.
 * Undefined where no parameter is bounded, beside networks, or where the search does not converge.
 */
export function unconstrainedMode(map: Estimate, deadline: number): UnconstrainedMode | undefined {
  const { objective, point, status } = map;
  if (objective.bound.model.networks.length > 0 || status !== 'converged' || map.atKink.length > 0 || !isTransformed(map)) return undefined;
  const found = modes.get(map.solution) ?? search(objective, point, deadline);
  if (found) modes.set(map.solution, found);
  return found;
}

/** Whether some parameter is bounded. */
export const isTransformed = ({ objective, point }: Estimate): boolean =>
  objective.jacobianSlopes(point).some((slopes) => slopes.some((slope) => slope !== 0));

function search(objective: Objective, from: Working, deadline: number): UnconstrainedMode | undefined {
  const { status, point, local } = minimise(withJacobian(objective, deadline), from);
  if (status !== 'converged') return undefined;
  const all = objective.free.map((_, a) => a);
  const information = invertInformation(local, all, objective.hessianError);
  return { natural: objective.natural(point), standardErrors: standardErrors(objective, point, information, all) };
}

/** Minus the log-density plus log |dx/dw|. */
function withJacobian(objective: Objective, deadline: number): MinimisationProblem {
  const problem = problemOf(objective, deadline);
  return { ...problem, evaluate: (w) => addJacobian(problem.evaluate(w), objective, w) };
}

function addJacobian({ value, gradient, hessian }: LocalModel, objective: Objective, w: Working): LocalModel {
  const n = gradient.length;
  objective.jacobianSlopes(w).forEach(([first, second], a) => {
    gradient[a] = at(gradient, a) - first;
    hessian[a * n + a] = at(hessian, a * n + a) - second;
  });
  return { value: value - objective.logJacobian(w), gradient, hessian };
}
