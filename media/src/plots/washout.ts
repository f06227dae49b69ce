import * as Plot from '@observablehq/plot';
import type { PanelView } from '../../../server/src/protocol/view.js';
import type { WashoutView } from '../../../server/src/report/views.js';
import { figure } from './figure.js';
import { colours, type PlotKind } from './plot.js';

/** Points of both estimates stand side by side. */
const SHIFT = 3;

/** The MAP on its way to the MLE, with what the data alone leave open on either side of it; to the left the estimates from fewer rows. */
function drawing(view: WashoutView, width: number): ReturnType<typeof Plot.plot> {
  const { rows, map, mle, se, fewer } = view;
  const first = rows[0] ?? 1;
  const points = rows.map((n, i) => ({
    n,
    map: map[i] ?? NaN,
    low: mle - se * Math.sqrt(first / n),
    high: mle + se * Math.sqrt(first / n),
  }));
  const least = fewer[0]?.rows ?? first;
  return Plot.plot({
    width,
    height: fewer.length > 0 ? 240 : 190,
    marginLeft: 48,
    marginRight: 12,
    x: { type: 'log', label: null, ticks: 4, tickFormat: (n: number) => n.toLocaleString('en', { notation: 'compact' }) },
    y: { label: null, ticks: 4, nice: true },
    marks: [
      Plot.areaY(points, { x: 'n', y1: 'low', y2: 'high', fill: colours.likelihood, fillOpacity: 0.14 }),
      Plot.ruleY([mle], { x1: least, x2: rows.at(-1) ?? first, stroke: colours.likelihood, strokeWidth: 1.5 }),
      Plot.line(points, { x: 'n', y: 'map', stroke: colours.posterior, strokeWidth: 2.5 }),
      ...(fewer.length > 0 ? [Plot.ruleX([first], { stroke: colours.muted, strokeDasharray: '2,3' })] : []),
      dots(view, 'mle', colours.likelihood, -SHIFT),
      dots(view, 'map', colours.posterior, SHIFT),
    ],
  });
}

/** An estimate from each random subset of the rows. */
function dots({ fewer }: WashoutView, of: 'mle' | 'map', fill: string, dx: number): Plot.Dot {
  const points = fewer.flatMap(({ rows, [of]: values }) => values.map((value) => ({ n: rows, value })));
  return Plot.dot(points, { x: 'n', y: 'value', dx, r: 2.2, fill, fillOpacity: 0.75 });
}

/** What stands to the left of the data. */
function fewerText({ unit, rows, fewer }: WashoutView): string {
  const [first] = fewer;
  if (!first) return '';
  const without = fewer.reduce((sum, { draws, mle }) => sum + draws - mle.length, 0);
  const missing = without === 0 ? '' : ` ${String(without)} of these subsets ${without === 1 ? 'has' : 'have'} no MLE.`;
  return ` Left of the dashed line at ${(rows[0] ?? 0).toLocaleString('en')} ${unit}: estimates from random subsets of them, ${String(first.draws)} of each size.${missing}`;
}

/** From how many rows on the prior hardly counts. */
function untilText({ untilTenth, unit, rows }: WashoutView): string {
  if (untilTenth === undefined) return '';
  if (untilTenth <= (rows[0] ?? 0)) return ' The shift is already below 0.1 SE.';
  const isLarge = untilTenth >= 1e6;
  const count = isLarge
    ? Number(untilTenth.toPrecision(2)).toLocaleString('en', { notation: 'compact', compactDisplay: 'long' })
    : untilTenth.toLocaleString('en');
  return ` From ${isLarge ? 'about ' : ''}${count} ${unit} on the shift is below 0.1 SE.`;
}

function draw({ washouts }: PanelView, width: number): HTMLElement[] {
  return washouts.map((view) => {
    const until = untilText(view);
    const title = `${view.name}: the prior washes out`;
    const fewer = fewerText(view);
    return figure({
      title,
      plot: drawing(view, Math.min(width, 420) - 26),
      spoken: `${title}.${until}`,
      legend: [
        { text: 'MLE ± one standard error', name: 'likelihood' },
        { text: 'MAP', name: 'posterior' },
      ],
      note: `By number of ${view.unit}, if more ${view.unit} came that are like these.${until}${fewer}`,
    });
  });
}

/** What more data do to the pull of a prior, and what fewer would. */
export const washout: PlotKind = { id: 'washout', tab: 'compare', draw };
