import type { Listing, Task } from '../task.js';
import { chunksOf } from './chunks.js';
import type { Unit } from './unit.js';

const sharedNumbers = (length: number): Float64Array => new Float64Array(new SharedArrayBuffer(8 * length));

/** The columns are in shared memory from here on. */
export function taskOf(listing: Listing): Task {
  const chunks = chunksOf(listing);
  const length = (listing.sums.to - listing.sums.from) / 8;
  const columns = listing.columns.map(({ place, values }) => ({ place, values: inSharedMemory(values) }));
  return {
    listing: { ...listing, columns },
    chunks,
    length,
    header: sharedNumbers((listing.header.to - listing.header.from) / 8),
    partials: sharedNumbers(chunks.count * length),
    states: new Int32Array(new SharedArrayBuffer(4 * chunks.count)),
    stopped: new Int32Array(new SharedArrayBuffer(4)),
  };
}

function inSharedMemory(values: Float64Array): Float64Array {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const shared = sharedNumbers(values.length);
  shared.set(values);
  return shared;
}

/** Sums the chunks of a call that nobody else has taken. A helper does this, and so does the calling thread meanwhile. */
export function takePart(task: Task, call: number, unit: Unit, isCancelled: () => boolean): void {
  let isSet = false;
  for (let chunk = 0; chunk < task.chunks.count; chunk++) {
    if (Atomics.compareExchange(task.states, chunk, 2 * call - 2, 2 * call - 1) !== 2 * call - 2) continue;
    if (!isSet) unit.setHeader(task.header);
    isSet = true;
    sumChunk(task, chunk, unit, isCancelled);
    Atomics.store(task.states, chunk, 2 * call);
    Atomics.notify(task.states, chunk);
  }
}

function sumChunk({ chunks, listing, partials, length }: Task, chunk: number, unit: Unit, isCancelled: () => boolean): void {
  const from = chunk * chunks.rows;
  const sums = unit.run(from, Math.min(from + chunks.rows, listing.rows), isCancelled);
  if (sums) partials.set(sums, chunk * length);
}

/** How long to wait for a helper before its thread is considered lost. */
const LOST_MS = 2000;

/** Waits for what helpers have taken; false where one does not come back. */
export function waitFor({ states, stopped }: Task, call: number, isCancelled: () => boolean): boolean {
  for (let chunk = 0; chunk < states.length; chunk++) {
    for (let waited = 0; Atomics.load(states, chunk) !== 2 * call; waited++) {
      if (waited === LOST_MS) return false;
      if (isCancelled()) Atomics.store(stopped, 0, 1);
      Atomics.wait(states, chunk, 2 * call - 1, 1);
    }
  }
  return true;
}
