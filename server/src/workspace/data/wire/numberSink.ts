import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Takes the numbers of tables, a block of rows at a time. */
export interface NumberSink {
  /** A table with so many rows and columns of numbers comes next. */
  begin(rows: number, columns: number): NumberBlock;
}

export interface NumberBlock {
  /** The bytes of the next column of the block. */
  add(bytes: Uint8Array): void;
  /** Sends the block; resolves when there is room for the next. */
  send(rows: number): Promise<void>;
}

/** Writes numbers to a pipe; `announce` tells of each table that has some. */
export class PipeSink implements NumberSink {
  constructor(
    private readonly pipe: Writable,
    private readonly announce: (rows: number, columns: number) => void,
  ) {}

  begin(rows: number, columns: number): NumberBlock {
    const { pipe } = this;
    const parts: Uint8Array[] = [];
    if (columns > 0 && rows > 0) this.announce(rows, columns);
    return {
      add: (bytes) => void parts.push(bytes),
      send: async (count) => {
        if (columns === 0) return;
        pipe.write(new Uint8Array(Uint32Array.of(count).buffer));
        let hasRoom = true;
        for (const part of parts.splice(0)) hasRoom = pipe.write(part);
        if (!hasRoom) await once(pipe, 'drain');
      },
    };
  }
}
