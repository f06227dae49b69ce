import type { PanelView } from '../../../server/src/protocol/view.js';
import type { DataFitView } from '../../../server/src/report/views.js';
import type { MarkSpec } from '../frame/plotSpec.js';
import { number } from '../format.js';
import { rowsOf } from './curves.js';
import { colourOf, colours, type Drawing, type FigureSpec, keyOf, type PlotKind } from './plot.js';

type DrawnCurve = DataFitView['curves'][number];

const bandOf = ({ band }: DrawnCurve): { x: number; low: number | null; high: number | null }[] =>
  (band?.x ?? []).map((x, i) => ({ x, low: band?.low[i] ?? null, high: band?.high[i] ?? null }));

function marksOf({ curves }: DataFitView): MarkSpec[] {
  const bands = curves.filter(({ band }) => band !== undefined);
  return [
    {
      mark: 'dot',
      data: 'rows',
      options: { x: 'x', y: 'y', r: 2.5, fill: colours.muted, fillOpacity: 0.75, stroke: 'none', channels: { row: 'row' }, tip: true },
    },
    ...bands.map(({ label }): MarkSpec => ({
      mark: 'areaY',
      data: `band${label}`,
      options: { x: 'x', y1: 'low', y2: 'high', fill: colourOf(label), fillOpacity: 0.16 },
    })),
    ...curves.map(({ label }): MarkSpec => ({
      mark: 'line',
      data: `mean${label}`,
      options: { x: 'x', y: 'y', stroke: colourOf(label), strokeWidth: 2, ...(label === 'MAP' ? { strokeDasharray: '6 3' } : {}) },
    })),
  ];
}

function spokenOf({ x, y, curves, points }: DataFitView): string {
  const told = curves.map(({ label, curve }) => {
    const [from, to] = [curve.y[0], curve.y.at(-1)];
    if (from === undefined || to === undefined) return `The ${label} has no mean here.`;
    const way = to > from ? 'rises' : to < from ? 'falls' : 'stays';
    return `Under the ${label} the mean of ${y} ${way} from ${number(from)} at ${x} = ${number(curve.x[0] ?? null)} to ${number(to)} at ${number(curve.x.at(-1) ?? null)}.`;
  });
  return `${points.x.length.toLocaleString('en')} rows of ${y} by ${x}. ${told.join(' ')}`;
}

function draw(view: DataFitView, width: number): Drawing {
  const { x, y, points, curves, sampled } = view;
  const shown = `${sampled ? 'A sample of ' : ''}${points.x.length.toLocaleString('en')} rows`;
  const bands = curves.some(({ band }) => band)
    ? ' Bands: 95 % uncertainty of the last layer (Laplace), the layers before it as estimated.'
    : '';
  return {
    plot: {
      data: {
        rows: points.x.map((each, i) => ({ x: each, y: points.y[i] ?? null, row: points.rows[i] ?? null })),
        ...Object.fromEntries(curves.filter(({ band }) => band).map((curve) => [`band${curve.label}`, bandOf(curve)])),
        ...Object.fromEntries(curves.map(({ label, curve }) => [`mean${label}`, rowsOf(curve)])),
      },
      marks: marksOf(view),
      options: {
        width: Math.min(width, 760) - 26,
        height: 280,
        marginLeft: 52,
        marginBottom: 38,
        x: { label: x, labelAnchor: 'center', labelArrow: 'none' },
        y: { label: y, labelArrow: 'none', grid: true },
      },
    },
    spoken: spokenOf(view),
    legend: [
      { text: 'rows', name: 'points' },
      ...curves.map(({ label }) => ({ text: `mean at the ${label}`, name: keyOf(label), isDashed: label === 'MAP' })),
    ],
    note: `${shown}, with the mean of ${y} under the estimates. Click a point to go to its row.${bands}`,
    rowOf: (datum) =>
      typeof datum === 'object' && datum !== null && 'row' in datum && typeof datum.row === 'number' ? datum.row : undefined,
  };
}

const figures = ({ dataFit: view }: PanelView): FigureSpec[] =>
  view ? [{ key: 'data-fit', title: `${view.y} by ${view.x}`, layout: 'wide', data: view, draw: (width) => draw(view, width) }] : [];

/** The data and the fitted mean, where there is one numeric predictor. */
export const dataFit: PlotKind = { id: 'data-fit', tab: 'plots', title: 'Data with the fit', figures };
