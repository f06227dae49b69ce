import { Worker } from 'node:worker_threads';
import { fault, type FitAnswer, type FitJob } from './fit/answer.js';
import type { Learn } from './fit/learning.js';
import type { FromWorker, ToWorker } from './fit/messages.js';

/** How long a cancelled fit may go on before its thread is ended. */
const GRACE_MS = 2000;

/** Fits models: what a session needs of a pool. */
export interface Fitter {
  /** `hear` gets each answer; the promise resolves after the last one or once the fit is cancelled, never in between. */
  run(job: FitJob, signal: AbortSignal, hear: (answer: FitAnswer) => void, learn?: Learn): Promise<void>;
}

interface Running {
  readonly id: number;
  readonly job: FitJob;
  readonly signal: AbortSignal;
  readonly hear: (answer: FitAnswer) => void;
  readonly learn: Learn;
  readonly done: () => void;
}

interface Thread {
  readonly worker: Worker;
  running: Running | undefined;
  /** The data of its last fit: what was made of them is kept there. */
  dataKey?: string | undefined;
}

interface Waiting {
  readonly dataKey: string | undefined;
  readonly start: (thread: Thread) => void;
  readonly signal: AbortSignal;
  readonly drop: () => void;
}

/** Worker threads that fit models, as many at a time as there are threads. */
export class WorkerPool implements Fitter {
  private readonly threads: Thread[] = [];
  private readonly waiting: Waiting[] = [];
  private nextId = 1;
  private disposed = false;

  /** `entry` is the built worker, `dist/worker.js`. */
  constructor(
    private readonly entry: string,
    private readonly size: number,
  ) {}

  /** Starts the threads ahead of the first fit. */
  start(): void {
    while (!this.disposed && this.threads.length < this.size) this.threads.push(this.spawn());
  }

  run(job: FitJob, signal: AbortSignal, hear: (answer: FitAnswer) => void, learn: Learn = () => undefined): Promise<void> {
    if (this.disposed || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const start = (thread: Thread): void => this.begin(thread, { job, signal, hear, learn }, resolve);
      this.waiting.push({ dataKey: job.dataKey, start, signal, drop: resolve });
      this.next();
    });
  }

  dispose(): void {
    this.disposed = true;
    for (const { worker, running } of this.threads.splice(0)) {
      void worker.terminate();
      running?.done();
    }
    for (const { drop } of this.waiting.splice(0)) drop();
  }

  /** Gives tasks to free threads, the oldest first. Threads lost in a crash come back here, when there is work: one that cannot start is not tried for ever. */
  private next(): void {
    if (this.waiting.length > 0) this.start();
    for (const [i, task] of this.waiting.entries()) {
      const thread = task.signal.aborted ? undefined : this.threadFor(task);
      if (!thread && !task.signal.aborted) continue;
      this.waiting.splice(i, 1);
      if (thread) task.start(thread);
      else task.drop();
      return this.next();
    }
  }

  /** The thread that knows the data, also where it is about to be free because its fit was cancelled; else any that is free. */
  private threadFor({ dataKey }: Waiting): Thread | undefined {
    const knows = this.threads.find((thread) => dataKey !== undefined && thread.dataKey === dataKey);
    if (knows && (!knows.running || knows.running.signal.aborted)) return knows.running ? undefined : knows;
    return this.threads.find(({ running }) => !running);
  }

  private begin(thread: Thread, { job, signal, hear, learn }: Omit<Running, 'id' | 'done'>, resolve: () => void): void {
    const flag = new Int32Array(new SharedArrayBuffer(4));
    const id = this.nextId++;
    let grace: NodeJS.Timeout | undefined;
    const abort = (): void => {
      Atomics.store(flag, 0, 1);
      grace = setTimeout(() => this.drop(thread), GRACE_MS);
      grace.unref();
    };
    const done = (): void => {
      clearTimeout(grace);
      signal.removeEventListener('abort', abort);
      thread.running = undefined;
      resolve();
      this.next();
    };
    signal.addEventListener('abort', abort, { once: true });
    thread.dataKey = job.dataKey;
    const unlessAborted =
      <T>(listener: (news: T) => void) =>
      (news: T): void => {
        if (!signal.aborted) listener(news);
      };
    thread.running = { id, job, signal, hear: unlessAborted(hear), learn: unlessAborted(learn), done };
    thread.worker.postMessage({ id, job, flag } satisfies ToWorker);
  }

  private spawn(): Thread {
    const worker = new Worker(this.entry);
    const thread: Thread = { worker, running: undefined };
    worker.unref();
    worker.on('message', (news: FromWorker) => {
      const { running } = thread;
      if (running?.id !== news.id) return;
      if ('learning' in news) return running.learn(news.learning);
      const { answer } = news;
      if (!answer.cancelled) running.hear(answer);
      if (answer.cancelled || answer.drawn) running.done();
    });
    worker.on('error', (error) => this.drop(thread, error.message));
    worker.on('exit', (code) => this.drop(thread, `exit status ${String(code)}`));
    return thread;
  }

  /** Takes out a thread that hangs or has crashed; `crash` is said to whoever waits for its fit. */
  private drop(thread: Thread, crash?: string): void {
    const index = this.threads.indexOf(thread);
    if (index < 0) return;
    this.threads.splice(index, 1);
    void thread.worker.terminate();
    const { running } = thread;
    if (!running) return;
    if (crash !== undefined) running.hear(fault(running.job, crashText(crash)));
    running.done();
  }
}

const crashText = (cause: string): string =>
  `The fit ended without an answer because its thread stopped (${cause}). The next edit or “Refit” tries again; fewer rows or parameters need less memory.`;
