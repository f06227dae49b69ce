import { primitives } from '../../ir/ops.js';
import type { Primitive } from '../../ir/primitives/primitive.js';
import type { Listing } from '../task.js';
import { PASSING_ROWS } from './plan.js';
import { STEP } from '../../wasm/products.js';
import { instantiate, type Running, type Runtime } from '../../wasm/runtime.js';

/** Rows between two looks at the cancel flag: well below a millisecond each. */
const CANCEL_ROWS = PASSING_ROWS;

const byName: ReadonlyMap<string, Primitive> = new Map(Object.values(primitives).map((primitive) => [primitive.name, primitive]));

/** The generated code of a term in one thread, with its memory. */
export class Unit {
  private readonly numbers: Float64Array;
  /** First row of the data in memory; −1 before any are. */
  private loaded = -1;

  /** Undefined where the host has no memory for it. */
  static of(host: Runtime, listing: Listing): Unit | undefined {
    const imports = listing.imports.map((name) => {
      const primitive = byName.get(name);
      return (a: number, b: number, c: number): number => primitive?.evaluate(a, b, c) ?? NaN;
    });
    const running = instantiate(host, () => new host.Module(listing.bytes), listing.memoryBytes, imports);
    return running && new Unit(listing, running);
  }

  private constructor(
    private readonly listing: Listing,
    private readonly running: Running,
  ) {
    this.numbers = new Float64Array(running.memory, 0, Math.floor(listing.memoryBytes / 8));
    const memory = new Uint8Array(running.memory);
    for (const { place, bytes } of listing.fixed) memory.set(bytes, place);
  }

  /** What holds for all rows of a call. */
  setHeader(header: Float64Array): void {
    this.numbers.set(header, this.listing.header.from / 8);
  }

  /** Sums over the rows from … to − 1, `from` being a multiple of the rows of a tile; undefined where `isCancelled` says so. */
  run(from: number, to: number, isCancelled: () => boolean): Float64Array | undefined {
    const { sums, blockRows } = this.listing;
    const own = this.numbers.subarray(sums.from / 8, sums.to / 8);
    own.fill(0);
    for (let row = from; row < to;) {
      if (isCancelled()) return undefined;
      const first = row - (row % blockRows);
      if (first !== this.loaded) this.load(first);
      const end = Math.min(to, first + blockRows, row + CANCEL_ROWS);
      this.running.functions['main']?.(8 * (row - first), 8 * (end - first));
      row = end;
    }
    return own;
  }

  /** Brings a block of rows into memory, with zeros up to a whole group of rows. */
  private load(first: number): void {
    const { rows: all, blockRows, columns } = this.listing;
    const rows = Math.min(blockRows, all - first);
    for (const { place, values } of columns) {
      this.numbers.set(values.subarray(first, first + rows), place / 8);
      this.numbers.fill(0, place / 8 + rows, place / 8 + Math.ceil(rows / STEP) * STEP);
    }
    this.loaded = first;
  }
}
