import { spawn, spawnSync, type SpawnOptions } from 'node:child_process';
import path from 'node:path';

/** The folder of the repository. */
export const root = path.dirname(import.meta.dirname);

/** Answers of a child process that has ended; a negative `status` stands for a signal or a failed start. */
export interface Ended {
  readonly status: number;
  readonly output: string;
}

/** Runs a program to its end, collecting what it prints on both streams; `tee` also shows it at once. */
export function run(command: string, args: readonly string[], options: SpawnOptions & { tee?: boolean } = {}): Promise<Ended> {
  const { tee = false, ...rest } = options;
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, ...rest, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
      if (tee) process.stdout.write(chunk);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => resolve({ status: -1, output: `${output}${error.message}\n` }));
    child.on('close', (status) => resolve({ status: status ?? -1, output }));
  });
}

/** Runs a tool of node_modules by its package's script, without the npm wrapper, so that it works on every system. */
export function runNode(args: readonly string[], options: SpawnOptions & { tee?: boolean } = {}): Promise<Ended> {
  return run(process.execPath, args, options);
}

/** True where a program of this name can be started. */
export function onPath(program: string): boolean {
  const finder = process.platform === 'win32' ? 'where' : 'which';
  return spawnSync(finder, [program], { stdio: 'ignore' }).status === 0;
}

/** Ends the script with a sentence for the person who started it. */
export class Refusal extends Error {}

/** Runs a script's main function: a refusal is printed as a sentence, anything else is our bug and keeps its stack. */
export async function main(body: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await body();
  } catch (error) {
    console.error(error instanceof Refusal ? error.message : error);
    process.exitCode = 1;
  }
}
