/** Stand-ins that tests of this folder share. */
import type { FitJob, Learn } from '../fit/question/job.js';
import { type FitEvent, isLast, isPreliminary } from '../report/answer.js';
import { runFit } from '../fit/run.js';
import { neverCancelled } from '../engine/kernel/kernel.js';
import type { Fitter } from './pool.js';

/** A fit that the test ends when it likes. */
export interface HeldFit {
  readonly job: FitJob;
  readonly signal: AbortSignal;
  /** Sends an answer; the last one ends the fit. */
  send(event: FitEvent): void;
  /** Tells how the search of weights gets on. */
  learn: Learn;
  /** Fits in this thread and sends the answer, then its curves; whether a preliminary one comes before is a matter of time. */
  finish(): void;
}

/** A pool that fits nothing before the test says so. */
export class HeldPool implements Fitter {
  readonly fits: HeldFit[] = [];

  run(job: FitJob, signal: AbortSignal, hear: (event: FitEvent) => void, learn: Learn = () => undefined): Promise<void> {
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
      const send = (event: FitEvent): void => {
        if (signal.aborted) return;
        hear(event);
        if (isLast(event)) resolve();
      };
      const sendLasting = (event: FitEvent): void => {
        if (event.kind !== 'answer' || !isPreliminary(event)) send(event);
      };
      this.fits.push({ job, signal, send, learn, finish: () => runFit(job, neverCancelled, sendLasting) });
    });
  }

  /** The fits that nobody has cancelled. */
  get open(): HeldFit[] {
    return this.fits.filter(({ signal }) => !signal.aborted);
  }
}

/** Lets everything run that is ready to: timers of 0 ms and promises, many deep. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setTimeout(resolve, 0));
}
