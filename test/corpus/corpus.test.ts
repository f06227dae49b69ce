import assert from 'node:assert/strict';
import { reportsOf, run } from '../../server/src/cli/testing.js';
import type { FitReport } from '../../server/src/report/fitReport.js';
import { caseAnswers } from '../reference/answers.js';
import { readCases } from '../reference/case.js';
import { badModels, complaints, isLoud, trueFindings } from './corpus.js';

const bad = badModels();
const good = readCases();

/** The reports of many files in one run of the command, by path. */
async function fitAll(paths: readonly string[]): Promise<Map<string, FitReport>> {
  const reports = reportsOf(await run('fit', ...paths, '--json'));
  return new Map(reports.map((report) => [report.file, report]));
}

const reports = new Map([...(await fitAll(bad.map(({ path }) => path))), ...(await caseAnswers())]);

function reportOf(path: string): FitReport {
  const report = reports.get(path);
  assert.ok(report, 'the command line gave no answer');
  return report;
}

const loudOf = (path: string): string[] =>
  [
    ...new Set(
      reportOf(path)
        .diagnostics.filter(isLoud)
        .map(({ code }) => code),
    ),
  ].sort();
const surplusOf = ({ name, path }: { readonly name: string; readonly path: string }): string[] =>
  loudOf(path).filter((code) => !trueFindings(name).includes(code));

const found = bad.filter((model) => complaints(model, reportOf(model.path)).length === 0).length;
const quiet = good.filter((one) => surplusOf(one).length === 0).length;

/** How often each piece of advice is given about the good models: "few-rows 5". */
function advice(): string {
  const codes = good.flatMap(({ path }) => [
    ...new Set(
      reportOf(path)
        .diagnostics.filter((each) => !isLoud(each))
        .map(({ code }) => code),
    ),
  ]);
  const counts = new Map(codes.map((code) => [code, codes.filter((each) => each === code).length]));
  return [...counts].map(([code, count]) => `${code} ${String(count)}`).join(', ');
}

describe(`bad models: ${String(found)} of ${String(bad.length)} have the expected findings, and no other error or warning`, () => {
  it('are at least forty', () => {
    assert.ok(bad.length >= 40);
  });

  for (const model of bad)
    it(model.name, () => {
      assert.notEqual(model.expected.length, 0, 'no finding is expected');
      assert.deepEqual(complaints(model, reportOf(model.path)), []);
    });
});

describe(`good models: ${String(quiet)} of ${String(good.length)} without a false alarm (advice, by models: ${advice()})`, () => {
  it('are at least forty', () => {
    assert.ok(good.length >= 40);
  });

  for (const one of good)
    it(one.name, () => {
      assert.deepEqual(loudOf(one.path), [...trueFindings(one.name)].sort());
    });
});
