import type { Readable } from 'node:stream';

/** Columns of numbers on their way, in shared memory that threads can read. */
interface Table {
  readonly columns: readonly Float64Array[];
  /** Rows that are complete. */
  row: number;
  readonly done: (columns: readonly Float64Array[]) => void;
}

/** Puts the blocks of a pipe into columns. Tables come in the order in which they are expected. */
export class NumberInlet {
  private readonly tables: Table[] = [];
  /** Bytes of a block that is not complete. */
  private rest: Buffer = Buffer.alloc(0);

  constructor(private readonly pipe: Readable) {
    // What comes before it is expected waits in the pipe.
    pipe.pause();
    pipe.on('data', (bytes: Buffer) => this.take(bytes));
    pipe.on('error', () => undefined);
    pipe.pause();
  }

  /** The columns of the next table, when all their numbers are there. */
  expect(rows: number, columns: number): Promise<readonly Float64Array[]> {
    return new Promise((done) => {
      const all = Array.from({ length: columns }, () => new Float64Array(new SharedArrayBuffer(8 * rows)));
      this.tables.push({ columns: all, row: 0, done });
      this.pipe.resume();
    });
  }

  private take(bytes: Buffer): void {
    this.rest = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    for (let size = this.blockSize(); size !== undefined && this.rest.length >= size; size = this.blockSize()) {
      this.place(this.rest.subarray(4, size));
      this.rest = this.rest.subarray(size);
    }
    if (this.tables.length === 0) this.pipe.pause();
  }

  private blockSize(): number | undefined {
    const [table] = this.tables;
    return table && this.rest.length >= 4 ? 4 + 8 * this.rest.readUInt32LE(0) * table.columns.length : undefined;
  }

  private place(numbers: Buffer): void {
    const [table] = this.tables;
    if (!table) return;
    const bytes = numbers.length / table.columns.length;
    table.columns.forEach((column, i) => {
      new Uint8Array(column.buffer, 8 * table.row, bytes).set(numbers.subarray(i * bytes, (i + 1) * bytes));
    });
    table.row += bytes / 8;
    if (table.row < (table.columns[0]?.length ?? 0)) return;
    this.tables.shift();
    table.done(table.columns);
  }
}
