import { resolve } from 'node:path';
import type { Team } from '../engine/kernel/task.js';
import type { Dataset } from '../engine/model/dataset.js';
import type { ModelSpec } from '../engine/model/specification.js';
import { runFit } from '../fit/run.js';
import { readSpec } from '../language/spec/read.js';
import { audible } from '../language/spec/silence.js';
import { asAnswer, type FitAnswer, withoutEstimates } from '../report/answer.js';
import type { FitReport } from '../report/fitReport.js';
import { LineIndex } from '../report/positions.js';
import type { Problem } from '../report/problem.js';
import { toReport } from '../report/toReport.js';
import type { Loader } from '../workspace/loader.js';
import { nameProblems } from '../workspace/nameProblems.js';
import { judge, unjudged } from '../language/expectations/judge.js';
import { expectationProblems, expectationReports } from '../language/expectations/problems.js';
import { readText } from './readFile.js';

/** The answer to a file. */
export async function fitFile(file: string, loader: Loader, team: Team): Promise<FitReport> {
  return (await fitChanged(file, loader, team, (spec) => spec)).report;
}

/** The answer to a file that says something else than it does, and the rows of `predict: { source: … }`. */
export async function fitChanged(
  file: string,
  loader: Loader,
  team: Team,
  change: (spec: ModelSpec) => ModelSpec,
): Promise<{ readonly report: FitReport; readonly source?: Dataset | undefined }> {
  const found = await readText(file);
  if ('problem' in found) return { report: unreadable(file, found.problem) };
  const { text } = found;
  const lines = new LineIndex(text);
  const read = readSpec(text);
  const { problems } = read;
  const spec = change(read.spec);
  const data = await loader.load(resolve(file), spec, new AbortController().signal);
  const before = [...problems, ...data.problems];
  const report = (answer: FitAnswer, all: readonly Problem[]): FitReport => toReport(file, answer, audible(text, all), lines, data.seconds);
  if (before.some(({ severity }) => severity === 'error') || !data.data) {
    const all = [...before, ...nameProblems(spec, data, problems)];
    const unmet = spec.expect ? { expectations: expectationReports(unjudged(spec.expect, all), lines) } : {};
    return { report: { ...report(withoutEstimates(data.data?.rows ?? 0, all), all), ...unmet } };
  }
  let last: FitAnswer = withoutEstimates(data.data.rows, before);
  const further = {
    ...(data.validation ? { validation: data.validation } : {}),
    ...(data.prediction ? { prediction: data.prediction } : {}),
  };
  runFit({ spec, data: data.data, ...further, plain: true }, { cancelled: false, team }, (event) => (last = asAnswer(event)));
  const outcomes = judge(spec, last, audible(text, [...before, ...last.problems]));
  const expectations = spec.expect ? { expectations: expectationReports(outcomes, lines) } : {};
  const all = [...before, ...last.problems, ...expectationProblems(spec, outcomes)];
  return { report: { ...report(last, all), ...expectations }, source: data.prediction?.data };
}

function unreadable(file: string, message: string): FitReport {
  const problem: Problem = { severity: 'error', code: 'data-unreadable', message, span: { from: 0, to: 0 } };
  return toReport(file, withoutEstimates(0, [problem]), [problem], new LineIndex(''), 0);
}
