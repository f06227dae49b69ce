import * as Plot from '@observablehq/plot';
import type { PanelView } from '../../../server/src/protocol/view.js';
import type { LatentView } from '../../../server/src/report/views.js';
import { estimate } from '../format.js';
import { figure } from './figure.js';
import { colours, type PlotKind } from './plot.js';

const rowHeight = 14;

/** A line a level: its value, and two standard deviations to either side. */
function drawing({ column, levels }: LatentView, width: number): ReturnType<typeof Plot.plot> {
  const rows = levels.map(({ level, estimate: value, se }) => ({ level, value, low: value - 2 * se, high: value + 2 * se }));
  const longest = Math.max(...levels.map(({ level }) => level.length));
  return Plot.plot({
    width,
    height: rows.length * rowHeight + 50,
    marginLeft: Math.min(24 + 7 * longest, 160),
    x: { label: null, ticks: 5, nice: true, grid: true },
    y: { label: column, domain: [...rows].reverse().map(({ level }) => level), tickSize: 0 },
    marks: [
      Plot.ruleY(rows, { y: 'level', x1: 'low', x2: 'high', stroke: colours.likelihood, strokeWidth: 1.5 }),
      Plot.dot(rows, { y: 'level', x: 'value', fill: colours.likelihood, r: 3 }),
    ],
  });
}

function draw({ latents }: PanelView, width: number): HTMLElement[] {
  return latents
    .filter(({ levels }) => levels.length > 0)
    .map((view) => {
      const [first, last] = [view.levels[0], view.levels.at(-1)];
      const all =
        view.levels.length === view.count
          ? `All ${String(view.count)} levels`
          : `${String(view.levels.length)} of ${String(view.count)} levels`;
      const ends = `from ${estimate(first?.estimate ?? null, first?.se ?? null)} to ${estimate(last?.estimate ?? null, last?.se ?? null)}`;
      return figure({
        title: `${view.name}[${view.column}]`,
        plot: drawing(view, Math.min(width, 720) - 26),
        spoken: `${view.name} by ${view.column}: ${ends}`,
        legend: [],
        note: `${all}, ${ends}: most probable values given the estimates, with two standard deviations to either side.`,
        wide: true,
      });
    });
}

/** Latent values by level, with their uncertainty. */
export const latent: PlotKind = { id: 'latent', tab: 'plots', draw };
