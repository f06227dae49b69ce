import type { Estimate } from './estimate.js';
import { invertInformation } from './information.js';
import { Objective } from './objective.js';

/**
 * The same estimate in coordinates where `entry` is a function of one of them: an entry of a simplex or an ordered vector in general is not. All
 * others already are.
 */
export function anchored(estimate: Estimate, entry: number): Estimate {
  const { bound, target, held, cancellation } = estimate.objective;
  if (!bound.model.groups.some(({ entries }) => entries.includes(entry))) return estimate;
  const objective = new Objective(bound, target, held, cancellation, entry);
  const point = objective.working(estimate.natural);
  const local = objective.evaluate(point);
  const information = invertInformation(
    local,
    objective.free.map((_, a) => a),
  );
  return { ...estimate, objective, point, information, solution: { ...estimate.solution, point, local } };
}
