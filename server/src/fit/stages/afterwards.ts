import type { Cancellation } from '../../engine/kernel/kernel.js';
import { checkSlowly } from '../../language/checks/index.js';
import type { Fitted } from '../../language/checks/check.js';
import type { FitAnswer } from '../../report/answer.js';
import type { Problem } from '../../report/problem.js';
import type { FitContext } from '../question/context.js';
import { predict } from '../predictions/predictions.js';
import { priorReach } from '../facts/priorReach.js';
import { withSubsets } from '../facts/subsets.js';
import { rowsHeldOut } from '../reports/scores.js';
import { classesView, filtersView, type Looked } from '../views/classes.js';
import { parameterViews } from '../views/curves.js';
import { dataFitView } from '../views/dataFit.js';
import { lossesView } from '../views/losses.js';
import { rowTable } from '../views/rowTable.js';
import type { Watching } from '../views/learning.js';

/** Time for each later stage before it is reported as far as it is known; what was cut short is resumed afterwards. */
const FIRST_MS = { curves: 1000, checks: 1500, subsets: 1000 };

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

/** Curves, slow checks and fits of subsets have a second or so each. */
const AFTERWARDS_MS = 5000;

/**
 * The final estimates at once where somebody looks, then with their curves, and last with the findings of slow checks and with what fewer rows would say. What the clock has
 * cut short is repeated within the time that the file allows (`max-seconds`): the last answer does not depend on how busy the machine is.
 */
export function followUp(context: FitContext, final: Fitted, estimated: FitAnswer, watching: Watching): void {
  const { job, clock } = context;
  const all = (): Allowance => {
    clock.allow(1000 * job.spec.settings.maxSeconds);
    return new Allowance(1000 * job.spec.settings.maxSeconds);
  };
  context.beginPhase(AFTERWARDS_MS);
  context.answer(estimated);
  if (job.plain) {
    const complete = withPredictions(context, final, estimated);
    return context.answer({ ...complete, stage: 'final', problems: [...complete.problems, ...slowChecks(final, clock, all())] });
  }
  const first = { curves: new Allowance(FIRST_MS.curves), reach: new Allowance(FIRST_MS.curves) };
  let shown: FitAnswer = {
    ...withRows(context, final, { ...estimated, learning: watching.curves(performance.now() + FIRST_MS.curves) }),
    ...curvesOf(final, estimated, first.curves),
    reach: reachOf(final, first.reach),
    stage: 'curves',
  };
  // What was computed after its time was over is not used.
  if (context.isCancelled() || clock.late) return context.answer({ ...estimated, stage: 'final' });
  context.answer(shown);
  if (final.spec.predict) {
    shown = withPredictions(context, final, shown);
    context.answer(shown);
  }
  if (job.rows) shown = { ...shown, ...ofEachRow(final, clock) };
  const later = { checks: new Allowance(FIRST_MS.checks), subsets: new Allowance(FIRST_MS.subsets) };
  shown = { ...shown, stage: 'findings', late: slowChecks(final, clock, later.checks) };
  shown = { ...shown, reach: later.subsets.of((deadline) => withSubsets(final, shown.reach, deadline)) };
  const cut = [first.curves, first.reach, later.checks, later.subsets].some(({ isCut }) => isCut);
  if (!cut || context.isCancelled()) return context.answer({ ...shown, stage: 'final' });
  context.answer(shown);
  if (first.curves.isCut) shown = { ...shown, ...curvesOf(final, estimated, all()) };
  if (later.checks.isCut) shown = { ...shown, late: slowChecks(final, clock, all()) };
  const reach = first.reach.isCut ? reachOf(final, all()) : shown.reach;
  if (first.reach.isCut || later.subsets.isCut) shown = { ...shown, reach: all().of((deadline) => withSubsets(final, reach, deadline)) };
  context.answer({ ...shown, stage: 'final' });
}

/** Rows that the file asks about: neither estimates nor curves wait for them, and they have time of their own. */
function withPredictions(context: FitContext, { mle, map, spec }: Fitted, answer: FitAnswer): FitAnswer {
  const { job, clock } = context;
  context.beginPhase();
  if (!spec.predict || clock.cancelled || (spec.predict.kind === 'source' && !job.prediction)) return answer;
  const { predictions, problems } = predict({
    spec: spec.predict,
    training: job.data,
    source: job.prediction?.data,
    mle,
    map,
    level: spec.settings.interval,
    stop: clock,
  });
  context.beginPhase(AFTERWARDS_MS);
  return { ...answer, ...(predictions ? { predictions } : {}), problems: [...answer.problems, ...problems] };
}

/** What takes a while to find. */
const slowChecks = (fitted: Fitted, cancellation: Cancellation, allowance: Allowance): readonly Problem[] =>
  allowance.of((deadline) => checkSlowly(fitted, { isOver: () => cancellation.cancelled || Date.now() > deadline }));

/** The rows whose classes are shown: those held out, or those that a network was fitted to. */
function lookedAt({ job, validation, clock }: FitContext, { bound }: Fitted): Looked | undefined {
  const held = validation && rowsHeldOut(bound, validation, job.spec, clock);
  if (validation && held) return { of: 'validation', bound: held, data: validation.data };
  return bound.model.networks.length > 0 ? { of: 'training', bound, data: job.data } : undefined;
}

/** The same answer with what the panel draws of rows. */
function withRows(context: FitContext, fitted: Fitted, complete: FitAnswer): FitAnswer {
  const looked = lookedAt(context, fitted);
  const dataFit = dataFitView(fitted);
  const classes = looked && classesView(fitted, looked, context.clock);
  const losses = lossesView(fitted);
  return {
    ...complete,
    filters: filtersView(fitted),
    ...(dataFit ? { dataFit } : {}),
    ...(classes ? { classes } : {}),
    ...(losses ? { losses } : {}),
  };
}

/** What editors say of each row: with many rows it takes a while, so the curves come first. */
function ofEachRow(fitted: Fitted, cancellation: Cancellation): Pick<FitAnswer, 'rowTable'> {
  const table = rowTable(fitted, cancellation);
  return table ? { rowTable: table } : {};
}

/** Curves of parameters; those that are approximations for lack of time say so. */
function curvesOf(fitted: Fitted, { mle, map }: FitAnswer, allowance: Allowance): Pick<FitAnswer, 'views'> {
  const views = allowance.of((deadline) => parameterViews(fitted, mle, map, deadline));
  return { views: allowance.isCut ? views.map((view) => (view.method === 'normal' ? { ...view, hurried: true } : view)) : views };
}

const reachOf = (fitted: Fitted, allowance: Allowance): FitAnswer['reach'] => allowance.of((deadline) => priorReach(fitted, deadline));
