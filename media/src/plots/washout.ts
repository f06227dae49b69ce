import type { PanelView } from '../../../server/src/protocol/view.js';
import type { WashoutView } from '../../../server/src/report/views.js';
import { number } from '../format.js';
import type { MarkSpec, Row } from '../frame/plotSpec.js';
import { columnWidth } from './density.js';
import { colours, type Drawing, type FigureSpec, type PlotKind } from './plot.js';

/** Points of both estimates are side by side. */
const SHIFT = 3;

/** The MAP on its way to the MLE, with the uncertainty from the data alone on either side; to the left the estimates from fewer rows. */
function dataOf({ rows, map, mle, se, fewer }: WashoutView): Record<string, Row[] | number[]> {
  const first = rows[0] ?? 1;
  const spread = (n: number): number => se * Math.sqrt(first / n);
  const pointsOf = (of: 'mle' | 'map'): Row[] => fewer.flatMap((each) => each[of].map((value) => ({ n: each.rows, value })));
  return {
    more: rows.map((n, i) => ({ n, map: map[i] ?? null, low: mle - spread(n), high: mle + spread(n) })),
    mle: [{ mle, from: fewer[0]?.rows ?? first, to: rows.at(-1) ?? first }],
    data: fewer.length > 0 ? [first] : [],
    fewerMle: pointsOf('mle'),
    fewerMap: pointsOf('map'),
  };
}

const dots = (data: string, fill: string, dx: number): MarkSpec => ({
  mark: 'dot',
  data,
  options: { x: 'n', y: 'value', dx, r: 2.2, fill, fillOpacity: 0.75 },
});

const marks: readonly MarkSpec[] = [
  { mark: 'areaY', data: 'more', options: { x: 'n', y1: 'low', y2: 'high', fill: colours.likelihood, fillOpacity: 0.14 } },
  { mark: 'ruleY', data: 'mle', options: { y: 'mle', x1: 'from', x2: 'to', stroke: colours.likelihood, strokeWidth: 1.5 } },
  { mark: 'line', data: 'more', options: { x: 'n', y: 'map', stroke: colours.posterior, strokeWidth: 2.5 } },
  { mark: 'ruleX', data: 'data', options: { stroke: colours.muted, strokeDasharray: '2,3' } },
  dots('fewerMle', colours.likelihood, -SHIFT),
  dots('fewerMap', colours.posterior, SHIFT),
];

/** The text about the part to the left of the data. */
function fewerText({ unit, rows, fewer }: WashoutView): string {
  const [first] = fewer;
  if (!first) return '';
  const without = fewer.reduce((sum, { draws, mle }) => sum + draws - mle.length, 0);
  const missing = without === 0 ? '' : ` ${String(without)} of these subsets ${without === 1 ? 'has' : 'have'} no MLE.`;
  return ` Left of the dashed line at ${(rows[0] ?? 0).toLocaleString('en')} ${unit}: estimates from random subsets of them, ${String(first.draws)} of each size.${missing}`;
}

/** From how many rows on the prior hardly matters. */
function untilText({ untilTenth, unit, rows }: WashoutView): string {
  if (untilTenth === undefined) return '';
  if (untilTenth <= (rows[0] ?? 0)) return ' The shift is already below 0.1 SE.';
  const isLarge = untilTenth >= 1e6;
  const count = isLarge
    ? Number(untilTenth.toPrecision(2)).toLocaleString('en', { notation: 'compact', compactDisplay: 'long' })
    : untilTenth.toLocaleString('en');
  return ` From ${isLarge ? 'about ' : ''}${count} ${unit} on the shift is below 0.1 SE.`;
}

function draw(view: WashoutView, width: number): Drawing {
  const { name, unit, fewer, rows, map, mle } = view;
  const until = untilText(view);
  return {
    plot: {
      data: dataOf(view),
      marks,
      options: {
        width: columnWidth(width),
        height: fewer.length > 0 ? 240 : 190,
        marginLeft: 48,
        marginRight: 12,
        marginBottom: 36,
        x: { type: 'log', label: unit, labelAnchor: 'center', labelArrow: 'none', ticks: 4, tickFormat: '~s' },
        y: { label: null, ticks: 4, nice: true },
      },
    },
    spoken: `With ${(rows[0] ?? 0).toLocaleString('en')} ${unit} the MAP of ${name} is ${number(map[0] ?? null)} and the MLE ${number(mle)}; as ${unit} like these are added the MAP approaches the MLE.${until}`,
    legend: [
      { text: 'MLE ± one standard error', name: 'likelihood' },
      { text: 'MAP', name: 'posterior' },
    ],
    note: `By number of ${unit}, if there were more ${unit} like these.${until}${fewerText(view)}`,
  };
}

const figures = ({ washouts }: PanelView): FigureSpec[] =>
  washouts.map((view) => ({
    key: `washout:${view.name}`,
    title: `${view.name}: the prior washes out`,
    parameter: view.name,
    data: view,
    draw: (width) => draw(view, width),
  }));

/** What more data do to the pull of a prior, and what fewer would. */
export const washout: PlotKind = { id: 'washout', tab: 'compare', title: 'More data, fewer data', figures };
