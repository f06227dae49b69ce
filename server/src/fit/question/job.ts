import type { Dataset } from '../../engine/model/dataset.js';
import type { ModelSpec } from '../../engine/model/specification.js';
import type { Fault, Refused } from '../../report/answer.js';
import type { LearningCurve } from '../../report/views.js';
import type { Problem } from '../../report/problem.js';

/** What a worker has to fit. */
export interface FitJob {
  readonly spec: ModelSpec;
  readonly data: Dataset;
  /** Rows of `validate: { source: … }`, in the levels of the data. */
  readonly validation?: { readonly data: Dataset; readonly key: string };
  /** Rows of `predict: { source: … }`, as they are read. */
  readonly prediction?: { readonly data: Dataset; readonly key: string };
  /** Equal where the data are: what was computed from them for an earlier fit can be reused. */
  readonly dataKey?: string;
  /** Somebody is looking at the rows: what the estimates say of each is wanted too. */
  readonly rows?: true;
  /** Nobody is looking at curves: they need not be drawn. */
  readonly plain?: true;
  /** Names of two parameters: only the likelihood over them is wanted. */
  readonly pair?: readonly [string, string];
  /** Only what plots show of rows is wanted. */
  readonly rowPlots?: true;
}

export const refusal = ({ data }: FitJob, problems: readonly Problem[]): Refused => ({ kind: 'refused', rows: data.rows, problems });

/** The end of a job through a bug of ours; the message says which, and what to do. */
export const fault = ({ spec, data }: FitJob, message: string): Fault => ({
  kind: 'fault',
  rows: data.rows,
  problems: [{ severity: 'error', code: 'internal-error', message, span: spec.modelSpan }],
});

/** Observes the progress of a search over weights. */
export type Learn = (curves: readonly LearningCurve[]) => void;
