import type { PanelView } from '../../../server/src/protocol/view.js';
import type { ClassesView, WorstView } from '../../../server/src/report/views.js';
import { element } from '../dom.js';
import { number } from '../format.js';
import { picture } from '../picture.js';
import type { Drawing, FigureSpec, PlotKind } from './plot.js';

type Estimate = ClassesView['estimates'][number];

/** Wider pictures would push each other off the panel. */
const WIDTH = 84;

function confusionTable({ levels, rows }: ClassesView, { label, confusion, unbounded }: Estimate): HTMLElement {
  const right = confusion.reduce((sum, row, k) => sum + (row[k] ?? 0), 0);
  const all = confusion.flat().reduce((sum, count) => sum + count, 0);
  const caption = element(
    'caption',
    {},
    `${label}${unbounded ? ' (no estimate exists; values where the search stopped)' : ''}: ${right.toLocaleString('en')} of ${all.toLocaleString('en')} rows ${rows === 'validation' ? 'held out' : 'of the fit'} are classified correctly. Rows: true class. Columns: predicted.`,
  );
  const head = element(
    'tr',
    {},
    element('th', { scope: 'col' }, 'class'),
    ...levels.map((level) => element('th', { scope: 'col' }, level)),
  );
  const largest = Math.max(1, ...confusion.flatMap((row, k) => row.filter((_, j) => j !== k)));
  const cell = (count: number, isRight: boolean): HTMLElement => {
    const made = element('td', isRight ? { class: 'right' } : {}, count.toLocaleString('en'));
    if (!isRight && count > 0) made.style.setProperty('--share', `${((35 * count) / largest).toFixed(0)}%`);
    return made;
  };
  const body = confusion.map((row, k) =>
    element('tr', {}, element('th', { scope: 'row' }, levels[k] ?? ''), ...row.map((count, j) => cell(count, j === k))),
  );
  const table = element('table', { class: 'confusion' }, caption, element('thead', {}, head), element('tbody', {}, ...body));
  return element('div', { class: 'scroll', tabindex: '0' }, table);
}

function worstTitle({ label, worst }: Estimate): string {
  return `${worst.some((each) => each.picture) ? 'Images' : 'Rows'} that the ${label} is most wrong about`;
}

function worstList({ rows }: ClassesView, { label, worst }: Estimate): Drawing {
  const inBrackets = worst.some(({ averaged }) => averaged !== undefined)
    ? ' In brackets: averaged over the uncertainty of the last layer (Laplace).'
    : '';
  const note = `Among those ${rows === 'validation' ? 'held out' : 'of the fit'}: the true class, the predicted class, and the probability that the ${label} gives to the true class.${inBrackets}`;
  return { element: element('ul', { class: 'worst' }, ...worst.map((each) => element('li', {}, ...worstItem(each)))), note };
}

function worstItem({ name, actual, predicted, probability, averaged, picture: shown }: WorstView): (HTMLElement | string)[] {
  return [
    ...(shown ? [picture(shown, WIDTH, name)] : []),
    element('strong', {}, `${actual}, taken for ${predicted}`),
    element('span', {}, `p = ${number(probability)}${averaged === undefined ? '' : ` (${number(averaged)})`}`),
    element('span', { class: 'place' }, name),
  ];
}

function figuresOf(view: ClassesView, estimate: Estimate): FigureSpec[] {
  const { label, worst } = estimate;
  const table: FigureSpec = {
    key: `confusion:${label}`,
    title: `True and predicted classes, ${label}`,
    layout: 'table',
    data: [view.rows, view.levels, estimate.confusion, estimate.unbounded],
    draw: () => ({ element: confusionTable(view, estimate) }),
  };
  const list: FigureSpec = {
    key: `worst:${label}`,
    title: worstTitle(estimate),
    layout: 'wide',
    data: [view.rows, worst],
    draw: () => worstList(view, estimate),
  };
  return worst.length > 0 ? [table, list] : [table];
}

const figures = ({ classes: view }: PanelView): FigureSpec[] => view?.estimates.flatMap((estimate) => figuresOf(view, estimate)) ?? [];

/** True and predicted classes, and the rows with the largest errors. */
export const classes: PlotKind = { id: 'classes', tab: 'compare', title: 'Classes', figures };
