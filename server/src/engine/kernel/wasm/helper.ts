import { runtime } from '../../wasm/runtime.js';
import type { Task } from '../task.js';
import { takePart } from './team.js';
import { Unit } from './unit.js';

/** So many of the last programs keep their code and memory. */
export const MOST_TASKS = 8;

/** What a helping thread does: it keeps the code of the tasks it knows, and sums what nobody else has taken. */
export class Helper {
  private readonly known = new Map<number, { readonly task: Task; readonly unit: Unit }>();

  /** `task` comes with the first call of a task. */
  help(id: number, task: Task | undefined, call: number): void {
    if (task) this.add(id, task);
    const found = this.known.get(id);
    if (found) takePart(found.task, call, found.unit, () => Atomics.load(found.task.stopped, 0) === 1);
  }

  forget(): void {
    this.known.clear();
  }

  private add(id: number, task: Task): void {
    const unit = runtime && Unit.of(runtime, task.listing);
    if (unit) this.known.set(id, { task, unit });
    const [oldest = id] = this.known.keys();
    if (this.known.size > MOST_TASKS) this.known.delete(oldest);
  }
}
