import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { MOST_TASKS } from '../engine/kernel/wasm/helper.js';
import type { Task, Team } from '../engine/kernel/task.js';

/** Worker → helper: take part in a call of a task; the first time with the task itself. */
export type ToHelper = 'forget' | Call;

interface Call {
  readonly id: number;
  readonly task: Task | undefined;
  readonly call: number;
}

/** More threads than this wait for memory rather than count. */
const MOST_HELPERS = 7;

/** So many times as there are threads, one that has ended is replaced. */
const MOST_LOST = 3;

/** Helping threads of one worker, started when there is work for them. */
export class HelperTeam implements Team {
  private readonly helpers = new Set<Worker>();
  private lost = 0;
  /** The tasks that helpers know, the oldest first: they keep as many. */
  private readonly ids = new Map<Task, number>();
  private nextId = 1;

  /** `entry` is the built helper, `dist/helper.js`. */
  constructor(
    private readonly entry: string,
    private readonly size = Math.min(availableParallelism() - 1, MOST_HELPERS),
  ) {}

  call(task: Task, call: number): void {
    this.fill();
    const known = this.ids.get(task);
    const id = known ?? this.nextId++;
    if (known === undefined) this.remember(task, id);
    for (const helper of this.helpers) helper.postMessage({ id, task: known === undefined ? task : undefined, call } satisfies Call);
  }

  /** Ends what is known of the tasks so far: their data are not kept alive. */
  forget(): void {
    this.ids.clear();
    for (const helper of this.helpers) helper.postMessage('forget' satisfies ToHelper);
  }

  /** Ends the threads. */
  dispose(): void {
    for (const helper of this.helpers) void helper.terminate();
  }

  /** New threads know none of the tasks: they are sent again. */
  private fill(): void {
    if (this.helpers.size >= this.size || this.lost > MOST_LOST * this.size) return;
    while (this.helpers.size < this.size) this.helpers.add(this.spawn());
    this.ids.clear();
  }

  private remember(task: Task, id: number): void {
    this.ids.set(task, id);
    const [oldest = task] = this.ids.keys();
    if (this.ids.size > MOST_TASKS) this.ids.delete(oldest);
  }

  private spawn(): Worker {
    const helper = new Worker(this.entry);
    helper.unref();
    // A helper that fails is not missed: who asked sums the rows.
    helper.on('error', () => undefined);
    helper.on('exit', () => {
      this.lost++;
      this.helpers.delete(helper);
    });
    return helper;
  }
}
