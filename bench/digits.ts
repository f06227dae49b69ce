/**
 * The table of examples/digits.fit.yaml: losses and accuracies of MLE and MAP over seeds (of the weights that the search starts from) and prior widths.
 * `npm run build && npx tsx bench/digits.ts`
 */
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FitReport } from '../server/src/report/fitReport.js';
import type { ScoreReport, ScoresReport } from '../server/src/report/estimates.js';
import { cli, examples, temporaryFolder } from './support/files.js';

const WIDTHS = [0.1, 0.2, 0.5, 1, 2, 5];
const SEEDS = [1, 2, 3, 4, 5];

/** The example with another prior width and another seed. */
async function fit(folder: string, text: string, width: number, seed: number): Promise<FitReport> {
  const own = text
    .replaceAll('data/digits', join(examples, 'data/digits'))
    .replace(/weights: Normal\(0, [\d.]+\)/, `weights: Normal(0, ${String(width)})`)
    .replace(/seed: \d+/, `seed: ${String(seed)}`);
  const file = join(folder, 'digits.fit.yaml');
  await writeFile(file, own);
  const { stdout } = spawnSync(process.execPath, [cli, 'fit', '--json', file], { encoding: 'utf8' });
  return JSON.parse(stdout) as FitReport;
}

/** "0.35 (0.31 to 0.42)". */
function spread(values: readonly number[], digits: number): string {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => value.toFixed(digits));
  return `${mean.toFixed(digits)} (${least ?? ''} to ${most ?? ''})`;
}

function line(title: string, reports: readonly FitReport[], target: 'mle' | 'map'): string {
  const cells = (['training', 'validation'] as const).flatMap((rows) => {
    const scores = reports.flatMap((report): { all: ScoresReport; own: ScoreReport }[] => {
      const all = report[rows];
      const own = all?.[target];
      return all && own ? [{ all, own }] : [];
    });
    const losses = scores.map(({ all, own }) => -(own.logLikelihood ?? NaN) / all.rows);
    return [
      spread(
        scores.map(({ own }) => own.accuracy ?? NaN),
        3,
      ),
      spread(losses, 3),
    ];
  });
  const averaged = reports.flatMap(({ validation }) => {
    const own = validation?.[target]?.averagedLogLikelihood;
    return own === undefined ? [] : [-own / (validation?.rows ?? NaN)];
  });
  return `| ${[title, ...cells, averaged.length === reports.length ? spread(averaged, 3) : '–'].join(' | ')} |`;
}

async function main(): Promise<void> {
  const text = await readFile(join(examples, 'digits.fit.yaml'), 'utf8');
  const { folder } = await temporaryFolder();
  console.log('| estimate | training accuracy | training log-loss | validation accuracy | validation log-loss | the same, averaged |');
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const width of WIDTHS) {
    const reports: FitReport[] = [];
    for (const seed of SEEDS) reports.push(await fit(folder, text, width, seed));
    if (width === WIDTHS[0]) console.log(line('MLE (no prior)', reports, 'mle'));
    const converged = reports.filter(({ map }) => map?.status === 'converged').length;
    console.log(line(`MAP, Normal(0, ${String(width)}), ${String(converged)} of ${String(reports.length)} converged`, reports, 'map'));
  }
}

await main();
