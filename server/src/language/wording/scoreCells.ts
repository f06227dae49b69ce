import type { ScoresReport } from '../../report/estimates.js';
import { lossText, shortNumber } from '../../report/numbers.js';

/** What to say below the table where scores are those of no estimate. */
export function scoreNote(training: ScoresReport, validation: ScoresReport): string | undefined {
  const notes = [endlessNote(training), averagedNote(validation)].filter((note) => note !== undefined);
  return notes.length > 0 ? notes.join(' ') : undefined;
}

/** Estimates are one set of weights; the data leave others open, and averaged over those a network is less sure. */
function averagedNote({ rows, mle, map }: ScoresReport): string | undefined {
  const all = [['MLE', mle] as const, ['MAP', map] as const].flatMap(([name, score]) =>
    score?.averagedLogLikelihood === undefined ? [] : [`${lossText(score.averagedLogLikelihood / rows)} (${name})`],
  );
  if (all.length === 0) return undefined;
  return `Averaged over the uncertainty of the last layer (Laplace), the log-likelihood of a row for validation is ${all.join(' and ')}.`;
}

function endlessNote(training: ScoresReport): string | undefined {
  const endless = (['mle', 'map'] as const).filter((target) => training[target]?.unbounded).map((target) => target.toUpperCase());
  if (endless.length === 0) return undefined;
  return `There is no finite ${endless.join(' or ')}: its scores are those of the point at which the search ended.`;
}

/** Both sets of rows as a table of texts: log-likelihoods a row, and accuracy or distance, for each estimate that there is. */
export function scoreCells(training: ScoresReport, validation: ScoresReport): string[][] {
  const targets = (['mle', 'map'] as const).filter((target) => training[target] !== null);
  const measure = targets.map((target) => measureOf(training[target])).find((each) => each !== undefined);
  const names = targets.map((target) => target.toUpperCase());
  const head = ['', 'rows', ...names.flatMap((name) => [`${name} log-likelihood a row`, ...(measure ? [`${name} ${measure}`] : [])])];
  const row = (title: string, scores: ScoresReport): string[] => [
    title,
    String(scores.rows),
    ...targets.flatMap((target) => {
      const score = scores[target];
      const value = score && measure ? score[measure] : undefined;
      return [perRow(score?.logLikelihood ?? null, scores.rows), ...(measure ? [value === undefined ? 'none' : shortNumber(value)] : [])];
    }),
  ];
  return [head, row('training', training), row('validation', validation)];
}

const measureOf = (score: ScoresReport['mle']): 'accuracy' | 'rmse' | undefined =>
  score?.accuracy !== undefined ? 'accuracy' : score?.rmse !== undefined ? 'rmse' : undefined;

const perRow = (logLikelihood: number | null, rows: number): string => (logLikelihood === null ? 'none' : lossText(logLikelihood / rows));
