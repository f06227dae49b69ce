import type { Estimate } from '../engine/inference/estimate.js';
import type { Cancellation } from '../engine/kernel/kernel.js';
import type { BoundModel } from '../engine/model/bound.js';
import type { Fitted } from '../language/checks/check.js';
import { type FitEvent, withoutEstimates } from '../report/answer.js';
import type { PairAnswer } from '../report/views.js';
import { FitContext } from './question/context.js';
import { gaveWay } from './gaveWay.js';
import { type FitJob, type Learn, refusal } from './question/job.js';
import { ModelKeeper } from './question/keeper.js';
import { answerOf } from './reports/answer.js';
import { hasValues } from './reports/estimateReports.js';
import { followUp } from './stages/afterwards.js';
import { estimatesOf } from './stages/estimates.js';
import { sendFirst } from './stages/first.js';
import { withIntervals, withProfiles } from './stages/intervals.js';
import { pose } from './stages/model.js';
import { pairRefusal, pairView } from './views/pair.js';
import { rowPlots } from './views/rowPlots.js';
import { watchingOf } from './views/learning.js';

/** A first answer is sent at once where the fit itself took longer than this. */
const QUICK_MS = 15;

/** Fits one model: `hear` gets the events of the fit, the answers in the order of their stages. */
export function runFit(
  given: FitJob,
  cancellation: Cancellation,
  hear: (event: FitEvent) => void,
  keeper = new ModelKeeper(),
  learn: Learn = () => undefined,
): void {
  const held = keeper.splitter.split(given, cancellation);
  if (!held) return hear({ kind: 'cancelled' });
  if (held.problems.some(({ severity }) => severity === 'error')) return hear(refusal(given, held.problems));
  const context = new FitContext(held, given.data.rows, cancellation, keeper, hear, learn);
  try {
    fitRows(context);
  } catch (error) {
    const problem = gaveWay(error, given.spec);
    if (!problem) throw error;
    context.refuse([problem]);
  } finally {
    context.clock.stop();
  }
}

/** The stages in their order. */
function fitRows(context: FitContext): void {
  const { job, keeper, clock } = context;
  const { bound, problems } = pose(context);
  if (context.isCancelled()) return context.cancel();
  clock.check();
  if (!bound) return context.refuse(problems);
  const compiled = context.elapsed;
  context.beginPhase();
  const known = keeper.maximumOf(bound, job.spec.settings, clock);
  if (job.pair) return answerPair(context, bound, job.pair, known?.mle);
  if (job.rowPlots) return answerRows(context, bound, known?.mle);
  sendFirst(context, bound, problems, known?.mle);
  const searching = context.elapsed;
  const watching = watchingOf(context, bound, clock, context.learn);
  const fitted = estimatesOf(job.spec, bound, clock, known?.mle, watching.watch);
  if (context.isCancelled()) return context.cancel();
  context.beginPhase();
  keepWeights(keeper, fitted, ((context.elapsed - searching) / 1000) * (known ? 1 : 0.5));
  const seconds = { compileSeconds: compiled / 1000, fitSeconds: (context.elapsed - compiled) / 1000 };
  if (context.elapsed - compiled > QUICK_MS) context.answer({ ...answerOf(fitted, 'estimates', problems, new Map()), ...seconds });
  const profiled = withProfiles(context, fitted, known);
  if (!profiled) return context.cancel();
  const complete = { ...withIntervals(context, profiled, problems), ...seconds };
  if (context.isCancelled()) return context.cancel();
  followUp(context, profiled.fitted, complete, watching);
}

/** The likelihood over two parameters, and nothing else: no fit waits for it, as it is a question of its own. */
function answerPair(context: FitContext, bound: BoundModel, names: readonly [string, string], known: Estimate | undefined): void {
  const { job, clock } = context;
  const tell = (pair: PairAnswer): void => context.answer({ ...withoutEstimates(bound.rows, []), pair });
  const problem = pairRefusal(bound.model, names);
  if (problem !== undefined) return tell({ problem });
  const fitted = estimatesOf(job.spec, bound, clock, known);
  context.beginPhase();
  tell(pairView(fitted, names, Date.now() + 1000 * job.spec.settings.maxSeconds));
}

/** What plots show of rows, and nothing else. */
function answerRows(context: FitContext, bound: BoundModel, known: Estimate | undefined): void {
  const fitted = estimatesOf(context.job.spec, bound, context.clock, known);
  context.beginPhase();
  context.answer({ ...withoutEstimates(bound.rows, []), rowPlots: rowPlots(fitted, context.clock) });
}

/** The weights of networks at the MAP, whose search took this long. */
function keepWeights(keeper: ModelKeeper, { bound, map }: Fitted, seconds: number): void {
  if (bound.model.networks.length > 0 && map && hasValues(map)) keeper.keepMap(bound, { natural: map.natural, seconds });
}
