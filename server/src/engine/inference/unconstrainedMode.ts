import { minimise } from '../optimise/minimise.js';
import type { LocalModel, MinimisationProblem } from '../optimise/problem.js';
import type { Estimate } from './estimate.js';
import type { Natural, Objective, Working } from './objective.js';
import { problemOf } from './search.js';

/**
 * Where the posterior density of the *unconstrained* parameters (log of a positive one, log-odds of a probability) has its mode, given on the natural
 * scale. A density's mode moves with the scale by the Jacobian log |dx/dw|; Stan's `optimize(jacobian = TRUE)` and PyMC report this one.
 * Undefined where no parameter is bounded, beside networks, or where the search does not converge.
 */
export function unconstrainedMode(map: Estimate, deadline: number): Natural | undefined {
  const { objective, point, status } = map;
  if (objective.bound.model.networks.length > 0) return undefined;
  if (status !== 'converged' || map.atKink.length > 0 || !objective.jacobianSlopes(point).some(([slope]) => slope !== 0)) return undefined;
  const solution = minimise(withJacobian(objective, deadline), point);
  return solution.status === 'converged' ? objective.natural(solution.point) : undefined;
}

/** Minus the log-density plus log |dx/dw|. */
function withJacobian(objective: Objective, deadline: number): MinimisationProblem {
  const problem = problemOf(objective, deadline);
  return { ...problem, evaluate: (w) => addJacobian(problem.evaluate(w), objective, w) };
}

function addJacobian({ value, gradient, hessian }: LocalModel, objective: Objective, w: Working): LocalModel {
  const n = gradient.length;
  objective.jacobianSlopes(w).forEach(([first, second], a) => {
    gradient[a] = (gradient[a] ?? 0) - first;
    hessian[a * n + a] = (hessian[a * n + a] ?? 0) - second;
  });
  return { value: value - objective.logJacobian(w), gradient, hessian };
}
