import { relative } from 'node:path';
import { HelperTeam } from '../workspace/helpingThreads.js';
import { Loader } from '../workspace/loader.js';
import { compareAll } from './compareFiles.js';
import { fitFile } from './fitFile.js';
import { predictFile } from './predictFile.js';
import { table } from './table.js';
import type { Terminal } from './terminal.js';

const USAGE = `usage: livelihood fit FILE… [--json]     fit and print estimates
       livelihood check FILE… [--json]   fit and print problems only
       livelihood compare FILE FILE… [--json | --markdown]   AIC, BIC, evidence, and tests of nested models
       livelihood predict FILE [--data NEW.csv] [--output OUT.csv | -] [--json]   rows without an outcome
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
  if (command === 'predict') return await predictFile(rest, terminal, USAGE);
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
  if (command === undefined) return 'a command is missing';
  if (command !== 'fit' && command !== 'check' && command !== 'compare') return `there is no command ${command}`;
  if (unknown !== undefined) return `there is no option ${unknown}`;
  if (command === 'compare' && files.length === 1) return 'name at least two files to compare';
  return files.length === 0 ? 'name at least one file' : undefined;
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
