import type { MapReport, MleReport, ScoresReport } from './estimates.js';
import type { LatentModes, NetworkFacts, ParameterFacts, PriorReach } from './facts.js';
import type { Predictions } from './predictions.js';
import type { Problem } from './problem.js';
import type { RowTable } from './rows.js';
import type {
  ClassesView,
  DataFitView,
  FiltersView,
  LearningCurve,
  LossesView,
  PairAnswer,
  ParameterView,
  RowPlotsAnswer,
} from './views.js';

/**
 * How far an answer has come. Each stage holds what the one before it held, and more.
 * sample: estimates from some of the rows. warm: the last MAP of a network, moved on under the new priors.
 * estimates: all rows; estimates, standard errors and Wald intervals. intervals: profile and posterior intervals, evidence.
 * curves: what the panel draws. findings: those of slow checks. final: nothing more is to come.
 */
export type Stage = 'sample' | 'warm' | 'estimates' | 'intervals' | 'curves' | 'findings' | 'final';

/** What a fit found, with spans in the text that the specification was read from. */
export interface FitAnswer {
  readonly kind: 'answer';
  readonly stage: Stage;
  /** At the stage `sample`: how many rows the estimates are from. */
  readonly sampled?: number;
  readonly rows: number;
  readonly used: number;
  /** A fingerprint of the columns that the model reads. */
  readonly dataHash?: string;
  readonly problems: readonly Problem[];
  /** What slow checks have found. */
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
  /** How far the priors reach: comes with the curves. */
  readonly reach: readonly PriorReach[];
  readonly dataFit?: DataFitView;
  readonly classes?: ClassesView;
  readonly losses?: LossesView;
  readonly filters: readonly FiltersView[];
  /** What the estimate says of each row: comes after the curves. */
  readonly rowTable?: RowTable;
  /** The searches for the weights of networks. */
  readonly learning: readonly LearningCurve[];
  /** Rows without an outcome: come after the estimates. */
  readonly predictions?: Predictions;
  readonly training?: ScoresReport;
  readonly validation?: ScoresReport;
  /** Answers a question about two parameters: such an answer holds nothing else. */
  readonly pair?: PairAnswer;
  /** As `pair`, about the rows. */
  readonly rowPlots?: RowPlotsAnswer;
}

/** The file or its data cannot be fitted as they are. */
export interface Refused {
  readonly kind: 'refused';
  readonly rows: number;
  readonly problems: readonly Problem[];
}

/** There is no answer because of a bug of ours: another try may have one. */
export interface Fault {
  readonly kind: 'fault';
  readonly rows: number;
  readonly problems: readonly Problem[];
}

export interface Cancelled {
  readonly kind: 'cancelled';
}

/** What can come of a fit: answers, stage by stage, up to the final one; or an end without an answer. */
export type FitEvent = FitAnswer | Refused | Fault | Cancelled;

/** Whether no event follows this one. */
export const isLast = (event: FitEvent): boolean => event.kind !== 'answer' || event.stage === 'final';

/** Whether intervals and evidence, or the estimates of all rows, are still to come. */
export const isPreliminary = ({ stage }: Pick<FitAnswer, 'stage'>): boolean =>
  stage === 'sample' || stage === 'warm' || stage === 'estimates';

/** An answer that holds problems and no estimate. */
export const withoutEstimates = (rows: number, problems: readonly Problem[]): FitAnswer => ({
  kind: 'answer',
  stage: 'final',
  rows,
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
});

/** An event as an answer: of an end without one, its problems alone. */
export function asAnswer(event: FitEvent): FitAnswer {
  if (event.kind === 'answer') return event;
  return event.kind === 'cancelled' ? withoutEstimates(0, []) : withoutEstimates(event.rows, event.problems);
}
