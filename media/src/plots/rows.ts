import type { PanelView } from '../../../server/src/protocol/view.js';
import type { CalibrationView, CountsView, ResidualsView, RocView, RowPlotsView } from '../../../server/src/report/views.js';
import { element } from '../dom.js';
import { number } from '../format.js';
import type { MarkSpec, PlotSpec } from '../frame/plotSpec.js';
import { columnWidth } from './density.js';
import { type AnswerSource, colourOf, colours, type Drawing, type FigureSpec, keyOf, type PlotKind } from './plot.js';

const dashed: MarkSpec = { mark: 'line', data: 'line', options: { x: 'x', y: 'y', stroke: colours.muted, strokeDasharray: '4 3' } };

/** A plot of one column, with both axes named. */
const plotOf = (data: PlotSpec['data'], marks: readonly MarkSpec[], width: number, x: string, y: string, more: object = {}): PlotSpec => ({
  data,
  marks,
  options: {
    width: columnWidth(width),
    height: 240,
    marginLeft: 46,
    marginBottom: 38,
    x: { label: x, labelAnchor: 'center', labelArrow: 'none', ticks: 5 },
    y: { label: y, labelArrow: 'none', grid: true, ticks: 5 },
    ...more,
  },
});

const points = (data: string, label: 'MLE' | 'MAP', x: string, y: string): MarkSpec => ({
  mark: 'dot',
  data,
  options: { x, y, r: 2.2, fill: colourOf(label), fillOpacity: 0.7, stroke: 'none', tip: true },
});

const rowOf = (datum: unknown): number | undefined =>
  typeof datum === 'object' && datum !== null && 'row' in datum && typeof datum.row === 'number' ? datum.row : undefined;

function residualPlot({ label, used }: RowPlotsView, { points: rows, sampled }: ResidualsView, width: number): Drawing {
  const far = rows.filter(({ residual }) => Math.abs(residual) > 3);
  const shown = `${sampled ? 'A sample of ' : ''}${rows.length.toLocaleString('en')} of ${used.toLocaleString('en')} rows`;
  const told = `${far.length === 0 ? 'None is' : `${far.length.toLocaleString('en')} ${far.length === 1 ? 'is' : 'are'}`} more than 3 standard deviations from the mean.`;
  return {
    plot: plotOf(
      { rows, zero: [0] },
      [{ mark: 'ruleY', data: 'zero', options: { stroke: colours.muted } }, points('rows', label, 'fitted', 'residual')],
      width,
      `mean at the ${label}`,
      'residual in SD',
    ),
    spoken: `Residuals by fitted mean. ${told}`,
    legend: [],
    note: `${shown}: outcomes less their means, in standard deviations of the model. ${told} Click a point to go to its row.`,
    rowOf,
  };
}

function quantilePlot({ label }: RowPlotsView, rows: NonNullable<ResidualsView['quantiles']>, width: number): Drawing {
  const [low = 0, high = 0] = [rows[0]?.expected, rows.at(-1)?.expected];
  const line = [low, high].map((x) => ({ x, y: x }));
  const furthest = rows.reduce((most, { expected, residual }) => Math.max(most, Math.abs(residual - expected)), 0);
  const told = `The point furthest from the line is ${number(furthest)} away.`;
  return {
    plot: plotOf(
      { line, rows },
      [dashed, points('rows', label, 'expected', 'residual')],
      width,
      'standard Normal quantile',
      'quantile residual',
    ),
    spoken: `Quantile residuals against those of a standard Normal distribution. ${told}`,
    legend: [],
    note: `Each outcome's probability under the model, on the scale of a standard Normal distribution: on the line where the distribution is right. ${told}`,
  };
}

function calibrationPlot({ label, outcome }: RowPlotsView, bins: CalibrationView, width: number): Drawing {
  const line = [0, 1].map((x) => ({ x, y: x }));
  const outside = bins.filter(({ predicted, low, high }) => predicted < low || predicted > high).length;
  const told = `${outside.toFixed(0)} of ${bins.length.toFixed(0)} intervals miss the mean probability of their bin.`;
  const colour = colourOf(label);
  return {
    plot: plotOf(
      { line, bins },
      [
        dashed,
        { mark: 'ruleX', data: 'bins', options: { x: 'predicted', y1: 'low', y2: 'high', stroke: colour, strokeWidth: 1.5 } },
        { mark: 'dot', data: 'bins', options: { x: 'predicted', y: 'observed', fill: colour, r: 3.5, tip: true } },
      ],
      width,
      `probability at the ${label}`,
      `share with ${outcome}`,
    ),
    spoken: `Calibration of ${outcome}. ${told}`,
    legend: [{ text: 'observed share with its 95 % interval', name: keyOf(label) }],
    note: `Bins of equally many rows of the fit. On the dashed line probabilities are right. ${told}`,
  };
}

function rocPlot({ label, outcome }: RowPlotsView, { points: curve, area }: RocView, width: number): Drawing {
  const line = [0, 1].map((x) => ({ x, y: x }));
  const told = `The area below is ${area.toFixed(3)}: the probability that a row with ${outcome} has the higher probability of two.`;
  return {
    plot: plotOf(
      { line, roc: curve },
      [dashed, { mark: 'line', data: 'roc', options: { x: 'false', y: 'true', stroke: colourOf(label), strokeWidth: 2, tip: true } }],
      width,
      'share of false alarms',
      'share found',
    ),
    spoken: `ROC curve of ${outcome}. ${told}`,
    legend: [],
    note: `As the threshold falls, on the rows of the fit. ${told}`,
  };
}

function rootogram({ label, outcome }: RowPlotsView, { bars, isCut }: CountsView, width: number): Drawing {
  const hanging = bars.map(({ count, observed, expected }) => ({
    count,
    top: Math.sqrt(expected),
    bottom: Math.sqrt(expected) - Math.sqrt(observed),
    left: count - 0.42,
    right: count + 0.42,
  }));
  const worst = [...hanging].sort((a, b) => Math.abs(b.bottom) - Math.abs(a.bottom))[0];
  const seen = bars.find(({ count }) => count === worst?.count);
  const told = seen
    ? `Furthest off: ${number(seen.observed)} rows with ${String(seen.count)}, where ${number(seen.expected)} are expected.`
    : '';
  return {
    plot: plotOf(
      { counts: hanging, zero: [0] },
      [
        {
          mark: 'rectY',
          data: 'counts',
          options: { x1: 'left', x2: 'right', y1: 'bottom', y2: 'top', fill: colours.muted, fillOpacity: 0.45 },
        },
        { mark: 'ruleY', data: 'zero', options: { stroke: 'currentColor' } },
        { mark: 'line', data: 'counts', options: { x: 'count', y: 'top', stroke: colourOf(label), strokeWidth: 2 } },
        { mark: 'dot', data: 'counts', options: { x: 'count', y: 'top', fill: colourOf(label), r: 2.5 } },
      ],
      width,
      outcome,
      '√ frequency',
    ),
    spoken: `Hanging rootogram of ${outcome}. ${told}`,
    legend: [
      { text: `expected at the ${label}`, name: keyOf(label) },
      { text: 'observed, hanging', name: 'points' },
    ],
    note: `Bars hang from the expected frequencies: one that ends above 0 is too short, one that ends below too long. ${told}${isCut ? ' Larger counts are left out.' : ''}`,
  };
}

function figuresOf(view: RowPlotsView): FigureSpec[] {
  const { residuals, counts, calibration, roc } = view;
  const quantiles = residuals?.quantiles;
  const spec = (key: string, title: string, data: unknown, draw: (width: number) => Drawing): FigureSpec => ({
    key,
    title,
    data: [view.label, data],
    draw,
  });
  return [
    ...(residuals && residuals.points.length > 0
      ? [spec('residuals', 'Residuals by fitted mean', residuals.points, (width) => residualPlot(view, residuals, width))]
      : []),
    ...(quantiles ? [spec('quantiles', 'Quantile residuals', quantiles, (width) => quantilePlot(view, quantiles, width))] : []),
    ...(counts ? [spec('rootogram', 'Rootogram', counts, (width) => rootogram(view, counts, width))] : []),
    ...(calibration ? [spec('calibration', 'Calibration', calibration, (width) => calibrationPlot(view, calibration, width))] : []),
    ...(roc ? [spec('roc', 'ROC', roc, (width) => rocPlot(view, roc, width))] : []),
  ];
}

function figures({ report: { mle, map } }: PanelView, { rows: answer }: AnswerSource): FigureSpec[] {
  if (!mle && !map) return [];
  if (answer?.view) return figuresOf(answer.view);
  const text = answer?.problem ?? 'The rows are being looked at …';
  return [{ key: 'rows', title: 'Rows', layout: 'wide', data: text, draw: () => ({ element: element('p', { class: 'empty' }, text) }) }];
}

/** The rows beside what the estimates say of them: residuals, calibration, counts. */
export const rows: PlotKind = { id: 'rows', tab: 'plots', title: 'Rows and residuals', isOnDemand: 'rows', figures };
