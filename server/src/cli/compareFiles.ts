import { relative, resolve } from 'node:path';
import { readSpec } from '../language/spec/read.js';
import type { FitJob } from '../fit/question/job.js';
import { compareModels } from '../fit/compare.js';
import { HelperTeam } from '../workspace/helpingThreads.js';
import { Loader } from '../workspace/loader.js';
import { comparisonCells, comparisonNotes, comparisonPage } from './comparison.js';
import { readText } from './readFile.js';
import { align } from './table.js';
import type { Terminal } from './terminal.js';

/** Texts by path that stand for the files on disk: those that an editor holds, saved or not. */
type Buffers = ReadonlyMap<string, string>;

/** Compares the models of files; false where some of them cannot be read or have no maximum. */
export async function compareAll(files: readonly string[], options: readonly string[], terminal: Terminal): Promise<boolean> {
  const buffers = options.includes('--buffers') ? buffersIn(await terminal.input()) : new Map<string, string>();
  const loader = new Loader(terminal.reader, {
    get: (path) => {
      const text = buffers.get(path);
      return text === undefined ? undefined : { text, version: 1 };
    },
  });
  const team = new HelperTeam(terminal.helper);
  try {
    const jobs = await Promise.all(files.map((file) => jobOf(file, loader, buffers)));
    const wrong = jobs.flatMap((each) => ('problem' in each ? [`${relative('.', each.name)}: ${each.problem}`] : []));
    const comparison = compareModels(
      jobs.flatMap((each) => ('job' in each ? [each] : [])),
      { cancelled: false, team },
    );
    const text = [...align(comparisonCells(comparison)), '', ...comparisonNotes(comparison).map((note) => `  ${note}`)].join('\n');
    if (options.includes('--json')) terminal.out(`${JSON.stringify(comparison)}\n`);
    else terminal.out(options.includes('--markdown') ? `${comparisonPage(comparison)}\n` : `${text}\n`);
    for (const each of wrong) terminal.error(`livelihood: ${each}\n`);
    return wrong.length === 0 && comparison.models.every(({ problem }) => problem === undefined);
  } finally {
    team.dispose();
  }
}

/** `{ "/models/a.fit.yaml": "data: …" }`: anything that is not text is ignored. */
function buffersIn(json: string): Buffers {
  const found = JSON.parse(json) as Readonly<Record<string, unknown>>;
  return new Map(Object.entries(found).flatMap(([path, text]) => (typeof text === 'string' ? [[path, text]] : [])));
}

type Asked = { readonly name: string; readonly job: FitJob } | { readonly name: string; readonly problem: string };

async function jobOf(file: string, loader: Loader, buffers: Buffers): Promise<Asked> {
  const name = relative('.', file);
  const buffer = buffers.get(resolve(file));
  const found = buffer === undefined ? await readText(file) : { text: buffer };
  if ('problem' in found) return { name, problem: found.problem };
  const { spec, problems } = readSpec(found.text);
  const data = await loader.load(resolve(file), spec, new AbortController().signal);
  const error = [...problems, ...data.problems].find(({ severity }) => severity === 'error');
  if (error || !data.data) return { name, problem: error?.message ?? 'there are no data' };
  return { name, job: { spec, data: data.data, plain: true } };
}
