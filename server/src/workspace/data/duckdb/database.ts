import { type DuckDBConnection, type DuckDBDataChunk, DuckDBInstance, type DuckDBMaterializedResult } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import type { Result, RowBlock, Run } from '../wire/source.js';

/** A connection to a database of DuckDB. */
export type Connection = DuckDBConnection;

/** A database in memory that loads no extension, from the network or elsewhere. */
export async function openInstance(options: Readonly<Record<string, string>> = {}): Promise<DuckDBInstance> {
  return await DuckDBInstance.create(':memory:', {
    threads: '2',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    ...options,
  });
}

/** A connection to such a database. */
export async function openDatabase(): Promise<Connection> {
  return await (await openInstance()).connect();
}

const INTERRUPT_MS = 20;

/** Runs statements until `signal` says stop: then the one that runs ends, and no other starts. */
export function runner(connection: Connection, signal: AbortSignal): Run {
  return async (sql) => {
    signal.throwIfAborted();
    let timer: NodeJS.Timeout | undefined;
    // Again and again: an interruption before the statement has begun is lost.
    const stop = (): void => void (timer ??= setInterval(() => connection.interrupt(), INTERRUPT_MS));
    signal.addEventListener('abort', stop, { once: true });
    try {
      // Not streamed: an error in the middle of a stream ends it without a word, and rows would be lost.
      return resultOf(await connection.run(sql));
    } finally {
      clearInterval(timer);
      signal.removeEventListener('abort', stop);
    }
  };
}

function resultOf(result: DuckDBMaterializedResult): Result {
  return {
    rowCount: result.rowCount,
    rows: () => result.getRows(),
    nextBlock: async () => {
      const chunk = await result.fetchChunk();
      return chunk && chunk.rowCount > 0 ? blockOf(chunk) : undefined;
    },
  };
}

function blockOf(chunk: DuckDBDataChunk): RowBlock {
  const { rowCount } = chunk;
  return {
    rowCount,
    numbers: (column) => {
      const vector = duckdb.data_chunk_get_vector(chunk.chunk, column);
      // A copy: DuckDB's memory goes with the chunk.
      return duckdb.vector_get_data(vector, rowCount * Float64Array.BYTES_PER_ELEMENT).slice();
    },
    texts: (column) => {
      const vector = chunk.getColumnVector(column);
      return (row) => {
        const text = vector.getItem(row);
        return typeof text === 'string' ? text : undefined;
      };
    },
  };
}
