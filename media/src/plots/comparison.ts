import type { MapParameter, MleParameter } from '../../../server/src/report/estimates.js';
import type { PanelView } from '../../../server/src/protocol/view.js';
import { element } from '../dom.js';
import { estimate, interval, level, logValue, shift } from '../format.js';
import { colours, type Drawing, type FigureSpec, type PlotKind } from './plot.js';

const mostInPlot = 60;

/** Parameters of a fit and what is derived from them, by name. */
function valuesOf<T>(fit: { readonly parameters: Readonly<Record<string, T>>; readonly derived?: Readonly<Record<string, T>> } | null) {
  return new Map(Object.entries({ ...fit?.parameters, ...fit?.derived }));
}

/** The posterior interval where there is one, else Wald's. */
const posteriorText = ({ se, interval: { posterior, wald } }: MapParameter): string => interval(posterior ?? wald, se);

/** By profile likelihood where there is one. */
function intervalOf({ se, interval: { profile, ends, wald } }: MleParameter): string {
  return profile ? interval(profile, se, ends) : interval(wald, se);
}

function row(name: string, mle: MleParameter | undefined, map: MapParameter | undefined, hasMap: boolean): HTMLElement {
  const cells = [
    estimate(mle?.estimate ?? null, mle?.se ?? null),
    mle ? intervalOf(mle) : interval(null, null),
    estimate(map?.estimate ?? null, map?.se ?? null),
    ...(hasMap ? [map ? posteriorText(map) : interval(null, null)] : []),
    shift(map?.pull ?? null),
  ];
  return element('tr', {}, element('th', { scope: 'row' }, name), ...cells.map((text) => element('td', {}, text)));
}

function summaryRow(label: string, mle: number | null | undefined, map: number | null | undefined, hasMap: boolean): HTMLElement {
  const cells = [mle === undefined ? '' : logValue(mle), '', logValue(map ?? null), ...(hasMap ? [''] : []), ''];
  return element('tr', {}, element('th', { scope: 'row' }, label), ...cells.map((text) => element('td', {}, text)));
}

/** Parameters of either fit, or quantities derived from them, in the order of the report. */
function namesOf({ report: { mle, map } }: PanelView, kind: 'parameters' | 'derived' = 'parameters'): string[] {
  return [...new Set([...Object.keys(mle?.[kind] ?? {}), ...Object.keys(map?.[kind] ?? {})])];
}

function table(view: PanelView): HTMLElement {
  const { mle, map } = view.report;
  const content = (mle ?? map)?.level;
  const heads = [
    'Parameter',
    'MLE',
    content === undefined ? 'Interval' : `${level(content)} interval`,
    'MAP',
    ...(map ? [content === undefined ? 'Interval' : `${level(content)} interval`] : []),
  ].map((text) => element('th', { scope: 'col' }, text));
  const title = 'How far the prior pulls the estimate, in standard errors of the MLE';
  heads.push(element('th', { scope: 'col', title }, 'Shift (MAP − MLE)/SE'));
  const [ofMle, ofMap] = [valuesOf(mle), valuesOf(map)];
  const names = [...namesOf(view), ...namesOf(view, 'derived')];
  const body = element('tbody', {}, ...names.map((name) => row(name, ofMle.get(name), ofMap.get(name), map !== null)));
  const foot = element(
    'tfoot',
    {},
    summaryRow('log-likelihood', mle?.logLikelihood ?? null, map?.logLikelihood, map !== null),
    summaryRow('log-prior', undefined, map?.logPrior, map !== null),
    summaryRow('log-evidence', undefined, map?.logEvidence, map !== null),
  );
  const caption = element(
    'caption',
    {},
    'Estimates ± standard errors. Intervals: of the MLE by profile likelihood, of the MAP from the posterior; where these are not computed, Wald.',
  );
  return element(
    'div',
    { class: 'scroll', tabindex: '0' },
    element('table', {}, caption, element('thead', {}, element('tr', {}, ...heads)), body, foot),
  );
}

interface Pull {
  readonly name: string;
  readonly pull: number;
}

function pullsOf(view: PanelView): Pull[] {
  return namesOf(view).flatMap((name) => {
    const pull = view.report.map?.parameters[name]?.pull ?? null;
    return pull === null ? [] : [{ name, pull }];
  });
}

function drawPulls(pulls: readonly Pull[], width: number): Drawing {
  const shown = pulls.slice(0, mostInPlot);
  const reach = Math.max(2, ...shown.map(({ pull }) => Math.abs(pull))) * 1.1;
  const left = pulls.length > shown.length ? ` The first ${mostInPlot.toFixed(0)} of ${pulls.length.toFixed(0)} parameters.` : '';
  return {
    plot: {
      data: { pulls: shown.map(({ name, pull }) => ({ name, pull, from: -1, to: 1 })), zero: [0] },
      marks: [
        {
          mark: 'barX',
          data: 'pulls',
          options: { x1: 'from', x2: 'to', y: 'name', fill: colours.likelihood, fillOpacity: 0.16, inset: 5 },
        },
        { mark: 'ruleX', data: 'zero', options: { stroke: colours.likelihood, strokeWidth: 1.5 } },
        { mark: 'link', data: 'pulls', options: { x1: 0, x2: 'pull', y1: 'name', y2: 'name', stroke: colours.posterior, strokeWidth: 2 } },
        { mark: 'dot', data: 'pulls', options: { x: 'pull', y: 'name', fill: colours.posterior, r: 4.5, tip: true } },
      ],
      options: {
        width: Math.min(width, 760) - 26,
        height: 66 + 24 * shown.length,
        marginBottom: 38,
        marginLeft: marginFor(shown),
        x: { label: 'standard errors of the MLE', labelAnchor: 'center', labelArrow: 'none', domain: [-reach, reach], ticks: 5 },
        y: { label: null, domain: shown.map(({ name }) => name) },
      },
    },
    spoken: shown.map(({ name, pull }) => `${name}: ${shift(pull)} standard errors`).join('; '),
    legend: [
      { text: 'MLE ± one standard error', name: 'likelihood' },
      { text: 'MAP', name: 'posterior' },
    ],
    note: `The MAP estimate relative to the MLE, in standard errors of the MLE.${left}`,
  };
}

/** Room for the names on the left. */
export const marginFor = (rows: readonly { readonly name: string }[]): number =>
  16 + 7 * Math.max(...rows.map(({ name }) => Math.min(name.length, 30)));

function figures(view: PanelView): FigureSpec[] {
  const { mle, map } = view.report;
  if (namesOf(view).length === 0) return [];
  const pulls = pullsOf(view);
  const estimates: FigureSpec = {
    key: 'estimates',
    title: 'MLE and MAP',
    layout: 'table',
    data: [mle, map],
    draw: () => ({ element: table(view) }),
  };
  if (pulls.length === 0) return [estimates];
  const pulled: FigureSpec = {
    key: 'pulls',
    title: 'How far the prior pulls',
    layout: 'wide',
    data: pulls,
    draw: (width) => drawPulls(pulls, width),
  };
  return [estimates, pulled];
}

/** MLE and MAP side by side. */
export const comparison: PlotKind = { id: 'comparison', tab: 'compare', title: 'Estimates', figures };
