import type { Clock } from '../../engine/kernel/clock.js';
import type { Cancellation } from '../../engine/kernel/kernel.js';
import { checkSlowly } from '../../language/checks/index.js';
import type { Fitted } from '../../language/checks/check.js';
import { priorReach } from '../../language/features/priorReach.js';
import { withSubsets } from '../../language/features/subsets.js';
import { failed, type FitAnswer, type FitJob } from './answer.js';
import { classesView, filtersView, type Looked } from './classes.js';
import { parameterViews } from './curves.js';
import { dataFitView } from './dataFit.js';
import type { HeldOut } from './heldOut.js';
import type { Watching } from './learning.js';
import { rowsHeldOut } from './scores.js';

/** Time for curves of the panel. */
const CURVES_MS = 1000;
/** Time for fits of subsets of the rows. */
const SUBSETS_MS = 1000;
/** Time for checks that come after the estimates. */
const CHECKS_MS = 1500;

/** What an answer is to, and what watched the search for it. */
interface Answered extends Omit<HeldOut, 'problems'> {
  readonly learning: Watching;
}

/** The final estimates at once where somebody looks, then with their curves, and last with the findings of slow checks and with what fewer rows would say. */
export function follow(
  { job, validation, learning }: Answered,
  final: Fitted,
  complete: FitAnswer,
  cancellation: Clock,
  send: (answer: FitAnswer) => void,
): void {
  const isCancelled = (): boolean => cancellation.outer.cancelled;
  let shown = complete;
  if (!job.plain) {
    send(complete);
    const learnt = { ...complete, learning: learning.curves(performance.now() + CURVES_MS) };
    const drawn = withCurves(final, learnt, lookedAt(job, validation, final, cancellation), cancellation);
    shown = cancellation.late ? learnt : drawn;
    if (isCancelled()) return send({ ...failed(job, []), cancelled: true });
    send(shown);
  }
  const checked = withSlowChecks(final, shown, () => cancellation.cancelled);
  const reach = job.plain ? checked.reach : withSubsets(final, checked.reach, Date.now() + SUBSETS_MS);
  // What was worked out after its time is over is not looked at.
  const last = cancellation.late ? shown : { ...checked, reach };
  send(isCancelled() ? { ...failed(job, []), cancelled: true } : { ...last, drawn: true });
}

/** The same answer with what takes a while to find. */
function withSlowChecks(fitted: Fitted, complete: FitAnswer, isCancelled: () => boolean): FitAnswer {
  const deadline = Date.now() + CHECKS_MS;
  const late = checkSlowly(fitted, { isOver: () => isCancelled() || Date.now() > deadline });
  return late.length === 0 ? complete : { ...complete, problems: [...complete.problems, ...late] };
}

/** The rows whose classes are looked at: those held out, or those that a network was fitted to. */
function lookedAt(job: FitJob, validation: HeldOut['validation'], { bound }: Fitted, cancellation: Cancellation): Looked | undefined {
  const held = validation && rowsHeldOut(bound, validation, job.spec, cancellation);
  if (validation && held) return { of: 'validation', bound: held, data: validation.data };
  return bound.model.networks.length > 0 ? { of: 'training', bound, data: job.data } : undefined;
}

/** The same answer with what the panel and the hovers draw. */
function withCurves(fitted: Fitted, complete: FitAnswer, looked: Looked | undefined, cancellation: Cancellation): FitAnswer {
  const dataFit = dataFitView(fitted);
  const views = parameterViews(fitted, complete.mle, complete.map, Date.now() + CURVES_MS);
  const reach = priorReach(fitted, Date.now() + CURVES_MS);
  const classes = looked && classesView(fitted, looked, cancellation);
  return { ...complete, views, reach, filters: filtersView(fitted), ...(dataFit ? { dataFit } : {}), ...(classes ? { classes } : {}) };
}
