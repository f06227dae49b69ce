import { Worker } from 'node:worker_threads';
import {
  type FromReader,
  LONGEST_TEXT,
  type ReadText,
  readText,
  receive,
  SHORT_TEXT,
  type TextReading,
  tooLong,
  type ToReader,
  unreadable,
} from './text.js';

interface Wanted {
  readonly text: string;
  readonly take: (read: ReadText) => void;
}

/** Reads texts of any length without keeping the server waiting. */
export class TextReader implements TextReading {
  private readonly newest = new Map<string, Wanted>();
  private readonly reading = new Set<string>();
  private readonly asked = new Map<number, (answer: FromReader | string) => void>();
  private thread: Worker | undefined;
  private nextId = 1;

  /** `entry` is the built thread, `dist/textWorker.js`. */
  constructor(private readonly entry: string) {}

  read(uri: string, text: string, take: (read: ReadText) => void): void {
    const wanted = { text, take };
    this.newest.set(uri, wanted);
    if (text.length > LONGEST_TEXT) take(tooLong(text));
    else if (text.length <= SHORT_TEXT) take(readText(text));
    else if (!this.reading.has(uri)) void this.readNewest(uri);
  }

  forget(uri: string): void {
    this.newest.delete(uri);
  }

  dispose(): void {
    this.newest.clear();
    void this.thread?.terminate();
  }

  /** Until the newest text has been read: those that came while another one was being read and are outdated by now never are. */
  private async readNewest(uri: string): Promise<void> {
    this.reading.add(uri);
    for (let wanted = this.newest.get(uri); wanted && isLong(wanted);) {
      const read = await this.ask(wanted.text);
      const newest = this.newest.get(uri);
      if (newest === wanted) wanted.take(read);
      wanted = newest === wanted ? undefined : newest;
    }
    this.reading.delete(uri);
  }

  /** A text over which a thread died is tried once more; then that is reported. */
  private async ask(text: string): Promise<ReadText> {
    const first = await this.post(text);
    const answer = typeof first === 'string' ? await this.post(text) : first;
    return typeof answer === 'string' ? unreadable(text, answer) : receive(answer);
  }

  private post(text: string): Promise<FromReader | string> {
    const id = this.nextId++;
    return new Promise((resolve) => {
      this.asked.set(id, resolve);
      this.thread ??= this.start();
      this.thread.postMessage({ id, text } satisfies ToReader);
    });
  }

  private start(): Worker {
    const thread = new Worker(this.entry);
    thread.unref();
    thread.on('message', (answer: FromReader) => this.answer(answer.id, answer));
    thread.on('error', ({ message }) => this.lose(thread, message));
    thread.on('exit', (code) => this.lose(thread, `exit status ${String(code)}`));
    return thread;
  }

  private lose(thread: Worker, cause: string): void {
    if (this.thread !== thread) return;
    this.thread = undefined;
    for (const id of [...this.asked.keys()]) this.answer(id, cause);
  }

  private answer(id: number, answer: FromReader | string): void {
    const resolve = this.asked.get(id);
    this.asked.delete(id);
    resolve?.(answer);
  }
}

const isLong = ({ text }: Wanted): boolean => text.length > SHORT_TEXT && text.length <= LONGEST_TEXT;
