import type { LearningCurve } from '../../protocol/view.js';
import type { FitAnswer, FitJob } from './answer.js';

/** Main thread → worker. `flag[0]` becomes 1 when the fit is cancelled. */
export interface ToWorker {
  readonly id: number;
  readonly job: FitJob;
  readonly flag: Int32Array;
}

/** Worker → main thread: the progress of a search, or an answer; the last answer of a job is not preliminary. */
export type FromWorker = { readonly id: number } & ({ readonly answer: FitAnswer } | { readonly learning: readonly LearningCurve[] });
