import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Peer } from '../peers/index.js';
import type { Options } from './section.js';

/** What a peer answers to one fit. */
export interface Answer {
  readonly seconds: number;
  readonly estimates: readonly (number | null)[];
  readonly errors: readonly (number | null)[];
  readonly logLikelihood: number;
}

export type Reply = Answer | { readonly error: string };

/** The longest that one answer may take. */
const PATIENCE_MS = 120_000;

/** The environment without settings that some machines have for a BLAS of another kind of processor. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => name !== 'OPENBLAS_CORETYPE' && name !== 'OPENBLAS_L2_SIZE');
  return { ...Object.fromEntries(kept), PYTHONDONTWRITEBYTECODE: '1' };
}

/** A peer that runs: one question at a time, one line each way. */
export class PeerProcess {
  private errors = '';
  private ended: string | undefined;
  private waiting: ((line: string) => void) | undefined;

  private constructor(private readonly child: ChildProcessWithoutNullStreams) {
    createInterface({ input: child.stdout }).on('line', (line) => this.hear(line));
    child.stderr.on('data', (text: Buffer) => (this.errors = (this.errors + text.toString()).slice(-2000)));
    child.stdin.on('error', () => undefined);
    child.on('error', (error) => this.end(error.message));
    child.on('close', (status) => this.end(`ended with status ${String(status)}: ${this.errors.trim().split('\n').at(-1) ?? ''}`));
  }

  static start(peer: Peer, folder: string, options: Options): PeerProcess {
    const [program, ...args] = peer.command(options);
    return new PeerProcess(spawn(program, [...args, folder], { env: cleanEnvironment() }));
  }

  /** What it computes with; the error where it could not start. */
  async versions(): Promise<string | { readonly error: string }> {
    const reply = (await this.ask('versions')) as { versions: string } | { error: string };
    return 'error' in reply ? reply : reply.versions;
  }

  fit(name: string, method: string, repeats: number): Promise<Reply> {
    return this.ask(`${name} ${method} ${repeats}`) as Promise<Reply>;
  }

  stop(): void {
    this.child.kill();
  }

  private ask(line: string): Promise<unknown> {
    if (this.ended !== undefined) return Promise.resolve({ error: this.ended });
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.giveUp(), PATIENCE_MS);
      this.waiting = (text) => {
        clearTimeout(timer);
        this.waiting = undefined;
        resolve(parsed(text));
      };
      this.child.stdin.write(`${line}\n`);
    });
  }

  private giveUp(): void {
    this.end(`no answer in ${PATIENCE_MS / 1000} s`);
    this.child.kill();
  }

  private hear(line: string): void {
    this.waiting?.(line);
  }

  private end(why: string): void {
    this.ended ??= why;
    this.waiting?.(JSON.stringify({ error: this.ended }));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { error: `not an answer: ${text.slice(0, 200)}` };
  }
}
