import { fork, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { sizeOf } from '../../engine/network/layers/shape.js';
import type { RawColumn, RawTable } from '../../language/data/raw.js';
import {
  failure,
  type FromReader,
  NUMBERS_PIPE,
  type ReadRequest,
  type ReadResult,
  type SentTable,
  type ToReader,
} from './wire/messages.js';
import { NumberInlet } from './wire/numberInlet.js';

/** After a table of this size the process ends: it would keep the memory. */
const LARGE_BYTES = 32 * 2 ** 20;

/** How long a cancelled read may take to end before its process is ended: some work of DuckDB does not listen. */
const GRACE_MS = 1000;

interface Waiting {
  readonly request: ReadRequest;
  /** A process has ended while it read this: a second one ends the matter. */
  retried?: true;
  readonly resolve: (result: ReadResult) => void;
}

/** Reads data files in a process of its own, started when first needed and again after a crash. */
export class DataReader {
  private child: ChildProcess | undefined;
  private nextId = 1;
  private disposed = false;
  private readonly waiting = new Map<number, Waiting>();
  /** Reads that were cancelled, until the process has ended them. */
  private readonly ending = new Map<number, NodeJS.Timeout>();

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
      const abort = (): void => this.cancel(id);
      const settled = (result: ReadResult): void => {
        signal?.removeEventListener('abort', abort);
        resolve(result);
      };
      this.waiting.set(id, { request, resolve: settled });
      signal?.addEventListener('abort', abort, { once: true });
      this.process();
      this.holdOn();
      this.send({ type: 'read', id, request });
    });
  }

  /** A command line tool lives as long as a read is waiting, also where the process ends before it answers. */
  private holdOn(): void {
    this.child?.ref();
    this.child?.channel?.ref();
  }

  private letGo(): void {
    this.child?.unref();
    this.child?.channel?.unref();
  }

  private cancel(id: number): void {
    this.send({ type: 'cancel', id });
    this.settle(id, cancelledResult());
    this.ending.set(id, setTimeout(() => this.restart(), GRACE_MS).unref());
  }

  /** Ends a process that does not let go of a cancelled read; what waits behind it goes to a new one. */
  private restart(): void {
    this.end();
    this.askAgain();
  }

  /** What waits goes to a new process. */
  private askAgain(): void {
    if (this.waiting.size === 0 || this.disposed) return;
    this.process();
    this.holdOn();
    for (const [id, { request }] of [...this.waiting]) this.send({ type: 'read', id, request });
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
    this.forgetEnding();
    child?.removeAllListeners();
    // An error after this is of no interest, but would be thrown if nobody listened.
    child?.on('error', () => undefined);
    child?.kill('SIGKILL');
  }

  private forgetEnding(): void {
    for (const timer of this.ending.values()) clearTimeout(timer);
    this.ending.clear();
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
    this.letGo();
    const pipe = child.stdio[NUMBERS_PIPE] as Socket;
    pipe.unref();
    const inlet = new NumberInlet(pipe);
    const numbers = new Map<number, Promise<readonly Float64Array[]>>();
    child.on('message', (given) => {
      const message = given as FromReader;
      if (message.type === 'numbers') return void numbers.set(message.id, inlet.expect(message.rows, message.columns));
      clearTimeout(this.ending.get(message.id));
      this.ending.delete(message.id);
      void this.complete(message, numbers);
    });
    child.on('error', (error) => {
      this.fail(child, `The data reader could not be started: ${error.message}`);
    });
    child.on('exit', (code, signal) => {
      this.fail(
        child,
        `The data reader stopped unexpectedly (${signal ?? `exit status ${String(code)}`}) twice while reading this file.${signal === 'SIGKILL' ? ' Is there enough memory for it?' : ''} Save the file again to retry.`,
      );
    });
  }

  private async complete({ id, result }: Result, numbers: Map<number, Promise<readonly Float64Array[]>>): Promise<void> {
    const columns = numbers.get(id);
    numbers.delete(id);
    const arrived = (await columns) ?? [];
    this.settle(id, result.ok ? { ...result, table: withNumbers(result.table, arrived) } : result);
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
    this.forgetEnding();
    // Reads are answered in their order: the first one was under way.
    const [current] = this.waiting;
    if (current?.[1].retried) this.settle(current[0], failure('data-unreadable', message));
    else if (current) current[1].retried = true;
    this.askAgain();
  }

  private settle(id: number, result: ReadResult): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (this.waiting.size === 0) this.letGo();
    waiting?.resolve(result);
  }
}

type Result = Extract<FromReader, { type: 'result' }>;

function withNumbers(table: SentTable, numbers: readonly Float64Array[]): RawTable {
  const open = [...numbers];
  const next = (rows: number): Float64Array => open.shift() ?? new Float64Array(rows);
  const columns = table.columns.map((column): RawColumn => {
    if (column.kind === 'sent-images') return { ...column, kind: 'images', values: next(table.rows * sizeOf(column.shape)) };
    return column.kind === 'sent' ? { ...column, kind: 'numbers', values: next(table.rows) } : column;
  });
  return { ...table, columns };
}

function cancelledResult(): ReadResult {
  return failure('cancelled', 'Reading was cancelled.');
}
