/** What tests of the command line share: a folder of files, and a terminal that keeps what is written. */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FitReport } from '../report/fitReport.js';
import { DataReader } from '../workspace/data/dataReader.js';
import { runCommand } from './command.js';

const [reader, helper] = ['reader', 'helper'].map((part) => join(import.meta.dirname, `../../../dist/${part}.js`)) as [string, string];

export interface Run {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

/** A folder of its own, gone when the test is. */
export class Folder {
  private constructor(readonly path: string) {}

  static async make(): Promise<Folder> {
    return new Folder(await mkdtemp(join(tmpdir(), 'livelihood-test-')));
  }

  /** Writes files by name and returns their paths. */
  async write(files: Readonly<Record<string, string | Uint8Array>>): Promise<string[]> {
    const paths = Object.keys(files).map((name) => join(this.path, name));
    for (const [i, content] of Object.values(files).entries()) {
      const path = paths[i] ?? '';
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    }
    return paths;
  }

  remove(): Promise<void> {
    return rm(this.path, { recursive: true, force: true });
  }
}

/** Runs a command in this process. */
export const run = (...args: string[]): Promise<Run> => runWith('', ...args);

/** Runs a command that is given an input. */
export async function runWith(given: string, ...args: string[]): Promise<Run> {
  const parts = { out: '', error: '' };
  const out = (text: string): void => void (parts.out += text);
  const error = (text: string): void => void (parts.error += text);
  const dataReader = new DataReader(reader);
  try {
    const status = await runCommand(args, { reader: dataReader, helper, input: () => Promise.resolve(given), out, error, colour: false });
    return { status, ...parts };
  } finally {
    dataReader.dispose();
  }
}

/** The reports of `fit --json`, one a line. */
export function reportsOf({ out }: Run): FitReport[] {
  return out
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as FitReport);
}
