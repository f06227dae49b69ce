import type { PanelView } from '../../../server/src/protocol/view.js';
import type { LossesView } from '../../../server/src/report/views.js';
import { element } from '../dom.js';
import { logValue } from '../format.js';
import type { FigureSpec, PlotKind } from './plot.js';

type Values = LossesView['data'];

function sumOf({ data, terms }: LossesView, of: keyof Values): number | null {
  const all = [data[of], ...terms.map((term) => term[of])];
  return all.reduce<number | null>((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}

/** How much less the second estimate loses. */
const lessOf = ({ mle, map }: Values): string => logValue(mle === null || map === null ? null : map - mle);

function row(head: string, values: Values, attributes: Record<string, string> = {}): HTMLElement {
  const cells = [logValue(values.mle), logValue(values.map), lessOf(values)].map((text) => element('td', {}, text));
  return element('tr', attributes, element('th', { scope: 'row' }, head), ...cells);
}

/** `b[age], b[sex] and 8 others ~ Normal(0, 20)`. */
function termName({ names, prior }: LossesView['terms'][number]): string {
  const few = names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${(names.length - 2).toFixed(0)} others` : names.join(', ');
  return `prior ${few} ~ ${prior}`;
}

function table(view: LossesView): HTMLElement {
  const heads = ['Loss', 'at the MLE', 'at the MAP', 'difference'].map((text) => element('th', { scope: 'col' }, text));
  const caption = element(
    'caption',
    {},
    'The data term is minus the log-likelihood, each penalty minus the log-density of a prior. The MLE makes the data term smallest, the MAP the sum.',
  );
  const sums = { mle: sumOf(view, 'mle'), map: sumOf(view, 'map') };
  const body = element('tbody', {}, row('data', view.data), ...view.terms.map((term) => row(termName(term), term)));
  const foot = element('tfoot', {}, row('objective', sums, { class: 'sum' }));
  return element(
    'div',
    { class: 'scroll', tabindex: '0' },
    element('table', { class: 'losses' }, caption, element('thead', {}, element('tr', {}, ...heads)), body, foot),
  );
}

const figures = ({ losses: view }: PanelView): FigureSpec[] =>
  view && view.terms.length > 0
    ? [{ key: 'losses', title: 'Data term + penalty = objective', layout: 'table', data: view, draw: () => ({ element: table(view) }) }]
    : [];

/** Both losses term by term. */
export const losses: PlotKind = { id: 'losses', tab: 'compare', title: 'The two losses', figures };
