import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { FitReport } from '../../server/src/protocol/report.js';
import { type Case, readCases } from './case.js';
import { comparisons } from './compare.js';

const cli = join(import.meta.dirname, '../../dist/cli.js');

/** The answers to many files in one run of the command line, in their order. */
async function fitAll(paths: readonly string[]): Promise<FitReport[]> {
  const child = spawn(process.execPath, [cli, 'fit', '--json', ...paths], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await new Promise((resolve) => child.on('close', resolve));
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as FitReport);
}

function problemsOf(one: Case, answer: FitReport): string[] {
  return one.judge.flatMap((entry) => {
    const [kind = '', detail = ''] = entry.split(/:(.*)/s);
    const compare = comparisons[kind];
    assert.ok(compare, `\`judge\` has an unknown entry ${entry}`);
    return compare(one, answer, detail);
  });
}

describe('real data with trusted answers', () => {
  const cases = readCases();
  const answers = new Map<string, FitReport>();

  before(async () => {
    for (const answer of await fitAll(cases.map(({ path }) => path))) answers.set(answer.file, answer);
  });

  for (const one of cases) {
    it(`${one.name}: ${one.title}`, () => {
      const answer = answers.get(one.path);
      assert.ok(answer, 'the command line gave no answer');
      const said = answer.diagnostics.map(({ severity, message }) => `${severity}: ${message}`);
      assert.deepEqual(problemsOf(one, answer), [], said.join('\n'));
    });
  }
});
