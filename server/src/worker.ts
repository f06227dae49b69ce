import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { firstOf } from './language/spec/silence.js';
import type { FromWorker, ToWorker } from './fit/question/messages.js';
import type { LearningCurve } from './report/views.js';
import { fault } from './fit/question/job.js';
import type { FitEvent } from './report/answer.js';
import { ModelKeeper } from './fit/question/keeper.js';
import { runFit } from './fit/run.js';
import { HelperTeam } from './workspace/helpingThreads.js';
import { warmUp } from './fit/warmUp.js';

/** Whether a fit has come in: it has warmed up more than small models can. */
let isWarm = false;

/** Numbers of priors change most often: what was compiled for the last model serves the next. */
const team = new HelperTeam(join(import.meta.dirname, 'helper.js'));
const keeper = new ModelKeeper(() => team.forget());

/** A worker thread: fits one model at a time and sends its answers. */
parentPort?.on('message', ({ id, job, flag }: ToWorker) => {
  isWarm = true;
  const send = (event: FitEvent): void => {
    const short = event.kind === 'cancelled' ? event : { ...event, problems: firstOf(event.problems) };
    parentPort?.postMessage({ id, event: short } satisfies FromWorker);
  };
  const learn = (learning: readonly LearningCurve[]): void => parentPort?.postMessage({ id, learning } satisfies FromWorker);
  const cancellation = {
    team,
    get cancelled(): boolean {
      return Atomics.load(flag, 0) === 1;
    },
  };
  try {
    runFit(job, cancellation, send, keeper, learn);
  } catch (error) {
    const message = `The fit failed through a fault of Livelihood's own: ${error instanceof Error ? error.message : String(error)}. Please report it.`;
    send(fault(job, message));
  }
});

/** Steps of warming up give way to fits that have come in. */
const warming = warmUp(25);
const step = (): void => {
  if (!isWarm && warming.next().done !== true) setImmediate(step);
};
setImmediate(step);
