import type { Estimate } from '../engine/inference/estimate.js';
import { logEvidence } from '../engine/inference/posterior/evidence.js';
import { nestedIn, type RatioTest, ratioTest } from '../engine/inference/influence/nested.js';
import { Clock } from '../engine/kernel/clock.js';
import { gaveWay } from './gaveWay.js';
import type { Cancellation } from '../engine/kernel/kernel.js';
import { evaluateColumns } from '../engine/ir/evaluate.js';
import { bindModel, type BoundModel } from '../engine/bind/bind.js';
import { buildModel } from '../engine/elaborate/build.js';
import { contentHash } from '../engine/bind/contentHash.js';
import { schemaOf } from '../engine/model/dataset.js';
import type { FitJob } from './question/job.js';
import { finite } from '../report/numbers.js';
import { hasValues, mleReport } from './reports/estimateReports.js';
import { estimatesOf } from './stages/estimates.js';

/** One model of a comparison; without numbers where it has no maximum, and `problem` says why. */
export interface ComparedModel {
  readonly name: string;
  readonly rows: number;
  readonly parameters: number;
  readonly logLikelihood: number | null;
  readonly aic: number | null;
  readonly bic: number | null;
  readonly logEvidence: number | null;
  /** Equal where the outcomes are: only then can the numbers be compared. */
  readonly outcome: string;
  readonly problem?: string;
}

/** A model nested in a larger one, with the test of one against the other. */
export interface NestedPair extends RatioTest {
  readonly small: string;
  readonly large: string;
  /** The constraint that reduces the larger one to the smaller one: `tau = 0`. */
  readonly held: readonly string[];
}

export interface Comparison {
  /** The lowest AIC first. */
  readonly models: readonly ComparedModel[];
  readonly tests: readonly NestedPair[];
}

/** A model with what its tests need: nothing where it has no maximum. */
interface Candidate {
  readonly shown: ComparedModel;
  readonly mle?: Estimate;
}

/** Fits models and compares those of the same outcome: information criteria, evidence, and likelihood-ratio tests of those that are nested. */
export function compareModels(jobs: readonly { readonly name: string; readonly job: FitJob }[], cancellation: Cancellation): Comparison {
  const candidates = jobs.map(({ name, job }) => candidateOf(name, job, cancellation));
  const models = candidates.map(({ shown }) => shown).sort((a, b) => (a.aic ?? Infinity) - (b.aic ?? Infinity));
  return { models, tests: candidates.flatMap((small) => candidates.flatMap((large) => testOf(small, large) ?? [])) };
}

function candidateOf(name: string, job: FitJob, cancellation: Cancellation): Candidate {
  const clock = new Clock(cancellation, job.spec.settings.maxSeconds * 3000);
  try {
    return fitCandidate(name, job, clock);
  } catch (error) {
    const problem = gaveWay(error, job.spec)?.message;
    if (problem === undefined) throw error;
    return { shown: { ...nothing(name, job), problem } };
  } finally {
    clock.stop();
  }
}

const nothing = (name: string, job: FitJob) => ({
  name,
  rows: job.data.rows,
  parameters: 0,
  logLikelihood: null,
  aic: null,
  bic: null,
  logEvidence: null,
  outcome: '',
});

function fitCandidate(name: string, job: FitJob, cancellation: Clock): Candidate {
  const none = nothing(name, job);
  const { model, problems } = buildModel(job.spec, schemaOf(job.data), cancellation.check);
  const { from, to } = job.spec.data ?? job.spec.modelSpan;
  const { bound, problems: found } = model
    ? bindModel(model, job.data, job.spec.settings.missing, { from, to }, cancellation)
    : { bound: null, problems: [] };
  const error = [...problems, ...found].find(({ severity }) => severity === 'error');
  if (!bound || error) return { shown: { ...none, problem: error?.message ?? 'there is no model' } };
  const { mle, map } = estimatesOf(job.spec, bound, cancellation);
  const report = mleReport(mle, job.spec.settings.interval, bound.observations, new Map());
  const evidence = map && hasValues(map) ? logEvidence(map) : undefined;
  const shown = { ...none, rows: bound.used, outcome: outcomeOf(bound), logEvidence: finite(evidence?.value) };
  if (!report) return { shown: { ...shown, problem: `the likelihood has no maximum (${mle.status})` } };
  const { logLikelihood, aic, bic } = report;
  const parameters = aic === null || logLikelihood === null ? 0 : Math.round((aic + 2 * logLikelihood) / 2);
  return { shown: { ...shown, parameters, logLikelihood, aic, bic }, mle };
}

/** The outcomes of a model with a fingerprint of their values. */
function outcomeOf(bound: BoundModel): string {
  return bound.model.likelihoods
    .map(({ outcome: { text, node } }) => {
      const [values = new Float64Array(0)] = evaluateColumns(bound.model.graph, [node], bound.columns, bound.used);
      const column = { name: text, kind: 'numeric' as const, values: Float64Array.from(values), missing: 0 };
      return `${text} ${contentHash({ rows: bound.used, columns: [column] }, new Set([text]))}`;
    })
    .join(', ');
}

function testOf({ shown: small, mle }: Candidate, { shown: large, mle: other }: Candidate): NestedPair | undefined {
  if (small.outcome !== large.outcome || small.parameters >= large.parameters || !mle || !other) return undefined;
  const nesting = nestedIn(mle, other.objective.bound);
  if (!nesting || small.logLikelihood === null || large.logLikelihood === null) return undefined;
  return {
    small: small.name,
    large: large.name,
    held: nesting.extra.map(({ name, value }) => `${name} = ${String(value)}`),
    ...ratioTest(small.logLikelihood, large.logLikelihood, nesting),
  };
}
