import type { ScoreReport, ScoresReport } from '../../../server/src/report/estimates.js';
import type { PanelView } from '../../../server/src/protocol/view.js';
import { element } from '../dom.js';
import { loss, number } from '../format.js';
import type { PlotKind } from './plot.js';

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

function draw({ report: { training, validation } }: PanelView): HTMLElement[] {
  if (!training || !validation) return [];
  const measure = measureOf(training);
  const hasMap = training.map !== null;
  const endless = [training.mle, training.map].some((score) => score?.unbounded);
  const note = endless ? ' Where no estimate exists, its scores are those of the point where the search stopped.' : '';
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
      ? ` Averaged over the uncertainty of the last layer (Laplace), that of a row for validation is ${averaged.join(' and ')}.`
      : '';
  const caption = element(
    'caption',
    {},
    `Log-likelihoods are those of a row, on average. The fit has not seen the rows for validation.${note}${open}`,
  );
  const table = element('table', {}, caption, element('thead', {}, element('tr', {}, ...head)), body);
  return [element('div', { class: 'scroll', tabindex: '0' }, table)];
}

/** How well the rows of the fit and those held out are predicted. */
export const scores: PlotKind = { id: 'scores', tab: 'compare', draw };
