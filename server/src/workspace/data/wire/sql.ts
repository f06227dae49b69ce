import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import type { Run } from './source.js';

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
export async function openDatabase(): Promise<DuckDBConnection> {
  return await (await openInstance()).connect();
}

const INTERRUPT_MS = 20;

/** Runs statements until `signal` says stop: then the one that runs ends, and no other starts. */
export function runner(connection: DuckDBConnection, signal: AbortSignal): Run {
  return async (sql) => {
    signal.throwIfAborted();
    let timer: NodeJS.Timeout | undefined;
    // Again and again: an interruption before the statement has begun is lost.
    const stop = (): void => void (timer ??= setInterval(() => connection.interrupt(), INTERRUPT_MS));
    signal.addEventListener('abort', stop, { once: true });
    try {
      // Not streamed: an error in the middle of a stream ends it without a word, and rows would be lost.
      return await connection.run(sql);
    } finally {
      clearInterval(timer);
      signal.removeEventListener('abort', stop);
    }
  };
}

/** A text as SQL writes it. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name as SQL writes it. */
export const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A path for DuckDB, to which paths are patterns: `[`, `*` and `?` are made to stand for themselves. */
export const sqlPath = (path: string): string => sqlText(path.replace(/[[*?]/g, '[$&]'));
