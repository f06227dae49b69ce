/** The entry of the process that reads data files: a native fault there cannot take the server with it. */
import { Socket } from 'node:net';
import { failure, type FromReader, NUMBERS_PIPE, type ReadRequest, type SentResult, type ToReader } from './wire/messages.js';
import { PipeSink } from './wire/numberSink.js';
import { readTable } from './readTable.js';
import { messageOf } from './wire/source.js';
import { openDatabase } from './duckdb/database.js';

const database = openDatabase();
/** A read that is waiting or running. */
const controls = new Map<number, AbortController>();
const pipe = new Socket({ fd: NUMBERS_PIPE });
let queue: Promise<void> = Promise.resolve();

const send = (message: FromReader): void => void process.send?.(message);

async function answer({ id, request }: Extract<ToReader, { type: 'read' }>, control: AbortController): Promise<void> {
  const result = control.signal.aborted ? failure('cancelled', 'Reading was cancelled.') : await resultOf(id, request, control.signal);
  controls.delete(id);
  send({ type: 'result', id, result });
}

async function resultOf(id: number, request: ReadRequest, signal: AbortSignal): Promise<SentResult> {
  try {
    const numbers = new PipeSink(pipe, (rows, columns) => send({ type: 'numbers', id, rows, columns }));
    return await readTable(await database, request, numbers, signal);
  } catch (error) {
    return failure('data-unreadable', `The data reader failed: ${messageOf(error)}`);
  }
}

function read(message: Extract<ToReader, { type: 'read' }>): void {
  const control = new AbortController();
  controls.set(message.id, control);
  queue = queue.then(() => answer(message, control));
}

process.on('message', (message: ToReader) => {
  if (message.type === 'cancel') controls.get(message.id)?.abort();
  else read(message);
});
process.on('disconnect', () => process.exit(0));
