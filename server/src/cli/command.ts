import { relative, resolve } from 'node:path';
import type { Team } from '../engine/kernel/task.js';
import type { Problem } from '../report/problem.js';
import { readSpec } from '../language/spec/read.js';
import { audible } from '../language/spec/silence.js';
import type { FitReport } from '../report/fitReport.js';
import { asAnswer, type FitAnswer, withoutEstimates } from '../report/answer.js';
import { toReport } from '../report/toReport.js';
import { runFit } from '../fit/run.js';
import { HelperTeam } from '../workspace/helpingThreads.js';
import { Loader } from '../workspace/loader.js';
import { nameProblems } from '../workspace/nameProblems.js';
import { LineIndex } from '../report/positions.js';
import { readText } from './readFile.js';
import { compareAll } from './compareFiles.js';
import { table } from './table.js';
import type { Terminal } from './terminal.js';

const USAGE = `usage: livelihood fit FILE… [--json]     fit and print estimates
       livelihood check FILE… [--json]   fit and print problems only
       livelihood compare FILE FILE… [--json | --markdown]   AIC, BIC, evidence, and tests of models inside each other
`;

const OK = 0;
const FAILED = 1;
const BAD_USAGE = 2;

/** Runs a command; the exit status: 0 all converged without errors, 1 an error or no convergence, 2 bad usage. */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const [command, ...rest] = args;
  if (command === '--help' || command === '-h' || command === 'help') {
    terminal.out(USAGE);
    return OK;
  }
  const files = rest.filter((arg) => !arg.startsWith('-'));
  const known = command === 'compare' ? ['--json', '--markdown', '--buffers'] : ['--json'];
  const unknown = rest.find((arg) => arg.startsWith('-') && !known.includes(arg));
  const problem = usageProblem(command, files, unknown);
  if (problem !== undefined) {
    terminal.error(`livelihood: ${problem}\n${USAGE}`);
    return BAD_USAGE;
  }
  if (command === 'compare') return (await compareAll(files, rest, terminal)) ? OK : FAILED;
  return await fitAll(command === 'check', files, rest.includes('--json'), terminal);
}

function usageProblem(command: string | undefined, files: readonly string[], unknown: string | undefined): string | undefined {
  if (command === undefined) return 'what to do?';
  if (command !== 'fit' && command !== 'check' && command !== 'compare') return `there is no command ${command}`;
  if (unknown !== undefined) return `there is no option ${unknown}`;
  if (command === 'compare' && files.length === 1) return 'with which other file?';
  return files.length === 0 ? 'which file?' : undefined;
}

async function fitAll(checkOnly: boolean, files: readonly string[], json: boolean, terminal: Terminal): Promise<number> {
  const loader = new Loader(terminal.reader);
  const team = new HelperTeam(terminal.helper);
  let status = OK;
  try {
    for (const file of files) {
      const report = await fitFile(file, loader, team);
      team.forget();
      if (report.status !== 'ok') status = FAILED;
      terminal.out(json ? `${JSON.stringify(report)}\n` : table(report, { name: relative('.', file), checkOnly, colour: terminal.colour }));
    }
  } finally {
    team.dispose();
  }
  return status;
}

async function fitFile(file: string, loader: Loader, team: Team): Promise<FitReport> {
  const found = await readText(file);
  if ('problem' in found) return unreadable(file, found.problem);
  const { text } = found;
  const lines = new LineIndex(text);
  const { spec, problems } = readSpec(text);
  const data = await loader.load(resolve(file), spec, new AbortController().signal);
  const before = [...problems, ...data.problems];
  const report = (answer: FitAnswer, all: readonly Problem[]): FitReport => toReport(file, answer, audible(text, all), lines, data.seconds);
  if (before.some(({ severity }) => severity === 'error') || !data.data) {
    const all = [...before, ...nameProblems(spec, data, problems)];
    return report(withoutEstimates(data.data?.rows ?? 0, all), all);
  }
  let last: FitAnswer = withoutEstimates(data.data.rows, before);
  const validation = data.validation ? { validation: data.validation } : {};
  runFit({ spec, data: data.data, ...validation, plain: true }, { cancelled: false, team }, (event) => (last = asAnswer(event)));
  return report(last, [...before, ...last.problems]);
}

function unreadable(file: string, message: string): FitReport {
  const problem: Problem = { severity: 'error', code: 'data-unreadable', message, span: { from: 0, to: 0 } };
  return toReport(file, withoutEstimates(0, [problem]), [problem], new LineIndex(''), 0);
}
