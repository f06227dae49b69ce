import assert from 'node:assert/strict';
import type { FitReport } from '../../server/src/report/fitReport.js';
import { caseAnswers } from './answers.js';
import { type Case, readCases } from './case.js';
import { comparisons } from './compare.js';

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
  let answers: ReadonlyMap<string, FitReport>;

  before(async () => void (answers = await caseAnswers()));

  for (const one of cases) {
    it(`${one.name}: ${one.title}`, () => {
      const answer = answers.get(one.path);
      assert.ok(answer, 'the command line gave no answer');
      const said = answer.diagnostics.map(({ severity, message }) => `${severity}: ${message}`);
      assert.deepEqual(problemsOf(one, answer), [], said.join('\n'));
    });
  }
});
