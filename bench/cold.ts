import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { FitReport } from '../server/src/report/fitReport.js';
import { regressionColumns, terms } from './cases/regression.js';
import { writeCsv } from './support/data.js';
import { cli, inBench, temporaryFolder } from './support/files.js';
import { cleanEnvironment } from './support/peerProcess.js';
import type { Options, Part, Section } from './support/section.js';
import { duration, median, ratioText } from './support/statistics.js';

const ROWS = { full: 1e6, quick: 1e5 };
const PREDICTORS = 3;

interface Script {
  readonly peer: string;
  readonly label: string;
  readonly command: readonly [program: string, ...args: string[]];
  readonly estimates: (output: string) => readonly (number | null)[];
}

interface Run {
  readonly seconds: number;
  readonly estimates: readonly (number | null)[];
}

const lastLine = (output: string): number[] => JSON.parse(output.trimEnd().split('\n').at(-1) ?? '[]') as number[];
const ourEstimates = (output: string): (number | null)[] =>
  Object.values((JSON.parse(output) as FitReport).mle?.parameters ?? {}).map(({ estimate }) => estimate);

const here = (script: string): string => inBench('peers', script);

const scripts = (folder: string, { python }: Options): readonly Script[] => {
  const csv = join(folder, 'data.csv');
  return [
    {
      peer: 'Livelihood',
      label: 'livelihood fit --json',
      command: [process.execPath, cli, 'fit', join(folder, 'cold.fit.yaml'), '--json'],
      estimates: ourEstimates,
    },
    { peer: 'R', label: 'R: fread, glm, summary', command: ['Rscript', '--vanilla', here('cold.R'), csv], estimates: lastLine },
    { peer: 'statsmodels', label: 'Python: pandas, statsmodels', command: [python, here('cold_statsmodels.py'), csv], estimates: lastLine },
    { peer: 'scikit-learn', label: 'Python: pandas, scikit-learn', command: [python, here('cold_sklearn.py'), csv], estimates: lastLine },
  ];
};

export const cold: Part = {
  name: 'cold',
  what: 'whole processes, from a CSV file to printed estimates',
  ofBuild: true,
  run: async function* (options) {
    const rows = options.quick ? ROWS.quick : ROWS.full;
    const { folder, remove } = await temporaryFolder();
    try {
      await writeCsv(
        join(folder, 'data.csv'),
        regressionColumns({ rows, predictors: PREDICTORS, seed: 9 }, (eta, random) => random.bernoulli(1 / (1 + Math.exp(-eta)))),
      );
      const model = `data: data.csv\nmodel: y ~ Bernoulli(logit = linear(b, ${terms(PREDICTORS)}))\nparameters: { b: }\n`;
      await writeFile(join(folder, 'cold.fit.yaml'), model);
      const wanted = scripts(folder, options).filter(
        ({ peer }, i) => i === 0 || options.peers.length === 0 || options.peers.includes(peer),
      );
      yield sectionOf(rows, wanted, await race(wanted, Math.min(options.rounds, options.quick ? 2 : 5)));
    } finally {
      remove();
    }
  },
};

/** One round to bring programs and data into the file cache, then rounds that begin with another script each. */
async function race(all: readonly Script[], rounds: number): Promise<(Run | Error)[][]> {
  const runs: (Run | Error)[][] = all.map(() => []);
  for (let round = -1; round < rounds; round++) {
    for (let i = 0; i < all.length; i++) {
      const at = (i + Math.max(round, 0)) % all.length;
      const script = all[at];
      const run = script && (await start(script));
      if (run && round >= 0) runs[at]?.push(run);
    }
  }
  return runs;
}

async function start({ command: [program, ...args], estimates }: Script): Promise<Run | Error> {
  const began = performance.now();
  try {
    const { stdout } = await promisify(execFile)(program, args, { env: cleanEnvironment(), timeout: 120_000, maxBuffer: 1e8 });
    return { seconds: (performance.now() - began) / 1000, estimates: estimates(stdout) };
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function sectionOf(rows: number, all: readonly Script[], runs: readonly (readonly (Run | Error)[])[]): Section {
  const good = runs.map((each) => each.filter((run): run is Run => !(run instanceof Error)));
  const own = good[0] ?? [];
  const ratios = good.map((each) => each.map(({ seconds }, i) => seconds / (own[i]?.seconds ?? NaN)));
  const failures = all.flatMap(({ label }, i) => failuresOf(label, runs[i] ?? [], own.at(-1)));
  return {
    title: `Cold start, CSV of ${rows.toLocaleString('en')} × ${PREDICTORS + 1} to printed logistic regression (${own.length} rounds)`,
    header: ['script', 'script / ours, median (range)', 'median'],
    rows: all.map(({ label }, i) => [
      label,
      i === 0 ? '1' : ratioText(ratios[i] ?? []),
      duration(median((good[i] ?? []).map(({ seconds }) => seconds))),
    ]),
    notes: [
      'Ours includes profile intervals; scikit-learn gives no standard errors. The file is in the file cache of the system for everyone.',
    ],
    failures,
  };
}

function failuresOf(label: string, runs: readonly (Run | Error)[], own: Run | undefined): string[] {
  return runs.slice(-1).flatMap((run) => {
    if (run instanceof Error) return [`${label}: ${run.message.split('\n')[0] ?? ''}`];
    const far = run.estimates.some((value, i) => !(Math.abs(Number(value) - Number(own?.estimates[i])) < 1e-3));
    return far || run.estimates.length !== PREDICTORS + 1 ? [`${label}: estimates differ from ours by more than 0.001`] : [];
  });
}
