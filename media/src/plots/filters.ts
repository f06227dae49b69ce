import type { PanelView } from '../../../server/src/protocol/view.js';
import type { FiltersView } from '../../../server/src/report/views.js';
import { element } from '../dom.js';
import { picture } from '../picture.js';
import type { PlotKind } from './plot.js';

const WIDTH = 56;

function figureOf({ network, label, filters }: FiltersView): HTMLElement {
  const items = filters.map((filter, k) => element('li', {}, picture(filter, WIDTH, `Filter ${(k + 1).toFixed(0)}`)));
  const colours = filters.some(({ channels }) => channels > 1) ? ', the mean of its channels' : '';
  return element(
    'figure',
    { tabindex: '0' },
    element('h3', {}, `${network}: first filters, ${label}`),
    element('ul', { class: 'worst' }, ...items),
    element(
      'figcaption',
      {},
      `Each pixel is a weight${colours}: blue counts for, red against, white not at all. All on the scale of the largest.`,
    ),
  );
}

/** The first filters of networks that begin with a convolution. */
export const filters: PlotKind = { id: 'filters', tab: 'plots', draw: ({ filters: all }: PanelView) => all.map(figureOf) };
