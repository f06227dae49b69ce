import { relative } from 'node:path';
import type { FitReport } from '../report/fitReport.js';
import { HelperTeam } from '../workspace/helpingThreads.js';
import { Loader } from '../workspace/loader.js';
import { compareAll } from './compareFiles.js';
import { fitFile } from './fitFile.js';
import { predictFile } from './predictFile.js';
import { table } from './table.js';
import { passes, type Reporter, reporters, type Tested } from './testReporters.js';
import type { Terminal } from './terminal.js';

const USAGE = `usage: livelihood fit FILE… [--json]     fit and print estimates
       livelihood check FILE… [--json]   fit and print problems only
       livelihood test FILE… [--reporter spec|tap|junit]   hold estimates to what \`expect\` says
       livelihood compare FILE FILE… [--json | --markdown]   AIC, BIC, evidence, and tests of nested models
       livelihood predict FILE [--data NEW.csv] [--output OUT.csv | -] [--json]   rows without an outcome
`;

const OK = 0;
const FAILED = 1;
const BAD_USAGE = 2;

/** Options of each command. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  fit: ['--json'],
  check: ['--json'],
  test: ['--json', '--reporter'],
  compare: ['--json', '--markdown', '--buffers'],
};

/** Runs a command; the exit status: 0 all converged without errors and expectations hold, 1 an error, no convergence or one that does not hold, 2 bad usage. */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const [command, ...rest] = args;
  if (command === '--help' || command === '-h' || command === 'help') {
    terminal.out(USAGE);
    return OK;
  }
  if (command === 'predict') return await predictFile(rest, terminal, USAGE);
  const reporter = command === 'test' ? takeReporter(rest) : undefined;
  const files = rest.filter((arg) => !arg.startsWith('-'));
  const unknown = rest.find((arg) => arg.startsWith('-') && !OPTIONS[command ?? '']?.includes(arg));
  const problem =
    usageProblem(command, files, unknown) ??
    (reporter !== undefined && !reporters[reporter] ? `there is no reporter ${reporter}` : undefined);
  if (problem !== undefined) {
    terminal.error(`livelihood: ${problem}\n${USAGE}`);
    return BAD_USAGE;
  }
  if (command === 'test') return await testAll(files, reporters[reporter ?? 'spec'], rest.includes('--json'), terminal);
  if (command === 'compare') return (await compareAll(files, rest, terminal)) ? OK : FAILED;
  return await fitAll(command === 'check', files, rest.includes('--json'), terminal);
}

function usageProblem(command: string | undefined, files: readonly string[], unknown: string | undefined): string | undefined {
  if (command === undefined) return 'a command is missing';
  if (!Object.hasOwn(OPTIONS, command)) return `there is no command ${command}`;
  if (unknown !== undefined) return `there is no option ${unknown}`;
  if (command === 'compare' && files.length === 1) return 'name at least two files to compare';
  return files.length === 0 ? 'name at least one file' : undefined;
}

/** Takes `--reporter tap`, or `--reporter=tap`, out of the arguments. */
function takeReporter(args: string[]): string {
  const at = args.findIndex((arg) => arg === '--reporter' || arg.startsWith('--reporter='));
  if (at < 0) return 'spec';
  const [option = ''] = args.splice(at, 1);
  return option.includes('=') ? option.slice(option.indexOf('=') + 1) : (args.splice(at, 1)[0] ?? '');
}

/** Fits the files and holds their estimates to what they expect; fails too where a file expects something and cannot be fitted. */
async function testAll(files: readonly string[], reporter: Reporter | undefined, json: boolean, terminal: Terminal): Promise<number> {
  const tested: Tested[] = [];
  await fitEach(files, terminal, (file, report) => void tested.push({ name: relative('.', file), report }));
  if (json) for (const { report } of tested) terminal.out(`${JSON.stringify(report)}\n`);
  else terminal.out(reporter?.(tested) ?? '');
  return tested.every((each) => passes(each)) ? OK : FAILED;
}

async function fitAll(checkOnly: boolean, files: readonly string[], json: boolean, terminal: Terminal): Promise<number> {
  let status = OK;
  await fitEach(files, terminal, (file, report) => {
    if (report.status !== 'ok') status = FAILED;
    terminal.out(json ? `${JSON.stringify(report)}\n` : table(report, { name: relative('.', file), checkOnly, colour: terminal.colour }));
  });
  return status;
}

/** Fits files one after the other. */
async function fitEach(files: readonly string[], terminal: Terminal, take: (file: string, report: FitReport) => void): Promise<void> {
  const loader = new Loader(terminal.reader);
  const team = new HelperTeam(terminal.helper);
  try {
    for (const file of files) {
      take(file, await fitFile(file, loader, team));
      team.forget();
    }
  } finally {
    team.dispose();
  }
}
