import type { Clock } from '../../engine/kernel/clock.js';
import type { Cancellation } from '../../engine/kernel/kernel.js';
import type { Problem } from '../../engine/problem.js';
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

/** Time for each later stage before it is reported as far as it is known; what was cut short is resumed afterwards. */
const FIRST_MS = { curves: 1000, checks: 1500, subsets: 1000 };

/** The job of an answer, and the observer of its search. */
interface Answered extends Omit<HeldOut, 'problems'> {
  readonly learning: Watching;
}

/** How long something may take, and whether that was too short. */
class Allowance {
  readonly deadline: number;
  /** Something was, or may have been, left out. */
  isCut = false;

  constructor(milliseconds: number) {
    this.deadline = Date.now() + milliseconds;
  }

  /** The result of some work; `isCut` if the time was over by its end. */
  of<T>(work: (deadline: number) => T): T {
    const done = work(this.deadline);
    this.isCut ||= Date.now() > this.deadline;
    return done;
  }
}

/**
 * The final estimates at once where somebody looks, then with their curves, and last with the findings of slow checks and with what fewer rows would say. What the clock has
 * cut short is repeated within the time that the file allows (`max-seconds`): the last answer does not depend on how busy the machine is.
 */
export function follow(
  { job, validation, learning }: Answered,
  final: Fitted,
  complete: FitAnswer,
  cancellation: Clock,
  send: (answer: FitAnswer) => void,
): void {
  const isCancelled = (): boolean => cancellation.outer.cancelled;
  const sendUnlessCancelled = (answer: FitAnswer): void => send(isCancelled() ? { ...failed(job, []), cancelled: true } : answer);
  const all = (): Allowance => {
    cancellation.allow(1000 * job.spec.settings.maxSeconds);
    return new Allowance(1000 * job.spec.settings.maxSeconds);
  };
  send(complete);
  if (job.plain)
    return sendUnlessCancelled({ ...complete, problems: [...complete.problems, ...slowChecks(final, cancellation, all())], drawn: true });
  const learnt = { ...complete, learning: learning.curves(performance.now() + FIRST_MS.curves) };
  const looked = lookedAt(job, validation, final, cancellation);
  const first = { curves: new Allowance(FIRST_MS.curves), reach: new Allowance(FIRST_MS.curves) };
  let shown = {
    ...withRows(final, learnt, looked, cancellation),
    ...curvesOf(final, complete, first.curves),
    reach: reachOf(final, first.reach),
  };
  // What was computed after its time was over is not used.
  if (isCancelled() || cancellation.late) return sendUnlessCancelled({ ...complete, drawn: true });
  send(shown);
  const later = { checks: new Allowance(FIRST_MS.checks), subsets: new Allowance(FIRST_MS.subsets) };
  shown = { ...shown, late: slowChecks(final, cancellation, later.checks) };
  shown = { ...shown, reach: later.subsets.of((deadline) => withSubsets(final, shown.reach, deadline)) };
  const cut = [first.curves, first.reach, later.checks, later.subsets].some(({ isCut }) => isCut);
  if (!cut || isCancelled()) return sendUnlessCancelled({ ...shown, drawn: true });
  send(shown);
  if (first.curves.isCut) shown = { ...shown, ...curvesOf(final, complete, all()) };
  if (later.checks.isCut) shown = { ...shown, late: slowChecks(final, cancellation, all()) };
  const reach = first.reach.isCut ? reachOf(final, all()) : shown.reach;
  if (first.reach.isCut || later.subsets.isCut) shown = { ...shown, reach: all().of((deadline) => withSubsets(final, reach, deadline)) };
  sendUnlessCancelled({ ...shown, drawn: true });
}

/** What takes a while to find. */
const slowChecks = (fitted: Fitted, cancellation: Cancellation, allowance: Allowance): readonly Problem[] =>
  allowance.of((deadline) => checkSlowly(fitted, { isOver: () => cancellation.cancelled || Date.now() > deadline }));

/** The rows whose classes are shown: those held out, or those that a network was fitted to. */
function lookedAt(job: FitJob, validation: HeldOut['validation'], { bound }: Fitted, cancellation: Cancellation): Looked | undefined {
  const held = validation && rowsHeldOut(bound, validation, job.spec, cancellation);
  if (validation && held) return { of: 'validation', bound: held, data: validation.data };
  return bound.model.networks.length > 0 ? { of: 'training', bound, data: job.data } : undefined;
}

/** The same answer with what the panel draws of rows. */
function withRows(fitted: Fitted, complete: FitAnswer, looked: Looked | undefined, cancellation: Cancellation): FitAnswer {
  const dataFit = dataFitView(fitted);
  const classes = looked && classesView(fitted, looked, cancellation);
  return { ...complete, filters: filtersView(fitted), ...(dataFit ? { dataFit } : {}), ...(classes ? { classes } : {}) };
}

/** Curves of parameters; those that are approximations for lack of time say so. */
function curvesOf(fitted: Fitted, { mle, map }: FitAnswer, allowance: Allowance): Pick<FitAnswer, 'views'> {
  const views = allowance.of((deadline) => parameterViews(fitted, mle, map, deadline));
  return { views: allowance.isCut ? views.map((view) => (view.method === 'normal' ? { ...view, hurried: true } : view)) : views };
}

const reachOf = (fitted: Fitted, allowance: Allowance): FitAnswer['reach'] => allowance.of((deadline) => priorReach(fitted, deadline));
