import type { PanelView } from '../../../server/src/protocol/view.js';
import type { FiltersView } from '../../../server/src/report/views.js';
import { element } from '../dom.js';
import { picture } from '../picture.js';
import type { Drawing, FigureSpec, PlotKind } from './plot.js';

const WIDTH = 56;

function draw({ filters: all }: FiltersView): Drawing {
  const items = all.map((filter, k) => element('li', {}, picture(filter, WIDTH, `Filter ${(k + 1).toFixed(0)}`)));
  const colours = all.some(({ channels }) => channels > 1) ? ', the mean of its channels' : '';
  const note = `Each pixel is a weight${colours}: blue counts for, red against, white not at all. All on the scale of the largest.`;
  return { element: element('ul', { class: 'worst' }, ...items), note };
}

const figures = ({ filters: all }: PanelView): FigureSpec[] =>
  all.map((view) => {
    const title = `${view.network}: first filters, ${view.label}`;
    return { key: `filters:${view.network}:${view.label}`, title, data: view, draw: () => draw(view) };
  });

/** The first filters of networks that begin with a convolution. */
export const filters: PlotKind = { id: 'filters', tab: 'plots', title: 'First filters', figures };
