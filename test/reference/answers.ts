import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { FitReport } from '../../server/src/report/fitReport.js';
import { readCases } from './case.js';

const cli = join(import.meta.dirname, '../../dist/cli.js');

/** The answers to many files in one run of the built command line, by path. */
export async function fitAll(paths: readonly string[]): Promise<ReadonlyMap<string, FitReport>> {
  const child = spawn(process.execPath, [cli, 'fit', '--json', ...paths], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await new Promise((resolve) => child.on('close', resolve));
  const reports = output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as FitReport);
  return new Map(reports.map((report) => [report.file, report]));
}

let asked: Promise<ReadonlyMap<string, FitReport>> | undefined;

/** The answers to all cases, which are fitted once for every test file that asks. */
export const caseAnswers = (): Promise<ReadonlyMap<string, FitReport>> => (asked ??= fitAll(readCases().map(({ path }) => path)));
