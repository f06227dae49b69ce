import * as Plot from '@observablehq/plot';
import type { MapParameter, MleParameter } from '../../../server/src/report/estimates.js';
import type { PanelView } from '../../../server/src/protocol/view.js';
import { element } from '../dom.js';
import { estimate, interval, level, logValue, shift } from '../format.js';
import { figure } from './figure.js';
import { colours, type PlotKind } from './plot.js';

const mostInPlot = 60;

/** Parameters of a fit and what is derived from them, by name. */
function valuesOf<T>(fit: { readonly parameters: Readonly<Record<string, T>>; readonly derived?: Readonly<Record<string, T>> } | null) {
  return new Map(Object.entries({ ...fit?.parameters, ...fit?.derived }));
}

/** By profile likelihood where there is one. */
function intervalOf({ se, interval: { profile, ends, wald } }: MleParameter): string {
  return profile ? interval(profile, se, ends) : interval(wald, se);
}

function row(name: string, mle: MleParameter | undefined, map: MapParameter | undefined): HTMLElement {
  const cells = [
    estimate(mle?.estimate ?? null, mle?.se ?? null),
    mle ? intervalOf(mle) : interval(null, null),
    estimate(map?.estimate ?? null, map?.se ?? null),
    shift(map?.pull ?? null),
  ];
  return element('tr', {}, element('th', { scope: 'row' }, name), ...cells.map((text) => element('td', {}, text)));
}

function summaryRow(label: string, mle: number | null | undefined, map: number | null | undefined): HTMLElement {
  const cells = [mle === undefined ? '' : logValue(mle), '', logValue(map ?? null), ''];
  return element('tr', {}, element('th', { scope: 'row' }, label), ...cells.map((text) => element('td', {}, text)));
}

/** Parameters of either fit, or quantities derived from them, in the order of the report. */
function namesOf({ report: { mle, map } }: PanelView, kind: 'parameters' | 'derived' = 'parameters'): string[] {
  return [...new Set([...Object.keys(mle?.[kind] ?? {}), ...Object.keys(map?.[kind] ?? {})])];
}

function table(view: PanelView): HTMLElement {
  const { mle, map } = view.report;
  const content = (mle ?? map)?.level;
  const heads = ['Parameter', 'MLE', content === undefined ? 'Interval' : `${level(content)} interval`, 'MAP'].map((text) =>
    element('th', { scope: 'col' }, text),
  );
  const title = 'How far the prior pulls the estimate, in standard errors of the MLE';
  heads.push(element('th', { scope: 'col', title }, 'Shift (MAP − MLE)/SE'));
  const [ofMle, ofMap] = [valuesOf(mle), valuesOf(map)];
  const names = [...namesOf(view), ...namesOf(view, 'derived')];
  const body = element('tbody', {}, ...names.map((name) => row(name, ofMle.get(name), ofMap.get(name))));
  const foot = element(
    'tfoot',
    {},
    summaryRow('log-likelihood', mle?.logLikelihood ?? null, map?.logLikelihood),
    summaryRow('log-prior', undefined, map?.logPrior),
    summaryRow('log-evidence', undefined, map?.logEvidence),
  );
  const caption = element(
    'caption',
    {},
    'Estimates ± standard errors. Interval of the MLE: by profile likelihood where computed, else Wald.',
  );
  return element(
    'div',
    { class: 'scroll', tabindex: '0' },
    element('table', {}, caption, element('thead', {}, element('tr', {}, ...heads)), body, foot),
  );
}

function overlay(view: PanelView, width: number): HTMLElement[] {
  const pulls = namesOf(view).flatMap((name) => {
    const pull = view.report.map?.parameters[name]?.pull ?? null;
    return pull === null ? [] : [{ name, pull }];
  });
  if (pulls.length === 0) return [];
  const shown = pulls.slice(0, mostInPlot);
  const reach = Math.max(2, ...shown.map(({ pull }) => Math.abs(pull))) * 1.1;
  const plot = Plot.plot({
    width: Math.min(width, 760) - 26,
    height: 66 + 24 * shown.length,
    marginBottom: 38,
    marginLeft: 16 + 7 * Math.max(...shown.map(({ name }) => Math.min(name.length, 24))),
    x: { label: 'standard errors of the MLE', labelAnchor: 'center', labelArrow: 'none', domain: [-reach, reach], ticks: 5 },
    y: {
      label: null,
      domain: shown.map(({ name }) => name),
      tickFormat: (name: string) => (name.length > 24 ? `${name.slice(0, 23)}…` : name),
    },
    marks: [
      Plot.barX(shown, { x1: -1, x2: 1, y: 'name', fill: colours.likelihood, fillOpacity: 0.12, inset: 5 }),
      Plot.ruleX([0], { stroke: colours.likelihood, strokeWidth: 1.5 }),
      Plot.link(shown, { x1: 0, x2: 'pull', y1: 'name', y2: 'name', stroke: colours.posterior, strokeWidth: 2 }),
      Plot.dot(shown, { x: 'pull', y: 'name', fill: colours.posterior, r: 4.5 }),
    ],
  });
  const left = pulls.length > shown.length ? ` The first ${mostInPlot.toFixed(0)} of ${pulls.length.toFixed(0)} parameters.` : '';
  return [
    figure({
      title: 'How far the prior pulls',
      plot,
      spoken: shown.map(({ name, pull }) => `${name}: ${shift(pull)} standard errors`).join('; '),
      legend: [
        { text: 'MLE ± one standard error', name: 'likelihood' },
        { text: 'MAP', name: 'posterior' },
      ],
      note: `The MAP estimate relative to the MLE, in standard errors of the MLE.${left}`,
    }),
  ];
}

function draw(view: PanelView, width: number): HTMLElement[] {
  if (namesOf(view).length === 0) return [];
  return [table(view), ...overlay(view, width)];
}

/** MLE and MAP side by side. */
export const comparison: PlotKind = { id: 'comparison', tab: 'compare', draw };
