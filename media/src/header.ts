import type { ReportDiagnostic } from '../../server/src/report/fitReport.js';
import type { PanelView } from '../../server/src/protocol/view.js';
import { element } from './dom.js';
import { duration, logValue } from './format.js';
import { chipsOf } from './state.js';

/** Title, state and the figures of the whole fit. */
export function header(view: PanelView): HTMLElement {
  return element('header', {}, element('h1', {}, view.title), element('p', { class: 'state' }, ...chips(view)), figures(view));
}

const chips = (view: PanelView): HTMLElement[] => chipsOf(view).map(({ kind, text }) => element('span', { class: `chip ${kind}` }, text));

function figures({ report }: PanelView): HTMLElement {
  const { mle, data, seconds } = report;
  const used =
    data.used === data.rows ? data.rows.toLocaleString('en') : `${data.used.toLocaleString('en')} of ${data.rows.toLocaleString('en')}`;
  const entries: readonly (readonly [string, string])[] = [
    ['rows used', used],
    ...(mle
      ? ([
          ['log-likelihood', logValue(mle.logLikelihood)],
          ['AIC', logValue(mle.aic)],
          [mle.bicOfTrials ? `BIC, n = ${mle.bicOfTrials.rows.toLocaleString('en')} rows` : 'BIC', logValue(mle.bic)],
          ...(mle.bicOfTrials
            ? ([[`BIC, n = ${mle.bicOfTrials.trials.toLocaleString('en')} trials`, logValue(mle.bicOfTrials.bic)]] as const)
            : []),
        ] as const)
      : []),
    ['time', duration(seconds.load + seconds.compile + seconds.fit)],
  ];
  return element('dl', {}, ...entries.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))));
}

/** A message with its `names` set as code. */
function prose(message: string): (Node | string)[] {
  return message.split('`').map((part, index) => (index % 2 === 1 ? element('code', {}, part) : part));
}

/** What the checks have to say, most severe first. */
export function diagnostics(found: readonly ReportDiagnostic[]): HTMLElement | undefined {
  if (found.length === 0) return undefined;
  const order = ['error', 'warning', 'information', 'hint'];
  const sorted = [...found].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  const items = sorted.map((problem) =>
    element(
      'li',
      { class: problem.severity },
      element('strong', {}, problem.severity),
      ' ',
      ...prose(problem.message),
      ' ',
      element('span', { class: 'place' }, `line ${(problem.range.start.line + 1).toFixed(0)}, ${problem.code}`),
    ),
  );
  return element('section', { 'aria-label': 'Diagnostics' }, element('ul', { class: 'diagnostics' }, ...items));
}
