/** The entry of the process that reads data files: a native fault there cannot take the server with it. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { Socket } from 'node:net';
import { failure, type FromReader, NUMBERS_PIPE, type SentResult, type ToReader } from './messages.js';
import { PipeSink } from './numberSink.js';
import { openDatabase, readTable } from './readTable.js';

const database = openDatabase();
const cancelled = new Set<number>();
const pipe = new Socket({ fd: NUMBERS_PIPE });
let running: number | undefined;
let queue: Promise<void> = Promise.resolve();

const send = (message: FromReader): void => void process.send?.(message);

async function answer(message: Extract<ToReader, { type: 'read' }>): Promise<void> {
  if (cancelled.has(message.id)) return;
  running = message.id;
  const result = await resultOf(message);
  running = undefined;
  send({ type: 'result', id: message.id, result });
}

async function resultOf(message: Extract<ToReader, { type: 'read' }>): Promise<SentResult> {
  try {
    const numbers = new PipeSink(pipe, (rows, columns) => send({ type: 'numbers', id: message.id, rows, columns }));
    return await readTable(await database, message.request, numbers);
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
