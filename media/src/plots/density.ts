import * as Plot from '@observablehq/plot';
import type { PanelView } from '../../../server/src/protocol/view.js';
import type { Curve, ParameterView } from '../../../server/src/report/views.js';
import { estimate } from '../format.js';
import { figure, type LegendEntry } from './figure.js';
import { colours, type PlotKind } from './plot.js';

const smallest = 300;
const gap = 16;

function pairs(curve: Curve): [number, number][] {
  return curve.x.map((x, index): [number, number] => [x, curve.y[index] ?? 0]);
}

function line(curve: Curve | undefined, stroke: string, options: Plot.LineOptions = {}): Plot.Markish[] {
  return curve ? [Plot.line(pairs(curve), { stroke, strokeWidth: 1.75, curve: 'monotone-x', ...options })] : [];
}

function area(curve: Curve | undefined, fill: string): Plot.Markish[] {
  return curve ? [Plot.areaY(pairs(curve), { x: '0', y: '1', fill, fillOpacity: 0.14, curve: 'monotone-x' })] : [];
}

/** Each estimate's line, its name on the side away from the other. */
function marks({ mle, map, posterior }: ParameterView): Plot.Markish[] {
  const isMapLeft = mle !== null && map !== null && map < mle;
  const estimates = [
    { text: 'MLE', at: mle, stroke: colours.likelihood, dash: '', isLeft: !isMapLeft },
    { text: 'MAP', at: posterior ? map : null, stroke: colours.posterior, dash: '2 2', isLeft: isMapLeft },
  ];
  return estimates.flatMap(({ text, at, stroke, dash, isLeft }) => {
    if (at === null) return [];
    const label = {
      x: [at],
      y: [1.1],
      text: [text],
      fill: stroke,
      fontWeight: 600,
      textAnchor: isLeft ? ('end' as const) : ('start' as const),
      dx: isLeft ? -4 : 4,
    };
    return [Plot.ruleX([at], { stroke, strokeWidth: 1.5, strokeDasharray: dash }), Plot.text([text], label)];
  });
}

function drawing(parameter: ParameterView, width: number): ReturnType<typeof Plot.plot> {
  return Plot.plot({
    width,
    height: 190,
    marginLeft: 12,
    marginRight: 12,
    marginTop: 18,
    x: { label: null, ticks: 5, nice: false },
    y: { axis: null, domain: [0, 1.16] },
    marks: [
      Plot.ruleY([0], { stroke: colours.muted, strokeOpacity: 0.6 }),
      area(parameter.posterior, colours.posterior),
      line(parameter.priorDensity, colours.prior, { strokeDasharray: '5 3' }),
      line(parameter.likelihood, colours.likelihood),
      line(parameter.posterior, colours.posterior, { strokeWidth: 2.5 }),
      marks(parameter),
    ].flat(),
  });
}

const methods: Readonly<Record<ParameterView['method'], string>> = {
  exact: 'Likelihood',
  profile: 'Profile likelihood (the others maximised at every point)',
  normal: 'Normal approximation of the likelihood at its maximum',
};

function methodText({ method, hurried }: ParameterView, underWay: boolean): string {
  if (!hurried) return methods[method];
  return underWay
    ? 'For now a Normal approximation of the likelihood: its profile takes longer and follows'
    : 'A Normal approximation of the likelihood: there was no time for its profile (`max-seconds`)';
}

/** How the curves are made: said once, and where it is another way. */
function note(parameter: ParameterView, underWay: boolean, first: ParameterView | undefined): string {
  const how = methodText(parameter, underWay);
  const isKnown = first !== undefined && first !== parameter && how === methodText(first, underWay);
  return isKnown ? '' : ` ${how}. Each curve is scaled to its maximum.`;
}

function legend(parameter: ParameterView): LegendEntry[] {
  const entries: LegendEntry[] = [];
  if (parameter.likelihood)
    entries.push({ text: parameter.method === 'profile' ? 'profile likelihood' : 'likelihood', name: 'likelihood' });
  if (parameter.priorDensity) entries.push({ text: parameter.prior === undefined ? 'prior' : `prior ${parameter.prior}`, name: 'prior' });
  if (parameter.posterior) entries.push({ text: 'posterior', name: 'posterior' });
  return entries;
}

function draw(view: PanelView, width: number): HTMLElement[] {
  const across = Math.max(1, Math.floor((width + gap) / (smallest + gap)));
  const each = Math.floor((width - gap * (across - 1)) / across) - 26;
  const shown = view.parameters.filter((parameter) => parameter.likelihood ?? parameter.posterior ?? parameter.priorDensity);
  return shown.map((parameter) => {
    const numbers = `MLE ${estimate(parameter.mle, parameter.mleSe)}${parameter.map === null ? '' : `, MAP ${estimate(parameter.map, parameter.mapSe)}`}`;
    const spoken = `${parameter.name}: ${numbers}`;
    return figure({
      title: parameter.name,
      plot: drawing(parameter, each),
      spoken,
      legend: legend(parameter),
      note: `${numbers}.${note(parameter, view.underWay, shown[0])}`,
    });
  });
}

/** Likelihood, prior and posterior of each parameter. */
export const density: PlotKind = { id: 'density', tab: 'plots', draw };
