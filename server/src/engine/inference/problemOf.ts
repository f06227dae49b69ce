import type { Curvature } from '../kernel/kernel.js';
import type { MinimisationProblem } from '../optimise/problem.js';
import type { Objective } from './objective.js';

/** An objective as the optimisers read it, until `deadline`. */
export function problemOf(objective: Objective, deadline: number, curvature: Curvature = 'exact', order: 1 | 2 = 2): MinimisationProblem {
  return {
    dimension: objective.dimension,
    evaluate: (point) => objective.evaluate(point, curvature, order),
    penalties: objective.penalties,
    shouldStop: () => {
      if (objective.cancellation.cancelled) return objective.cancellation.late ? 'time-limit' : 'cancelled';
      return Date.now() > deadline ? 'time-limit' : undefined;
    },
  };
}
