import type { LatentModes } from '../../engine/inference/latentModes.js';
import type { PriorReach } from '../../language/features/priorReach.js';
import type { Problem } from '../../engine/problem.js';
import type { MapReport, MleReport, ScoresReport } from '../../protocol/report.js';
import type { ClassesView, DataFitView, FiltersView, LearningCurve, ParameterView } from '../../protocol/view.js';
import type { ParameterFacts } from '../../language/features/facts.js';
import type { NetworkFacts } from '../../language/features/networkFacts.js';
import type { Dataset } from '../../engine/model/dataset.js';
import type { ModelSpec } from '../../engine/model/specification.js';

/** What a worker has to fit. */
export interface FitJob {
  readonly spec: ModelSpec;
  readonly data: Dataset;
  /** Rows of `validate: { source: … }`, in the levels of the data. */
  readonly validation?: { readonly data: Dataset; readonly key: string };
  /** Equal where the data are: what was computed from them for an earlier fit can be reused. */
  readonly dataKey?: string;
  /** Nobody is looking at curves: they need not be drawn. */
  readonly plain?: true;
}

/** What a fit found, with spans in the text that the specification was read from. */
export interface FitAnswer {
  readonly rows: number;
  readonly used: number;
  /** A fingerprint of the columns that the model reads. */
  readonly dataHash?: string;
  readonly problems: readonly Problem[];
  /** What slow checks have found: it comes with the curves. */
  readonly late?: readonly Problem[];
  readonly mle: MleReport | null;
  readonly map: MapReport | null;
  /** Values of the levels that are integrated out, at the MLE or, where there is none, at the MAP. */
  readonly latent: readonly LatentModes[];
  readonly compileSeconds: number;
  readonly fitSeconds: number;
  readonly facts: readonly ParameterFacts[];
  readonly networkFacts?: readonly NetworkFacts[];
  readonly views: readonly ParameterView[];
  /** What the priors reach: comes with the curves. */
  readonly reach: readonly PriorReach[];
  readonly dataFit?: DataFitView;
  readonly classes?: ClassesView;
  readonly filters: readonly FiltersView[];
  /** The searches of the weights of networks. */
  readonly learning: readonly LearningCurve[];
  readonly training?: ScoresReport;
  readonly validation?: ScoresReport;
  /** Intervals and evidence are still to come. */
  readonly preliminary: boolean;
  /** The estimates are those of this many of the rows: those of all are still to come. */
  readonly sampled?: number;
  /** The MAP is the last one updated for the new priors: that of a search from its own start is still to come. */
  readonly warm?: true;
  /** Curves and the findings of slow checks are there, as far as there are any: nothing more is to come. */
  readonly drawn: boolean;
  /** The fit was cancelled: nothing here is an answer. */
  readonly cancelled: boolean;
  /** There is no answer because of a fault of ours: the next attempt may have one. */
  readonly fault?: true;
}

/** An answer with problems only. */
export function failed({ data }: { readonly data: { readonly rows: number } }, problems: readonly Problem[]): FitAnswer {
  return {
    rows: data.rows,
    used: 0,
    problems,
    mle: null,
    map: null,
    latent: [],
    compileSeconds: 0,
    fitSeconds: 0,
    facts: [],
    views: [],
    learning: [],
    filters: [],
    reach: [],
    preliminary: false,
    drawn: true,
    cancelled: false,
  };
}

/** The answer to a job that ended because of a fault of ours; the message says which, and what to do. */
export function fault(job: FitJob, message: string): FitAnswer {
  const problem: Problem = { severity: 'error', code: 'not-converged', message, span: job.spec.modelSpan };
  return { ...failed(job, [problem]), fault: true };
}
