import { appendFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { type Line, reportVariable } from '../tally.js';

process.setSourceMapsEnabled(true);

/** The extension host calls this: runs the bundled test files beside it and reports each test as it ends. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 600_000, slow: 5_000, reporter: Quiet });
  for (const file of readdirSync(import.meta.dirname)) {
    if (file.endsWith('.test.js')) mocha.addFile(path.join(import.meta.dirname, file));
  }
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${String(failures)} tests failed`);
}

/** Reports to a file, not to the console: a host that dies half-way must not look like one that passed. */
class Quiet extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    let passed = 0;
    let failed = 0;
    runner.on('pass', (test) => {
      passed++;
      report(lineOf(test));
    });
    runner.on('fail', (test, error: Error) => {
      failed++;
      report({ ...lineOf(test), error: Mocha.utils.stackTraceFilter()(error.stack ?? error.message) });
    });
    runner.once('end', () => report({ kind: 'end', passed, failed }));
  }
}

function lineOf(test: Mocha.Runnable): { kind: 'test'; title: string; milliseconds: number } {
  return { kind: 'test', title: test.fullTitle(), milliseconds: test.duration ?? 0 };
}

function report(line: Line): void {
  const file = process.env[reportVariable];
  if (file === undefined) throw new Error(`${reportVariable} is not set`);
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}
