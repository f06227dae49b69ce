/** The entry of the process that reads data files: a native fault there cannot take the server with it. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { failure, type FromReader, type ReadResult, type ToReader } from './messages.js';
import { openDatabase, readTable } from './readTable.js';

const database = openDatabase();
const cancelled = new Set<number>();
let running: number | undefined;
let queue: Promise<void> = Promise.resolve();

async function answer(message: Extract<ToReader, { type: 'read' }>): Promise<void> {
  if (cancelled.has(message.id)) return;
  running = message.id;
  const reply: FromReader = { id: message.id, result: await resultOf(message) };
  running = undefined;
  process.send?.(reply);
}

async function resultOf(message: Extract<ToReader, { type: 'read' }>): Promise<ReadResult> {
  try {
    return await readTable(await database, message.request);
  } catch (error) {
    return failure('data-unreadable', `The data reader failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function cancel(id: number): Promise<void> {
  cancelled.add(id);
  const connection: DuckDBConnection = await database;
  if (running === id) connection.interrupt();
}

process.on('message', (message: ToReader) => {
  if (message.type === 'cancel') void cancel(message.id);
  else queue = queue.then(() => answer(message));
});
process.on('disconnect', () => process.exit(0));
