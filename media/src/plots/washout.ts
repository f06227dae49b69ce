import * as Plot from '@observablehq/plot';
import type { PanelView, WashoutView } from '../../../server/src/protocol/view.js';
import { figure } from './figure.js';
import { colours, type PlotKind } from './plot.js';

/** The MAP on its way to the MLE, with what the data alone leave open on either side of it. */
function drawing({ rows, map, mle, se }: WashoutView, width: number): ReturnType<typeof Plot.plot> {
  const first = rows[0] ?? 1;
  const points = rows.map((n, i) => ({
    n,
    map: map[i] ?? NaN,
    low: mle - se * Math.sqrt(first / n),
    high: mle + se * Math.sqrt(first / n),
  }));
  return Plot.plot({
    width,
    height: 190,
    marginLeft: 48,
    marginRight: 12,
    x: { type: 'log', label: null, ticks: 4, tickFormat: (n: number) => n.toLocaleString('en', { notation: 'compact' }) },
    y: { label: null, ticks: 4, nice: true },
    marks: [
      Plot.areaY(points, { x: 'n', y1: 'low', y2: 'high', fill: colours.likelihood, fillOpacity: 0.14 }),
      Plot.ruleY([mle], { stroke: colours.likelihood, strokeWidth: 1.5 }),
      Plot.line(points, { x: 'n', y: 'map', stroke: colours.posterior, strokeWidth: 2.5 }),
    ],
  });
}

function draw({ washouts }: PanelView, width: number): HTMLElement[] {
  return washouts.map((view) => {
    const until =
      view.untilTenth === undefined
        ? ''
        : ` From ${view.untilTenth.toLocaleString('en')} rows on it pulls by less than 0.1 standard errors.`;
    const title = `${view.name}: the prior washes out`;
    return figure({
      title,
      plot: drawing(view, Math.min(width, 420) - 26),
      spoken: `${title}.${until}`,
      legend: [
        { text: 'MLE ± one standard error', name: 'likelihood' },
        { text: 'MAP', name: 'posterior' },
      ],
      note: `By number of rows, if more rows came that are like these.${until}`,
    });
  });
}

/** What more data do to the pull of a prior. */
export const washout: PlotKind = { id: 'washout', tab: 'compare', draw };
