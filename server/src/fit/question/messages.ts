import type { LearningCurve } from '../../report/views.js';
import type { FitJob } from './job.js';
import type { FitEvent } from '../../report/answer.js';

/** Main thread → worker. `flag[0]` becomes 1 when the fit is cancelled. */
export interface ToWorker {
  readonly id: number;
  readonly job: FitJob;
  readonly flag: Int32Array;
}

/** Worker → main thread: how a search gets on, or an event of the fit. */
export type FromWorker = { readonly id: number } & ({ readonly event: FitEvent } | { readonly learning: readonly LearningCurve[] });
