import type { MapParameter, MleParameter } from '../../../server/src/report/estimates.js';
import type { PanelView } from '../../../server/src/protocol/view.js';
import { interval, level as levelText } from '../format.js';
import type { MarkSpec, Row } from '../frame/plotSpec.js';
import { marginFor } from './comparison.js';
import { colours, type Drawing, type FigureSpec, type PlotKind } from './plot.js';

const ROW_HEIGHT = 34;
/** Above and below the middle of a row. */
const APART = 5;

interface Line {
  readonly name: string;
  readonly mle: MleParameter | undefined;
  readonly map: MapParameter | undefined;
}

interface Ends {
  readonly ends: readonly [number | null, number | null];
  readonly method: string;
}

function ofMle({ interval: { profile, wald } }: MleParameter): Ends | undefined {
  return profile ? { ends: profile, method: 'profile likelihood' } : wald ? { ends: wald, method: 'Wald' } : undefined;
}

function ofMap({ interval: { posterior, wald } }: MapParameter): Ends | undefined {
  return posterior ? { ends: posterior, method: 'posterior' } : wald ? { ends: wald, method: 'Wald' } : undefined;
}

function rowsFor(lines: readonly Line[], of: 'mle' | 'map'): Row[] {
  return lines.flatMap(({ name, mle, map }) => {
    const value = of === 'mle' ? mle : map;
    const found = of === 'mle' ? mle && ofMle(mle) : map && ofMap(map);
    if (!value || value.estimate === null) return [];
    return [{ name, estimate: value.estimate, low: found?.ends[0] ?? null, high: found?.ends[1] ?? null, method: found?.method ?? null }];
  });
}

const marksFor = (data: string, colour: string, dy: number): MarkSpec[] => [
  { mark: 'ruleY', data, options: { y: 'name', x1: 'low', x2: 'high', stroke: colour, strokeWidth: 2, dy } },
  { mark: 'dot', data, options: { y: 'name', x: 'estimate', fill: colour, r: 3.5, dy, tip: true } },
];

function spokenOf(lines: readonly Line[], level: number): string {
  return lines
    .map(({ name, mle, map }) => {
      const [first, second] = [mle && ofMle(mle), map && ofMap(map)];
      const told = [
        ...(mle && first ? [`MLE ${interval(first.ends, mle.se)} by ${first.method}`] : []),
        ...(map && second ? [`MAP ${interval(second.ends, map.se)} by ${second.method}`] : []),
      ];
      return `${name}, ${levelText(level)} intervals: ${told.length > 0 ? told.join('; ') : 'none'}`;
    })
    .join('. ');
}

function draw(lines: readonly Line[], level: number, width: number): Drawing {
  const data = { mle: rowsFor(lines, 'mle'), map: rowsFor(lines, 'map') };
  const methods = [...new Set([...data.mle, ...data.map].map(({ method }) => method))].filter((method) => method !== null);
  return {
    plot: {
      data: { zero: [0], ...data },
      marks: [
        { mark: 'ruleX', data: 'zero', options: { stroke: colours.muted, strokeDasharray: '2 3' } },
        ...marksFor('mle', colours.likelihood, -APART),
        ...marksFor('map', colours.posterior, APART),
      ],
      options: {
        width: Math.min(width, 760) - 26,
        height: 44 + ROW_HEIGHT * lines.length,
        marginLeft: marginFor(lines),
        marginBottom: 28,
        x: { label: null, ticks: 6, nice: true, grid: true },
        y: { label: null, type: 'band', domain: lines.map(({ name }) => name), tickSize: 0 },
      },
    },
    spoken: spokenOf(lines, level),
    legend: [{ text: 'MLE', name: 'likelihood' }, ...(data.map.length > 0 ? [{ text: 'MAP', name: 'posterior' as const }] : [])],
    note: `${levelText(level)} intervals (${methods.join(', ')}).`,
  };
}

/** Entries of vectors with one another, an intercept apart; single parameters have scales of their own and stand in the table. */
function figures({ report: { mle, map } }: PanelView): FigureSpec[] {
  const level = (mle ?? map)?.level ?? 0.95;
  const names = [...new Set([...Object.keys(mle?.parameters ?? {}), ...Object.keys(map?.parameters ?? {})])];
  const vectors = [...new Set(names.flatMap((name) => /^([^[]+)\[/.exec(name)?.[1] ?? []))];
  return vectors.flatMap((vector): FigureSpec[] => {
    const own = names.filter((name) => name.startsWith(`${vector}[`) && !/\bIntercept\b/.test(name));
    const lines = own.map((name) => ({ name, mle: mle?.parameters[name], map: map?.parameters[name] }));
    if (lines.length < 2) return [];
    return [
      {
        key: `forest:${vector}`,
        title: vector,
        parameter: vector,
        layout: 'wide',
        data: [lines, level],
        draw: (width) => draw(lines, level, width),
      },
    ];
  });
}

/** Both intervals of the entries of each vector, one below the other. */
export const forest: PlotKind = { id: 'forest', tab: 'compare', title: 'Intervals', figures };
