import { Worker } from 'node:worker_threads';
import { fault, type FitJob, type Learn } from '../fit/question/job.js';
import { type FitEvent, isLast } from '../report/answer.js';
import type { FromWorker, ToWorker } from '../fit/question/messages.js';

/** How long a cancelled fit may go on before its thread is ended. */
const GRACE_MS = 2000;

/** Fits models: what a session needs of a pool. */
export interface Fitter {
  /** `hear` gets each event but a cancellation; the promise resolves after the last one or once the fit is cancelled, never in between. */
  run(job: FitJob, signal: AbortSignal, hear: (event: FitEvent) => void, learn?: Learn): Promise<void>;
}

/** A job, the listener for its answers, and the caller that waits for its end. */
interface Task {
  readonly job: FitJob;
  readonly signal: AbortSignal;
  readonly hear: (event: FitEvent) => void;
  readonly learn: Learn;
  readonly resolve: () => void;
  /** A thread has crashed in it already. */
  readonly isSecond?: true;
}

interface Running {
  readonly id: number;
  readonly task: Task;
  /** Frees the thread. */
  readonly leave: () => void;
}

interface Thread {
  readonly worker: Worker;
  running: Running | undefined;
  /** The data of its last fit: what was computed from them is kept there. */
  dataKey?: string | undefined;
}

/** Worker threads that fit models, one per thread at a time. */
export class WorkerPool implements Fitter {
  private readonly threads: Thread[] = [];
  private readonly waiting: Task[] = [];
  private nextId = 1;
  private disposed = false;

  /** `entry` is the built worker, `dist/worker.js`. */
  constructor(
    private readonly entry: string,
    private readonly size: number,
    private readonly grace = GRACE_MS,
  ) {}

  /** Starts the threads ahead of the first fit. */
  start(): void {
    while (!this.disposed && this.threads.length < this.size) this.threads.push(this.spawn());
  }

  run(job: FitJob, signal: AbortSignal, hear: (event: FitEvent) => void, learn: Learn = () => undefined): Promise<void> {
    if (this.disposed || signal.aborted) return Promise.resolve();
    const unlessAborted =
      <T>(listener: (news: T) => void) =>
      (news: T): void => {
        if (!signal.aborted) listener(news);
      };
    return new Promise((resolve) => {
      this.waiting.push({ job, signal, hear: unlessAborted(hear), learn: unlessAborted(learn), resolve });
      this.next();
    });
  }

  dispose(): void {
    this.disposed = true;
    for (const { worker, running } of this.threads.splice(0)) {
      void worker.terminate();
      this.end(running);
    }
    for (const { resolve } of this.waiting.splice(0)) resolve();
  }

  /** Gives tasks to free threads, the oldest first. Threads lost in a crash come back here, when there is work: one that cannot start is not tried forever. */
  private next(): void {
    if (this.waiting.length > 0) this.start();
    for (const [i, task] of this.waiting.entries()) {
      const thread = task.signal.aborted ? undefined : this.threadFor(task);
      if (!thread && !task.signal.aborted) continue;
      this.waiting.splice(i, 1);
      if (thread) this.begin(thread, task);
      else task.resolve();
      return this.next();
    }
  }

  /** The thread that knows the data, even where it is only about to be free because its fit was cancelled; otherwise any free one. */
  private threadFor({ job: { dataKey } }: Task): Thread | undefined {
    const knows = this.threads.find((thread) => dataKey !== undefined && thread.dataKey === dataKey);
    if (knows && (!knows.running || knows.running.task.signal.aborted)) return knows.running ? undefined : knows;
    return this.threads.find(({ running }) => !running);
  }

  private begin(thread: Thread, task: Task): void {
    const { job, signal } = task;
    const flag = new Int32Array(new SharedArrayBuffer(4));
    const id = this.nextId++;
    let grace: NodeJS.Timeout | undefined;
    const abort = (): void => {
      Atomics.store(flag, 0, 1);
      grace = setTimeout(() => this.drop(thread), this.grace);
      grace.unref();
    };
    const leave = (): void => {
      clearTimeout(grace);
      signal.removeEventListener('abort', abort);
      thread.running = undefined;
    };
    signal.addEventListener('abort', abort, { once: true });
    thread.dataKey = job.dataKey;
    thread.running = { id, task, leave };
    thread.worker.postMessage({ id, job, flag } satisfies ToWorker);
  }

  private end(running: Running | undefined): void {
    running?.leave();
    running?.task.resolve();
    this.next();
  }

  private spawn(): Thread {
    const worker = new Worker(this.entry);
    const thread: Thread = { worker, running: undefined };
    worker.unref();
    worker.on('message', (news: FromWorker) => {
      const { running } = thread;
      if (running?.id !== news.id) return;
      if ('learning' in news) return running.task.learn(news.learning);
      const { event } = news;
      if (event.kind !== 'cancelled') running.task.hear(event);
      if (isLast(event)) this.end(running);
    });
    worker.on('error', (error) => this.drop(thread, error.message));
    worker.on('exit', (code) => this.drop(thread, `exit status ${String(code)}`));
    return thread;
  }

  /** Takes out a thread that hangs or has crashed. A fit that it crashed in is tried once more in another thread; a second crash is reported to the caller that waits for it. */
  private drop(thread: Thread, crash?: string): void {
    const index = this.threads.indexOf(thread);
    if (index < 0) return;
    this.threads.splice(index, 1);
    void thread.worker.terminate();
    const { running } = thread;
    if (crash === undefined || !running || running.task.signal.aborted) return this.end(running);
    running.leave();
    const { task } = running;
    if (task.isSecond) {
      task.hear(fault(task.job, crashText(crash)));
      return this.end(running);
    }
    this.waiting.unshift({ ...task, isSecond: true });
    this.next();
  }
}

const crashText = (cause: string): string =>
  `The fit ended without an answer because its thread stopped twice (${cause}). An edit of the model or “Refit” tries again; fewer rows or parameters need less memory.`;
