import type { NodeId } from '../../ir/graph.js';
import { opsOf } from '../../ir/ops.js';
import { minimise } from '../../optimise/minimise.js';
import type { Solution } from '../../optimise/minimisationProblem.js';
import { withoutKinks } from '../objective/kinks.js';
import type { Objective, Working } from '../objective/objective.js';
import { Pinned } from './pinned.js';
import { problemOf } from './search.js';

/** A maximum at kinks of the likelihood: the rows that lie on them hold the point. */
export interface NonSmoothResult {
  readonly solution: Solution;
  /** Gradients, in working coordinates, of the absolute values that are 0 at the point. */
  readonly active: readonly Float64Array[];
}

const STAGES = 8;
/** Residuals below this share of their typical size lie on the kink. */
const ON_KINK = 1e-5;

/**
 * Maximises a likelihood with absolute values: |r| is first smoothed to √(r² + ε²) with ε → 0 (Madsen & Nielsen, SIAM J. Optim. 3, 1993);
 * the rows whose r then vanishes are held at r = 0 and the rest, smooth with its signs fixed, is solved by Newton's method on the Lagrangian.
 */
export function maximiseNonSmooth(objective: Objective, start: Working, kinks: readonly NodeId[], deadline: number): NonSmoothResult {
  const typical = typicalSize(objective, start, kinks);
  const rough = searchSmoothed(objective, start, typical, deadline);
  const pinned = new Pinned(objective, rough.point, kinks, ON_KINK * typical);
  const point = pinned.solve(rough.point);
  const value = -objective.logDensity(point);
  const better = value <= rough.value + 1e-9 * (1 + Math.abs(rough.value));
  const solution = {
    ...rough,
    point: better ? point : rough.point,
    value,
    local: pinned.local(point),
    decrement: pinned.residual,
    slow: false,
    method: 'smoothing, then an exact solve on the kinks',
  };
  const status = rough.status === 'cancelled' || rough.status === 'time-limit' ? rough.status : better ? 'converged' : 'max-iterations';
  return { solution: { ...solution, status }, active: pinned.active(point) };
}

function searchSmoothed(objective: Objective, start: Working, typical: number, deadline: number): Solution {
  const o = opsOf(objective.bound.model.graph);
  const inputs = new Float64Array(1);
  const smooth = withoutKinks(objective, (r) => o.sqrt(o.add(o.mul(r, r), o.mul(o.graph.input(0), o.graph.input(0)))), { inputs });
  let point = start;
  let solution: Solution | undefined;
  for (let stage = 1; stage <= STAGES; stage++) {
    inputs[0] = typical * 10 ** -stage;
    solution = minimise(problemOf(smooth, deadline), point);
    if (solution.status === 'cancelled' || solution.status === 'time-limit' || solution.status === 'non-finite') break;
    point = solution.point;
  }
  if (!solution) throw new Error('smoothing has no stages');
  return { ...solution, value: -objective.logDensity(solution.point) };
}

/** Median of |r| over all rows and kinks at a point; 1 where all are 0. */
function typicalSize(objective: Objective, point: Working, kinks: readonly NodeId[]): number {
  const sizes = Float64Array.from(kinks.flatMap((node) => [...objective.rowValues(node, point)].map(Math.abs))).sort();
  return sizes[Math.floor(sizes.length / 2)] || 1;
}
