import * as Plot from '@observablehq/plot';
import type { PanelView } from '../../../server/src/protocol/view.js';
import type { DataFitView } from '../../../server/src/report/views.js';
import { figure, type LegendEntry } from './figure.js';
import { colours, type PlotKind } from './plot.js';

function pairs(points: { readonly x: readonly number[]; readonly y: readonly number[] }): [number, number][] {
  return points.x.map((x, index): [number, number] => [x, points.y[index] ?? NaN]);
}

function bandMarks({ label, band }: DataFitView['curves'][number]): Plot.Markish[] {
  if (!band) return [];
  const points = band.x.map((x, i) => ({ x, low: band.low[i] ?? NaN, high: band.high[i] ?? NaN }));
  const fill = label === 'MLE' ? colours.likelihood : colours.posterior;
  return [Plot.areaY(points, { x: 'x', y1: 'low', y2: 'high', fill, fillOpacity: 0.16 })];
}

function curveMark({ label, curve }: DataFitView['curves'][number]): Plot.Markish {
  const isMle = label === 'MLE';
  return Plot.line(pairs(curve), {
    stroke: isMle ? colours.likelihood : colours.posterior,
    strokeWidth: 2,
    strokeDasharray: isMle ? '' : '6 3',
  });
}

function draw({ dataFit }: PanelView, width: number): HTMLElement[] {
  if (!dataFit) return [];
  const plot = Plot.plot({
    width: Math.min(width, 760) - 26,
    height: 280,
    marginLeft: 52,
    marginBottom: 38,
    x: { label: dataFit.x, labelAnchor: 'center', labelArrow: 'none' },
    y: { label: dataFit.y, labelArrow: 'none', grid: true },
    marks: [
      Plot.dot(pairs(dataFit.points), { r: 2.5, fill: colours.muted, fillOpacity: 0.7, stroke: 'none' }),
      ...dataFit.curves.flatMap(bandMarks),
      ...dataFit.curves.map(curveMark),
    ],
  });
  const keys = dataFit.curves.map(({ label }): LegendEntry => ({
    text: `mean at the ${label}`,
    name: label === 'MLE' ? 'likelihood' : 'posterior',
  }));
  const shown = `${dataFit.sampled ? 'A sample of ' : ''}${dataFit.points.x.length.toLocaleString('en')} rows`;
  const note = `${shown}, with the mean of ${dataFit.y} under the estimates.${dataFit.curves.some(({ band }) => band) ? ' Bands: 95 % uncertainty of the last layer (Laplace), the layers before it as estimated.' : ''}`;
  const title = `${dataFit.y} by ${dataFit.x}`;
  return [figure({ wide: true, title, plot, spoken: `${title}. ${note}`, legend: [{ text: 'rows', name: 'points' }, ...keys], note })];
}

/** The data and the fitted mean, where there is one numeric predictor. */
export const dataFit: PlotKind = { id: 'data-fit', tab: 'plots', draw };
