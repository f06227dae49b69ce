import type { Estimate } from '../../engine/inference/estimate.js';
import { lastLayerOf } from '../../engine/inference/prediction/lastLayer.js';
import { averagedDensities } from '../../engine/inference/prediction/predictive.js';
import { rowValues } from '../../engine/inference/objective/rowValues.js';
import { isPredicted, type Score, scoreOf } from '../../engine/inference/prediction/score.js';
import type { Cancellation } from '../../engine/kernel/kernel.js';
import { type BoundValidation, bindValidation } from '../../engine/bind/bindValidation.js';
import { working, workingsOf } from '../../engine/model/workings.js';
import { type BoundModel, rowName } from '../../engine/model/bound.js';
import type { ModelSpec } from '../../engine/model/specification.js';
import type { Dataset } from '../../engine/model/dataset.js';
import type { Problem, Span } from '../../report/problem.js';
import { type Fitted, targetName } from '../../language/checks/check.js';
import type { ScoreReport, ScoresReport } from '../../report/estimates.js';
import { finite } from '../../report/numbers.js';
import { hasValues } from './estimateReports.js';

interface Held {
  readonly data: Dataset;
  readonly key: string;
}

interface Scores {
  readonly training: ScoresReport;
  readonly validation: ScoresReport;
  readonly problems: readonly Problem[];
}

/** What was bound for the last rows: an edit of a prior does not bind them again. */
const heldOutRows = working<{ readonly key: string; readonly validation: BoundValidation }>('rows held out');

/** How well the estimates predict the rows that they come from, and those held out. */
export function scoresOf(fitted: Fitted, held: Held, cancellation: Cancellation): Scores {
  const { bound: training, spec } = fitted;
  const span = spec.validate?.key ?? spec.modelSpan;
  const validation = boundValidation(training, held, span, cancellation);
  const bound = validation.bound && { ...validation.bound, model: training.model };
  const estimates = [fitted.mle, ...(fitted.map ? [fitted.map] : [])].filter(hasPoint);
  const own = estimates.map((estimate): Scored => {
    const { logLikelihood } = estimate;
    return {
      target: estimate.target,
      report: reportOf({ ...scoreOf(training, estimate, cancellation), logLikelihood }, true, estimate),
      problems: [],
    };
  });
  const other = estimates.map((estimate) => scoreRows(bound, estimate, validation.isPossible, span, cancellation));
  const by = (each: readonly Scored[], target: string): ScoreReport | null => each.find((one) => one.target === target)?.report ?? null;
  const report = (rows: number, each: readonly Scored[]): ScoresReport => ({ rows, mle: by(each, 'mle'), map: by(each, 'map') });
  return {
    training: report(training.used, own),
    validation: report(bound?.used ?? 0, other),
    problems: [...validation.problems.map((problem) => ({ ...problem, span })), ...other.flatMap(({ problems }) => problems)],
  };
}

/** The rows held out over the model of the training rows, bound once. */
function boundValidation(training: BoundModel, held: Held, span: Span, cancellation: Cancellation): BoundValidation {
  const workings = workingsOf(training);
  const old = workings.get(heldOutRows);
  const validation = old?.key === held.key ? old.validation : bindValidation(training, held.data, span, cancellation);
  if (!cancellation.cancelled) workings.keep(heldOutRows, { key: held.key, validation });
  return validation;
}

/** The rows held out, where all of them are possible under the model. */
export function rowsHeldOut(training: BoundModel, held: Held, spec: ModelSpec, cancellation: Cancellation): BoundModel | undefined {
  const { bound, isPossible } = boundValidation(training, held, spec.validate?.key ?? spec.modelSpan, cancellation);
  return isPossible && bound ? { ...bound, model: training.model } : undefined;
}

interface Scored {
  readonly target: Estimate['target'];
  readonly report: ScoreReport | null;
  readonly problems: readonly Problem[];
}

function scoreRows(bound: BoundModel | null, estimate: Estimate, isPossible: boolean, span: Span, cancellation: Cancellation): Scored {
  const { target } = estimate;
  if (!bound) return { target, report: null, problems: [] };
  if (!isEndless(estimate) && !isPredicted(bound, estimate, cancellation))
    return { target, report: null, problems: [notDetermined(estimate, span)] };
  const report = {
    ...reportOf(scoreOf(bound, estimate, cancellation), isPossible, estimate),
    ...averageOver(bound, estimate, cancellation),
  };
  const isSurprise = isPossible && report.logLikelihood === null && !cancellation.cancelled;
  return { target, report, problems: isSurprise ? [impossible(bound, estimate, span)] : [] };
}

/** The estimate runs to infinity, as where classes are separated perfectly: the search has ended somewhere on its way. */
const isEndless = ({ status, logLikelihood }: Estimate): boolean => status === 'infinite' && Number.isFinite(logLikelihood);

/** The same log-likelihood averaged over the last layer of a network, where the model has one network and it ends with `dense`. */
function averageOver(bound: BoundModel, estimate: Estimate, cancellation: Cancellation): { averagedLogLikelihood?: number } {
  const densities = averagedLogDensities(bound, estimate, cancellation);
  const total = densities?.reduce((sum, each, row) => sum + each * (bound.weights?.[row] ?? 1), 0) ?? NaN;
  return Number.isFinite(total) ? { averagedLogLikelihood: total } : {};
}

/** One number for each row; undefined where the model has no such network, or no estimate. */
export function averagedLogDensities(bound: BoundModel, estimate: Estimate, cancellation: Cancellation): Float64Array | undefined {
  const [likelihood] = bound.model.likelihoods;
  const layer = bound.model.networks.length === 1 && hasValues(estimate) ? lastLayerOf(estimate) : undefined;
  return layer && likelihood && averagedDensities(bound, [likelihood.root], estimate.natural, layer, cancellation)?.[0];
}

/** Whether there is a point to score: that of an estimate, or the one at which the search for an infinite one ended. */
export const hasPoint = (estimate: Estimate): boolean => hasValues(estimate) || isEndless(estimate);

const reportOf = ({ logLikelihood, ...rest }: Score, isPossible: boolean, estimate: Estimate): ScoreReport => ({
  logLikelihood: isPossible ? finite(logLikelihood) : null,
  ...rest,
  ...(isEndless(estimate) ? { unbounded: true } : {}),
});

function notDetermined(estimate: Estimate, span: Span): Problem {
  const message = `The ${targetName(estimate)} gives no predictions for the validation rows: they depend on parameters that are not determined.`;
  return { severity: 'warning', code: 'unidentified', message, span };
}

/** The first row to which an estimate gives no probability. */
function impossible(bound: BoundModel, estimate: Estimate, span: Span): Problem {
  const nodes = [...bound.model.likelihoods, ...bound.model.targets].map(({ root }) => root);
  const rows = rowValues(bound, nodes, estimate.natural).map((values) => values.findIndex((value) => !Number.isFinite(value)));
  const row = rows.find((each) => each >= 0);
  const where = row === undefined ? 'some row' : rowName(bound, row);
  const message = `Among the validation rows, ${where} is impossible under the ${targetName(estimate)}: their log-likelihood has no value.`;
  return { severity: 'warning', code: 'non-finite', message, span };
}
