import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { root, runNode } from './processes.js';
import { type Tally } from '../test/host/tally.js';

/** Milliseconds after which a test, and a suite, counts as hung: no more than a guard, which the busiest machine does not reach. */
const limits = { test: 15 * 60_000, suite: 120 * 60_000 };

/** Runs mocha on test files (glob patterns) in a process of its own, with options for its Node, showing what it prints. */
export async function runMocha(patterns: readonly string[], nodeOptions: readonly string[] = []): Promise<Tally> {
  const file = path.join(root, '.cache', `tally-${String(process.pid)}.json`);
  await rm(file, { force: true });
  const flags = [
    ...['import=tsx', ...nodeOptions].flatMap((option) => ['--node-option', option]),
    '--reporter',
    'scripts/tallyReporter.cjs',
    '--forbid-only',
    '--forbid-pending',
    '--timeout',
    String(limits.test),
    '--exit',
  ];
  const env = { ...process.env, LIVELIHOOD_TALLY: file, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' };
  const { status } = await runNode(['node_modules/mocha/bin/mocha.js', ...flags, ...patterns], { env, tee: true, timeout: limits.suite });
  const tally = await readTally(file);
  await rm(file, { force: true });
  if (status === 0 || tally.failed > 0) return tally;
  console.log('mocha ended abnormally; this counts as a failure.');
  return { ...tally, failed: 1 };
}

async function readTally(file: string): Promise<Tally> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Tally;
  } catch {
    return { passed: 0, failed: 0 };
  }
}
