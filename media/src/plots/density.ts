import type { MapParameter, MleParameter } from '../../../server/src/report/estimates.js';
import type { PanelView } from '../../../server/src/protocol/view.js';
import type { Curve, ParameterView } from '../../../server/src/report/views.js';
import { estimate, shift } from '../format.js';
import type { MarkSpec, Row } from '../frame/plotSpec.js';
import { between, rowsOf } from './curves.js';
import { type Shown, spokenOf } from './densityText.js';
import { colours, type Drawing, type FigureSpec, type LegendEntry, type PlotKind } from './plot.js';

/** How small a figure may be, and the room between two. */
const SMALLEST = 300;
const GAP = 16;
/** Padding and border of a figure. */
const FRAME = 26;
/** Where the arrow of the pull lies, and where the names of the estimates stand. */
const ARROW = 1.07;
const NAMES = 1.17;

/** The width of one of as many figures as fit side by side. */
export function columnWidth(width: number): number {
  const across = Math.max(1, Math.floor((width + GAP) / (SMALLEST + GAP)));
  return Math.floor((width - GAP * (across - 1)) / across) - FRAME;
}

/** The interval of the likelihood that the report has: the profile's, where it was found. */
export const profileOf = (mle: MleParameter | undefined): readonly [number | null, number | null] | null => mle?.interval.profile ?? null;
export const posteriorOf = (map: MapParameter | undefined): readonly [number | null, number | null] | null =>
  map?.interval.posterior ?? null;

const line = (data: string, stroke: string, options: object = {}): MarkSpec => ({
  mark: 'line',
  data,
  options: { x: 'x', y: 'y', stroke, strokeWidth: 1.75, curve: 'monotone-x', ...options },
});

const shade = (data: string, fill: string): MarkSpec => ({ mark: 'areaY', data, options: { x: 'x', y: 'y', fill, fillOpacity: 0.2 } });

function dataOf({ parameter, mle, map }: Shown): Record<string, readonly Row[]> {
  const { likelihood, priorDensity, posterior } = parameter;
  const inside = (curve: Curve | undefined, ends: readonly [number | null, number | null] | null): Row[] =>
    curve && ends ? between(curve, ends) : [];
  return {
    ...(likelihood ? { likelihood: rowsOf(likelihood), likelihoodInterval: inside(likelihood, profileOf(mle)) } : {}),
    ...(priorDensity ? { prior: rowsOf(priorDensity) } : {}),
    ...(posterior ? { posterior: rowsOf(posterior), posteriorInterval: inside(posterior, posteriorOf(map)) } : {}),
    ...(isPulled(parameter) ? { pull: [{ from: parameter.mle, to: parameter.map }] } : {}),
    ...(parameter.mle === null ? {} : { mle: [{ x: parameter.mle, y: NAMES, text: 'MLE' }] }),
    ...(parameter.map === null ? {} : { map: [{ x: parameter.map, y: NAMES, text: 'MAP' }] }),
  };
}

const isPulled = ({ mle, map, mleSe }: ParameterView): boolean =>
  mle !== null && map !== null && mleSe !== null && Math.abs(map - mle) > 0.02 * mleSe;

/** Each estimate's line, its name on the side away from the other. */
function estimateMarks({ mle, map }: ParameterView): MarkSpec[] {
  const isMapLeft = mle !== null && map !== null && map < mle;
  const estimates = [
    { data: 'mle', at: mle, stroke: colours.likelihood, dash: '', isLeft: !isMapLeft && map !== null },
    { data: 'map', at: map, stroke: colours.posterior, dash: '2 2', isLeft: isMapLeft },
  ];
  return estimates.flatMap(({ data, at, stroke, dash, isLeft }): MarkSpec[] => {
    if (at === null) return [];
    const text = { x: 'x', y: 'y', text: 'text', fill: stroke, fontWeight: 600, textAnchor: isLeft ? 'end' : 'start', dx: isLeft ? -4 : 4 };
    return [
      { mark: 'ruleX', data, options: { x: 'x', stroke, strokeWidth: 1.5, strokeDasharray: dash } },
      { mark: 'text', data, options: text },
    ];
  });
}

function marksOf(parameter: ParameterView, data: Record<string, readonly Row[]>): MarkSpec[] {
  const has = (name: string, mark: MarkSpec): MarkSpec[] => ((data[name]?.length ?? 0) > 0 ? [mark] : []);
  return [
    { mark: 'ruleY', data: 'zero', options: { stroke: colours.muted, strokeOpacity: 0.6 } },
    ...has('likelihoodInterval', shade('likelihoodInterval', colours.likelihood)),
    ...has('posteriorInterval', shade('posteriorInterval', colours.posterior)),
    ...has('prior', line('prior', colours.prior, { strokeDasharray: '5 3' })),
    ...has('likelihood', line('likelihood', colours.likelihood)),
    ...has('posterior', line('posterior', colours.posterior, { strokeWidth: 2.5 })),
    ...estimateMarks(parameter),
    ...has('pull', {
      mark: 'arrow',
      data: 'pull',
      options: { x1: 'from', x2: 'to', y1: ARROW, y2: ARROW, stroke: 'currentColor', strokeWidth: 1.5, headLength: 6, inset: 1 },
    }),
  ];
}

const methods: Readonly<Record<ParameterView['method'], string>> = {
  exact: 'The likelihood is exact',
  profile: 'The likelihood is its profile: the others are maximised at every point',
  normal: 'The likelihood is a Normal approximation at its maximum',
};

function methodText({ method, hurried }: ParameterView, underWay: boolean): string {
  if (!hurried) return methods[method];
  return underWay
    ? 'For now the likelihood is a Normal approximation: its profile takes longer and follows'
    : 'The likelihood is a Normal approximation: there was no time for its profile (`max-seconds`)';
}

function legendOf(parameter: ParameterView): LegendEntry[] {
  const { likelihood, priorDensity, posterior, prior, method } = parameter;
  return [
    ...(likelihood ? [{ text: method === 'profile' ? 'profile likelihood' : 'likelihood', name: 'likelihood' as const }] : []),
    ...(priorDensity ? [{ text: prior === undefined ? 'prior' : `prior ${prior}`, name: 'prior' as const }] : []),
    ...(posterior ? [{ text: 'posterior', name: 'posterior' as const }] : []),
  ];
}

function noteOf(shown: Shown, how: string | undefined): string {
  const { parameter, map } = shown;
  const numbers = `MLE ${estimate(parameter.mle, parameter.mleSe)}${parameter.map === null ? '' : `, MAP ${estimate(parameter.map, parameter.mapSe)}`}`;
  const pull = map?.pull ?? null;
  const arrow = pull !== null && isPulled(parameter) ? ` The prior pulls by ${shift(pull)} standard errors.` : '';
  return `${numbers}.${arrow}${how === undefined ? '' : ` ${how}. Each curve is scaled to its maximum; shaded: the interval with the stated probability.`}`;
}

function draw(shown: Shown, how: string | undefined, width: number): Drawing {
  const { parameter } = shown;
  const data = dataOf(shown);
  return {
    plot: {
      data: { zero: [0], ...data },
      marks: marksOf(parameter, data),
      options: {
        width: columnWidth(width),
        height: 196,
        marginLeft: 12,
        marginRight: 12,
        marginTop: 18,
        marginBottom: 36,
        x: { label: parameter.name, labelAnchor: 'center', labelArrow: 'none', ticks: 5, nice: false },
        y: { axis: null, domain: [0, 1.24] },
      },
    },
    spoken: spokenOf(shown),
    legend: legendOf(parameter),
    note: noteOf(shown, how),
  };
}

/** How telling a parameter is: far from 0, or pulled far by its prior. */
function interestOf({ mle, map }: Pick<Shown, 'mle' | 'map'>): number {
  const z = mle && mle.estimate !== null && mle.se !== null && mle.se > 0 ? Math.abs(mle.estimate / mle.se) : 0;
  return Math.max(z, 10 * Math.abs(map?.pull ?? 0));
}

function figures({ parameters, report, underWay }: PanelView): FigureSpec[] {
  const drawn = parameters.filter(({ likelihood, posterior, priorDensity }) => likelihood ?? posterior ?? priorDensity);
  const [first] = drawn;
  return drawn.map((parameter) => {
    const { name } = parameter;
    const level = (report.mle ?? report.map)?.level ?? 0.95;
    const shown = { parameter, mle: report.mle?.parameters[name], map: report.map?.parameters[name], level };
    const own = methodText(parameter, underWay);
    // Stated once, and again where it differs.
    const how = parameter !== first && first && own === methodText(first, underWay) ? undefined : own;
    return {
      key: `density:${name}`,
      title: name,
      parameter: name,
      interest: interestOf(shown),
      data: [shown, how],
      draw: (width: number) => draw(shown, how, width),
    };
  });
}

/** Likelihood, prior and posterior of each parameter, with both intervals and the pull of the prior. */
export const density: PlotKind = { id: 'density', tab: 'plots', title: 'Parameters', figures };
