import type { PanelPair } from '../../../server/src/protocol/panel.js';
import type { PanelView } from '../../../server/src/protocol/view.js';
import type { PairSurface, PairView } from '../../../server/src/report/views.js';
import { element } from '../dom.js';
import { number } from '../format.js';
import type { MarkSpec, PlotSpec, Row } from '../frame/plotSpec.js';
import { columnWidth } from './density.js';
import { colours, type Drawing, type FigureSpec, type AnswerSource, type PlotKind } from './plot.js';

const colourOf = ({ label }: PairSurface): string => (label === 'likelihood' ? colours.likelihood : colours.posterior);
const estimateOf = ({ label }: PairSurface): string => (label === 'likelihood' ? 'MLE' : 'MAP');

function marksOf({ levels }: PairView, surface: PairSurface): MarkSpec[] {
  const stroke = colourOf(surface);
  const path = { x: 'x', y: 'y', stroke, strokeWidth: 1, strokeDasharray: '3 3' };
  return [
    ...levels.map((_, i): MarkSpec => ({
      mark: 'line',
      data: regionOf(surface, i),
      options: { x: 'x', y: 'y', stroke, strokeWidth: 1.25, fill: stroke, fillOpacity: 0.13, curve: 'linear-closed' },
    })),
    { mark: 'line', data: `${surface.label}PathOfY`, options: path },
    { mark: 'line', data: `${surface.label}PathOfX`, options: path },
  ];
}

const regionOf = ({ label }: PairSurface, level: number): string => `${label}${(level + 1).toFixed(0)}Sigma`;

/** From the least to the greatest value of the outermost regions, with a little room. */
function domainOf({ surfaces }: PairView, of: 0 | 1): [number, number] {
  const values = surfaces.flatMap(({ regions, best }) => [best[of], ...(regions.at(-1) ?? []).map((point) => point[of])]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return [low - 0.05 * (high - low), high + 0.05 * (high - low)];
}

function pointMarks(surface: PairSurface, isUp: boolean): MarkSpec[] {
  const fill = colourOf(surface);
  return [
    { mark: 'dot', data: estimateOf(surface), options: { x: 'x', y: 'y', fill, r: 4, stroke: 'var(--vscode-editor-background)' } },
    { mark: 'text', data: estimateOf(surface), options: { x: 'x', y: 'y', text: 'text', fill, fontWeight: 600, dy: isUp ? -11 : 13 } },
  ];
}

function dataOf({ surfaces }: PairView): PlotSpec['data'] {
  const rows = (points: readonly (readonly [number, number])[]): Row[] => points.map(([x, y]) => ({ x, y }));
  const sets = surfaces.flatMap((surface): [string, readonly Row[] | readonly number[]][] => [
    ...surface.regions.map((ring, i): [string, Row[]] => [regionOf(surface, i), rows(ring)]),
    [`${surface.label}PathOfY`, rows(surface.paths[0])],
    [`${surface.label}PathOfX`, rows(surface.paths[1])],
    [estimateOf(surface), [{ x: surface.best[0], y: surface.best[1], text: estimateOf(surface) }]],
  ]);
  return Object.fromEntries(sets);
}

function spokenOf({ x, y, surfaces }: PairView): string {
  const told = surfaces.map((surface) => {
    const [path] = surface.paths;
    const [from, to] = [path[0]?.[1], path.at(-1)?.[1]];
    const slope =
      from === undefined || to === undefined || from === to ? 'does not depend on it' : to > from ? 'rises with it' : 'falls with it';
    const [a, b] = surface.best;
    return `The ${surface.label} is highest at ${x} = ${number(a)}, ${y} = ${number(b)}; the best ${y} for a given ${x} ${slope}.`;
  });
  return `${told.join(' ')} Around it lie the regions of 1, 2 and 3 σ.`;
}

function draw(view: PairView, isSmall: boolean, width: number): Drawing {
  const { x, y, surfaces, levels, isProfile } = view;
  const across = isSmall ? columnWidth(width) : Math.min(width, 620) - 26;
  const shares = levels.map(({ content }) => `${(100 * content).toFixed(1)} %`).join(', ');
  const others = isProfile ? ' The other parameters are at their best at each point.' : '';
  const upper = surfaces.reduce((most, { best }) => Math.max(most, best[1]), -Infinity);
  const note = isSmall
    ? ''
    : `Regions of 1, 2 and 3 σ: ${shares} (χ² with two degrees of freedom). Dashed: the best value of each parameter for the other one.${others}`;
  return {
    plot: {
      data: dataOf(view),
      marks: [
        ...surfaces.flatMap((surface) => marksOf(view, surface)),
        ...surfaces.flatMap((surface) => pointMarks(surface, surface.best[1] === upper)),
      ],
      options: {
        width: across,
        height: Math.round(0.72 * across),
        marginLeft: 56,
        marginBottom: 38,
        x: { label: x, labelAnchor: 'center', labelArrow: 'none', ticks: 5, domain: domainOf(view, 0) },
        y: { label: y, labelArrow: 'none', ticks: 5, domain: domainOf(view, 1) },
        clip: true,
      },
    },
    spoken: spokenOf(view),
    legend: surfaces.map(({ label }) => ({ text: isProfile ? `profile ${label}` : label, name: label })),
    note,
  };
}

function figures({ parameters }: PanelView, pairs: AnswerSource): FigureSpec[] {
  if (parameters.length < 2) return [];
  return pairs.shown.map((pair) => {
    const answer = pairs.answerTo(pair);
    const text = answer?.problem ?? 'The contours are being computed …';
    return {
      key: pairs.isAll ? `contour:${pair.x}:${pair.y}` : 'contour',
      title: `${pair.y} by ${pair.x}`,
      ...(pairs.isAll ? {} : { layout: 'wide' as const }),
      data: [pairs.isAll, answer],
      draw: (width: number) => (answer?.view ? draw(answer.view, pairs.isAll, width) : { element: element('p', { class: 'empty' }, text) }),
    };
  });
}

function select(label: string, names: readonly string[], chosen: string, take: (name: string) => void): HTMLElement {
  const made = element('select', {}, ...names.map((name) => element('option', { value: name }, name)));
  made.value = chosen;
  made.addEventListener('change', () => take(made.value));
  return element('label', { class: 'choice' }, label, made);
}

/** Which two parameters, or all pairs. */
function controls({ parameters }: PanelView, pairs: AnswerSource): Element[] {
  const [chosen] = pairs.isAll ? [] : pairs.shown;
  if (parameters.length <= 2) return [];
  const all = element(
    'button',
    { type: 'button', class: 'more', 'aria-pressed': String(pairs.isAll) },
    pairs.isAll ? 'One pair' : 'All pairs',
  );
  all.addEventListener('click', () => pairs.chooseAll(!pairs.isAll));
  const other = (now: string, wanted: string): PanelPair['x'] =>
    now === wanted ? (pairs.names.find((name) => name !== wanted) ?? now) : now;
  const choices = chosen
    ? [
        select('Across', pairs.names, chosen.x, (x) => pairs.choose({ x, y: other(chosen.y, x) })),
        select('Up', pairs.names, chosen.y, (y) => pairs.choose({ x: other(chosen.x, y), y })),
      ]
    : [];
  return [...choices, all];
}

/** The likelihood and the posterior over two parameters: regions, paths and estimates. */
export const contour: PlotKind = { id: 'contour', tab: 'plots', title: 'Two parameters', isOnDemand: 'pairs', figures, controls };
