import type { Curvature } from '../../kernel/kernel.js';
import type { MinimisationProblem } from '../../optimise/minimisationProblem.js';
import type { Objective } from './objective.js';

/** An objective as the optimisers read it, until `deadline`. */
export function problemOf(objective: Objective, deadline: number, curvature: Curvature = 'exact', order: 1 | 2 = 2): MinimisationProblem {
  return {
    dimension: objective.dimension,
    evaluate: (point) => objective.evaluate(point, curvature, order),
    penalties: objective.penalties,
    shouldStop: () => {
      const { cancelled, late, now = Date.now } = objective.cancellation;
      if (cancelled) return late ? 'time-limit' : 'cancelled';
      return now() > deadline ? 'time-limit' : undefined;
    },
  };
}
