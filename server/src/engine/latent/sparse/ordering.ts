import type { SparsePattern } from './pattern.js';

/**
 * An order of elimination that keeps the factor sparse: at each step a variable with the fewest neighbours left (minimum degree; Tinney & Walker,
 * Proc. IEEE 55, 1967). Blocks come out without any fill; of two crossed factors the one with more levels goes first.
 */
export function minimumDegree({ size, rows, columns }: SparsePattern): Int32Array {
  const neighbours = Array.from({ length: size }, () => new Set<number>());
  rows.forEach((row, k) => {
    const column = columns[k] as number;
    neighbours[row]?.add(column);
    neighbours[column]?.add(row);
  });
  const queue = new DegreeQueue(neighbours);
  const order = new Int32Array(size);
  for (let place = 0; place < size; place++) {
    const next = queue.take();
    order[place] = next;
    const around = [...(neighbours[next] ?? [])];
    const isRestComplete = around.length === size - place - 1;
    if (isRestComplete) {
      order.set(around, place + 1);
      break;
    }
    for (const each of around) {
      const own = neighbours[each];
      own?.delete(next);
      for (const other of around) if (other !== each) own?.add(other);
      queue.put(each);
    }
  }
  return order;
}

/** Variables by their number of neighbours. One that has moved is found under its old number too, and skipped there. */
class DegreeQueue {
  private readonly buckets: number[][] = [];
  private readonly taken: Uint8Array;
  private least = 0;

  constructor(private readonly neighbours: readonly ReadonlySet<number>[]) {
    this.taken = new Uint8Array(neighbours.length);
    for (let each = neighbours.length - 1; each >= 0; each--) this.put(each);
  }

  put(each: number): void {
    const degree = this.degree(each);
    (this.buckets[degree] ??= []).push(each);
    this.least = Math.min(this.least, degree);
  }

  take(): number {
    for (;;) {
      const each = this.buckets[this.least]?.pop();
      if (each === undefined) this.least++;
      else if (this.taken[each] === 0 && this.degree(each) === this.least) {
        this.taken[each] = 1;
        return each;
      }
    }
  }

  private degree(each: number): number {
    return this.neighbours[each]?.size ?? 0;
  }
}
