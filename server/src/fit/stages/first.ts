import type { BoundModel } from '../../engine/bind/bind.js';
import { thin } from '../../engine/bind/thin.js';
import { estimate, type Estimate } from '../../engine/inference/estimate.js';
import type { Natural } from '../../engine/inference/objective/objective.js';
import { sampleRows } from '../../engine/inference/search/subsample.js';
import type { Problem } from '../../report/problem.js';
import type { FitContext } from '../question/context.js';
import { answerOf } from '../reports/answer.js';
import { hasValues } from '../reports/estimateReports.js';
import { estimatesOf, searchOptions } from './estimates.js';

/** Where the search for the weights of a network took longer, the next one has a first answer from where it ended. */
const LONG_SECONDS = 0.3;
/** One row in this many makes the first estimates where there are many. */
const SAMPLED = 100;
const SAMPLED_FROM = 100_000;
const MOST_SAMPLED = 20_000;

/** First estimates where the final ones take long: from some of the rows, or from the last MAP. `mle`: the maximum of the same likelihood, if it is known. */
export function sendFirst(context: FitContext, bound: BoundModel, problems: readonly Problem[], mle: Estimate | undefined): void {
  const last = context.keeper.lastMapOf(bound);
  if (mle && last && last.seconds > LONG_SECONDS) sendWarm(context, bound, problems, mle, last.natural);
  if (!mle && bound.used >= SAMPLED_FROM && sampleRows(bound, context.clock) !== undefined) sendSample(context, bound, problems);
}

/** First estimates from one row in a hundred; problems found on a sample are not findings. */
function sendSample(context: FitContext, bound: BoundModel, problems: readonly Problem[]): void {
  const few = thin(bound, Math.min(Math.round(bound.used / SAMPLED), MOST_SAMPLED));
  const rough = estimatesOf(context.job.spec, few, context.clock);
  if (context.clock.cancelled || rough.mle.status !== 'converged' || (rough.map && rough.map.status !== 'converged')) return;
  context.answer({ ...answerOf(rough, 'sample', problems, new Map()), used: bound.used, problems, sampled: few.used });
}

/** Where only priors have changed: what the last MAP leads to by gradients, within a tenth of the time that a fit may take. */
function sendWarm(context: FitContext, bound: BoundModel, problems: readonly Problem[], mle: Estimate, last: Natural): void {
  const { spec } = context.job;
  const deadline = Date.now() + spec.settings.maxSeconds * 100;
  const map = estimate(bound, 'map', { ...searchOptions(spec.settings), starts: 1, warm: true, deadline }, context.clock, last);
  if (context.clock.cancelled || !hasValues(map)) return;
  context.answer({ ...answerOf({ spec, bound, mle, map }, 'warm', problems, new Map()), problems });
}
