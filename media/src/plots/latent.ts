import type { PanelView } from '../../../server/src/protocol/view.js';
import type { LatentView } from '../../../server/src/report/views.js';
import { estimate } from '../format.js';
import { colours, type Drawing, type FigureSpec, type PlotKind } from './plot.js';

const ROW_HEIGHT = 14;

/** One line per level: its value, and two standard deviations on either side. */
function draw(view: LatentView, width: number): Drawing {
  const { name, column, levels, count } = view;
  const rows = levels.map(({ level, estimate: value, se }) => ({ level, value, low: value - 2 * se, high: value + 2 * se }));
  const longest = Math.max(...levels.map(({ level }) => level.length));
  const [first, last] = [levels[0], levels.at(-1)];
  const all = levels.length === count ? `All ${String(count)} levels` : `${String(levels.length)} of ${String(count)} levels`;
  const ends = `from ${estimate(first?.estimate ?? null, first?.se ?? null)} to ${estimate(last?.estimate ?? null, last?.se ?? null)}`;
  return {
    plot: {
      data: { levels: rows },
      marks: [
        { mark: 'ruleY', data: 'levels', options: { y: 'level', x1: 'low', x2: 'high', stroke: colours.likelihood, strokeWidth: 1.5 } },
        { mark: 'dot', data: 'levels', options: { y: 'level', x: 'value', fill: colours.likelihood, r: 3, tip: true } },
      ],
      options: {
        width: Math.min(width, 720) - 26,
        height: rows.length * ROW_HEIGHT + 50,
        marginLeft: Math.min(24 + 7 * longest, 160),
        x: { label: null, ticks: 5, nice: true, grid: true },
        y: { label: column, domain: [...rows].reverse().map(({ level }) => level), tickSize: 0 },
      },
    },
    spoken: `${all} of ${name} by ${column}, ${ends}; the smallest is ${first?.level ?? ''}, the largest ${last?.level ?? ''}.`,
    legend: [],
    note: `${all}, ${ends}: most probable values given the estimates, with two standard deviations on either side.`,
  };
}

const figures = ({ latents }: PanelView): FigureSpec[] =>
  latents
    .filter(({ levels }) => levels.length > 0)
    .map((view) => ({
      key: `latent:${view.name}`,
      title: `${view.name}[${view.column}]`,
      parameter: view.name,
      layout: 'wide' as const,
      data: view,
      draw: (width) => draw(view, width),
    }));

/** Latent values by level, with their uncertainty. */
export const latent: PlotKind = { id: 'latent', tab: 'plots', title: 'Latent values', figures };
