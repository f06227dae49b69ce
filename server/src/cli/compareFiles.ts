import { relative, resolve } from 'node:path';
import { readSpec } from '../language/spec/read.js';
import type { FitJob } from '../workspace/fit/answer.js';
import { compareModels } from '../workspace/fit/compare.js';
import { HelperTeam } from '../workspace/fit/team.js';
import { Loader } from '../workspace/loader.js';
import { comparisonCells, comparisonNotes, comparisonPage } from './comparison.js';
import { readText } from './readFile.js';
import { aligned } from './table.js';
import type { Terminal } from './terminal.js';

/** Compares the models of files; false where some of them cannot be read or have no maximum. */
export async function compareAll(files: readonly string[], options: readonly string[], terminal: Terminal): Promise<boolean> {
  const loader = new Loader(terminal.reader);
  const team = new HelperTeam(terminal.helper);
  try {
    const jobs = await Promise.all(files.map((file) => jobOf(file, loader)));
    const wrong = jobs.flatMap((each) => ('problem' in each ? [`${relative('.', each.name)}: ${each.problem}`] : []));
    const comparison = compareModels(
      jobs.flatMap((each) => ('job' in each ? [each] : [])),
      { cancelled: false, team },
    );
    const text = [...aligned(comparisonCells(comparison)), '', ...comparisonNotes(comparison).map((note) => `  ${note}`)].join('\n');
    if (options.includes('--json')) terminal.out(`${JSON.stringify(comparison)}\n`);
    else terminal.out(options.includes('--markdown') ? `${comparisonPage(comparison)}\n` : `${text}\n`);
    for (const each of wrong) terminal.error(`livelihood: ${each}\n`);
    return wrong.length === 0 && comparison.models.every(({ problem }) => problem === undefined);
  } finally {
    team.dispose();
  }
}

type Asked = { readonly name: string; readonly job: FitJob } | { readonly name: string; readonly problem: string };

async function jobOf(file: string, loader: Loader): Promise<Asked> {
  const name = relative('.', file);
  const found = await readText(file);
  if ('problem' in found) return { name, problem: found.problem };
  const { spec, problems } = readSpec(found.text);
  const data = await loader.load(resolve(file), spec, new AbortController().signal);
  const error = [...problems, ...data.problems].find(({ severity }) => severity === 'error');
  if (error || !data.data) return { name, problem: error?.message ?? 'there are no data' };
  return { name, job: { spec, data: data.data, plain: true } };
}
