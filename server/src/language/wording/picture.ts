import { at } from '../../engine/numeric/at.js';
import type { ParameterView } from '../../report/views.js';

const WIDTH = 320;
const HEIGHT = 80;
const MARGIN = 6;

const COLOURS = { likelihood: '#1a85ff', prior: '#d18616', posterior: '#388a34' };

/** A small picture of likelihood, prior and posterior as Markdown: an SVG in a data URI, which a hover draws without trusting it. */
export function picture(curves: Omit<ParameterView, 'mleSe' | 'mapSe'>): string | undefined {
  const lines = [curves.likelihood, curves.priorDensity, curves.posterior].filter((line) => line !== undefined);
  const xs = lines.flatMap(({ x }) => [x[0], x.at(-1)]).filter((x) => x !== undefined);
  if (xs.length === 0) return undefined;
  const [least, most] = [Math.min(...xs), Math.max(...xs)];
  const across = (x: number): number => MARGIN + ((x - least) / (most - least || 1)) * (WIDTH - 2 * MARGIN);
  const path = (line: { x: readonly number[]; y: readonly number[] } | undefined, colour: string, dash = ''): string => {
    if (!line) return '';
    const points = line.x.map((x, i) => `${across(x).toFixed(1)},${(HEIGHT - MARGIN - at(line.y, i) * (HEIGHT - 2 * MARGIN)).toFixed(1)}`);
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"${dash}/>`;
  };
  const mark = (x: number | null, colour: string): string =>
    x === null || x < least || x > most
      ? ''
      : `<line x1="${across(x).toFixed(1)}" x2="${across(x).toFixed(1)}" y1="${String(MARGIN)}" y2="${String(HEIGHT - MARGIN)}" stroke="${colour}" stroke-dasharray="2 3"/>`;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${String(WIDTH)}" height="${String(HEIGHT)}" viewBox="0 0 ${String(WIDTH)} ${String(HEIGHT)}">` +
    path(curves.priorDensity, COLOURS.prior, ' stroke-dasharray="5 3"') +
    path(curves.likelihood, COLOURS.likelihood) +
    path(curves.posterior, COLOURS.posterior) +
    mark(curves.mle, COLOURS.likelihood) +
    mark(curves.map, COLOURS.posterior) +
    '</svg>';
  return `![likelihood, prior and posterior](data:image/svg+xml;base64,${base64(svg)}|width=${String(WIDTH)})`;
}

const base64 = (text: string): string => btoa(text);
