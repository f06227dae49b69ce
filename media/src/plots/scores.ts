import type { ScoreReport, ScoresReport } from '../../../server/src/report/estimates.js';
import type { PanelView } from '../../../server/src/protocol/view.js';
import { element } from '../dom.js';
import { loss, number } from '../format.js';
import type { FigureSpec, PlotKind } from './plot.js';

type Measure = 'accuracy' | 'rmse';

function cellsOf(score: ScoreReport | null, rows: number, measure: Measure | undefined): string[] {
  const perRow = score?.logLikelihood ?? null;
  return [loss(perRow === null ? null : perRow / rows), ...(measure ? [number(score?.[measure] ?? null)] : [])];
}

function row(title: string, { rows, mle, map }: ScoresReport, hasMap: boolean, measure: Measure | undefined): HTMLElement {
  const cells = [rows.toFixed(0), ...cellsOf(mle, rows, measure), ...(hasMap ? cellsOf(map, rows, measure) : [])];
  return element('tr', {}, element('th', { scope: 'row' }, title), ...cells.map((text) => element('td', {}, text)));
}

function measureOf({ mle, map }: ScoresReport): Measure | undefined {
  return (['accuracy', 'rmse'] as const).find((measure) => mle?.[measure] !== undefined || map?.[measure] !== undefined);
}

function tableOf(training: ScoresReport, validation: ScoresReport): HTMLElement {
  const measure = measureOf(training);
  const hasMap = training.map !== null;
  const endless = [training.mle, training.map].some((score) => score?.unbounded);
  const note = endless ? ' Where no estimate exists, its scores are taken at the point where the search stopped.' : '';
  const heads = ['MLE', ...(hasMap ? ['MAP'] : [])].flatMap((name) => [
    `${name} log-likelihood`,
    ...(measure ? [`${name} ${measure}`] : []),
  ]);
  const head = ['Rows', 'Number', ...heads].map((text) => element('th', { scope: 'col' }, text));
  const body = element('tbody', {}, row('training', training, hasMap, measure), row('validation', validation, hasMap, measure));
  const averaged = [['MLE', validation.mle] as const, ['MAP', validation.map] as const].flatMap(([name, score]) =>
    score?.averagedLogLikelihood === undefined ? [] : [`${loss(score.averagedLogLikelihood / validation.rows)} (${name})`],
  );
  const open =
    averaged.length > 0
      ? ` Averaged over the uncertainty of the last layer (Laplace), the log-likelihood per validation row is ${averaged.join(' and ')}.`
      : '';
  const caption = element('caption', {}, `Log-likelihoods are averages per row. The fit has not seen the validation rows.${note}${open}`);
  const table = element('table', {}, caption, element('thead', {}, element('tr', {}, ...head)), body);
  return element('div', { class: 'scroll', tabindex: '0' }, table);
}

function figures({ report: { training, validation } }: PanelView): FigureSpec[] {
  if (!training || !validation) return [];
  return [
    {
      key: 'scores',
      title: 'Scores',
      layout: 'table',
      data: [training, validation],
      draw: () => ({ element: tableOf(training, validation) }),
    },
  ];
}

/** How well the rows of the fit and those held out are predicted. */
export const scores: PlotKind = { id: 'scores', tab: 'compare', title: 'Training and validation', figures };
