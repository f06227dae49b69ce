import { Worker } from 'node:worker_threads';
import type { FitAnswer, FitJob } from './fit/answer.js';
import type { FromWorker, ToWorker } from './fit/messages.js';

/** How long a cancelled fit may go on before its thread is ended. */
const GRACE_MS = 2000;

interface Running {
  readonly id: number;
  readonly flag: Int32Array;
  readonly hear: (answer: FitAnswer) => void;
  readonly done: () => void;
}

interface Thread {
  readonly worker: Worker;
  running: Running | undefined;
}

/** Worker threads that fit models, as many at a time as there are threads. */
export class WorkerPool {
  private readonly threads: Thread[] = [];
  private readonly waiting: { readonly start: (thread: Thread) => void; readonly signal: AbortSignal; readonly drop: () => void }[] = [];
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

  /** Fits; `hear` gets each answer, the promise resolves after the last one or once the fit is cancelled. */
  run(job: FitJob, signal: AbortSignal, hear: (answer: FitAnswer) => void): Promise<void> {
    this.start();
    return new Promise((resolve) => {
      const start = (thread: Thread): void => this.begin(thread, job, signal, hear, resolve);
      this.waiting.push({ start, signal, drop: resolve });
      this.next();
    });
  }

  dispose(): void {
    this.disposed = true;
    for (const { worker } of this.threads) void worker.terminate();
    for (const { drop } of this.waiting.splice(0)) drop();
  }

  private next(): void {
    const free = this.threads.find(({ running }) => !running);
    if (!free) return;
    const task = this.waiting.shift();
    if (!task) return;
    if (task.signal.aborted) task.drop();
    else task.start(free);
    this.next();
  }

  private begin(thread: Thread, job: FitJob, signal: AbortSignal, hear: (answer: FitAnswer) => void, resolve: () => void): void {
    const flag = new Int32Array(new SharedArrayBuffer(4));
    const id = this.nextId++;
    let grace: NodeJS.Timeout | undefined;
    const abort = (): void => {
      Atomics.store(flag, 0, 1);
      grace = setTimeout(() => this.replace(thread), GRACE_MS);
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
    thread.running = { id, flag, hear: (answer) => !signal.aborted && hear(answer), done };
    thread.worker.postMessage({ id, job, flag } satisfies ToWorker);
  }

  private spawn(): Thread {
    const worker = new Worker(this.entry);
    const thread: Thread = { worker, running: undefined };
    worker.unref();
    worker.on('message', ({ id, answer }: FromWorker) => {
      const { running } = thread;
      if (running?.id !== id) return;
      if (!answer.cancelled) running.hear(answer);
      if (answer.cancelled || !answer.preliminary) running.done();
    });
    worker.on('error', () => this.replace(thread));
    return thread;
  }

  /** Ends a thread that hangs or has crashed and puts a new one in its place. */
  private replace(thread: Thread): void {
    const index = this.threads.indexOf(thread);
    if (index < 0 || this.disposed) return;
    this.threads[index] = this.spawn();
    void thread.worker.terminate();
    thread.running?.done();
  }
}
