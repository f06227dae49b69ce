import { fork, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import type { RawColumn, RawTable } from '../../language/data/raw.js';
import { failure, type FromReader, NUMBERS_PIPE, type ReadRequest, type ReadResult, type SentTable, type ToReader } from './messages.js';
import { NumberInlet } from './numberInlet.js';

/** After a table of this size the process ends: it would keep the memory. */
const LARGE_BYTES = 32 * 2 ** 20;

/** Reads data files in a process of its own, started when first needed and again after a crash. */
export class DataReader {
  private child: ChildProcess | undefined;
  private nextId = 1;
  private disposed = false;
  private readonly waiting = new Map<number, (result: ReadResult) => void>();

  /** `entry` is the built reader, `dist/reader.js`; `execArgv` goes to its Node. */
  constructor(
    private readonly entry: string,
    private readonly execArgv: readonly string[] = [],
  ) {}

  /** Starts the process ahead of the first read. */
  start(): void {
    if (!this.disposed) this.process();
  }

  /** Reads one file. Resolves always; an aborted read resolves at once with `cancelled`. */
  async read(request: ReadRequest, signal?: AbortSignal): Promise<ReadResult> {
    if (this.disposed || signal?.aborted) return cancelledResult();
    const id = this.nextId++;
    return await new Promise((resolve) => {
      const abort = (): void => {
        this.send({ type: 'cancel', id });
        this.settle(id, cancelledResult());
      };
      this.waiting.set(id, (result) => {
        signal?.removeEventListener('abort', abort);
        resolve(result);
      });
      signal?.addEventListener('abort', abort, { once: true });
      this.process();
      this.child?.channel?.ref();
      this.send({ type: 'read', id, request });
    });
  }

  /** Ends the process; reads still running resolve as cancelled. */
  dispose(): void {
    this.disposed = true;
    this.end();
    for (const id of [...this.waiting.keys()]) this.settle(id, cancelledResult());
  }

  private end(): void {
    const { child } = this;
    this.child = undefined;
    child?.removeAllListeners();
    // An error after this is of no interest, but would be thrown if nobody listened.
    child?.on('error', () => undefined);
    child?.kill('SIGKILL');
  }

  private process(): void {
    if (this.child) return;
    const child = fork(this.entry, [], {
      execArgv: [...this.execArgv],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.child = child;
    // An idle reader keeps no command line tool alive.
    child.unref();
    child.channel?.unref();
    const pipe = child.stdio[NUMBERS_PIPE] as Socket;
    pipe.unref();
    const inlet = new NumberInlet(pipe);
    const numbers = new Map<number, Promise<readonly Float64Array[]>>();
    child.on('message', (given) => {
      const message = given as FromReader;
      // A sample may have come before; the last columns are those of the table.
      if (message.type === 'numbers') numbers.set(message.id, inlet.expect(message.rows, message.columns));
      else void this.complete(message, numbers);
    });
    child.on('error', (error) => {
      this.fail(child, `The data reader could not be started: ${error.message}`);
    });
    child.on('exit', (code, signal) => {
      this.fail(
        child,
        `The data reader stopped unexpectedly (${signal ?? `exit status ${String(code)}`}) while reading this file. Save the file again to retry.`,
      );
    });
  }

  private async complete({ id, result }: Result, numbers: Map<number, Promise<readonly Float64Array[]>>): Promise<void> {
    const columns = numbers.get(id);
    numbers.delete(id);
    const arrived = (await columns) ?? [];
    this.settle(id, result.ok ? { ok: true, table: withNumbers(result.table, arrived) } : result);
    const bytes = arrived.reduce((sum, column) => sum + column.byteLength, 0);
    if (bytes > LARGE_BYTES && this.waiting.size === 0) this.end();
  }

  private send(message: ToReader): void {
    const { child } = this;
    if (!child?.connected) return;
    child.send(message, (error) => {
      if (error) this.fail(child, `The data reader cannot be reached: ${error.message}`);
    });
  }

  private fail(child: ChildProcess, message: string): void {
    if (this.child !== child) return;
    this.child = undefined;
    for (const id of [...this.waiting.keys()]) this.settle(id, failure('data-unreadable', message));
  }

  private settle(id: number, result: ReadResult): void {
    const resolve = this.waiting.get(id);
    this.waiting.delete(id);
    if (this.waiting.size === 0) this.child?.channel?.unref();
    resolve?.(result);
  }
}

type Result = Extract<FromReader, { type: 'result' }>;

function withNumbers(table: SentTable, numbers: readonly Float64Array[]): RawTable {
  const open = [...numbers];
  const columns = table.columns.map((column): RawColumn =>
    column.kind === 'sent' ? { kind: 'numbers', name: column.name, values: open.shift() ?? new Float64Array(table.rows) } : column,
  );
  return { ...table, columns };
}

function cancelledResult(): ReadResult {
  return failure('cancelled', 'Reading was cancelled.');
}
