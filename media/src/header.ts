import type { ReportDiagnostic } from '../../server/src/report/fitReport.js';
import type { PanelView } from '../../server/src/protocol/view.js';
import { element } from './dom.js';
import { duration, logValue } from './format.js';
import type { PanelHost } from './host.js';
import { chipsOf } from './state.js';

/** Title, state and the figures of the whole fit, with the button that pins the panel to its file. */
export class Header {
  readonly root: HTMLElement;
  private readonly title = element('h1');
  private readonly state = element('p', { class: 'state', role: 'status' });
  private readonly figures = element('dl');
  private readonly pin = element('button', { type: 'button', class: 'pin', id: 'pin' });
  private readonly findings = element('details', { class: 'section findings', id: 'findings' });
  private known = '';

  constructor(private readonly host: PanelHost) {
    const top = element('div', { class: 'top' }, this.title, this.pin);
    this.root = element('header', {}, top, this.state, this.figures, this.findings);
    this.pin.addEventListener('click', () => host.pin(this.pin.getAttribute('aria-pressed') !== 'true'));
    this.findings.open = !(host.memory.closed ?? []).includes('findings');
    this.findings.addEventListener('toggle', () => this.folded());
  }

  update(view: PanelView, isPinned: boolean): void {
    const { report } = view;
    const now = JSON.stringify([
      view.title,
      chipsOf(view),
      report.mle?.logLikelihood,
      report.mle?.aic,
      report.mle?.bicOfTrials,
      report.data,
    ]);
    const said = JSON.stringify([now, report.diagnostics, report.seconds, isPinned]);
    if (said === this.known) return;
    this.known = said;
    this.title.textContent = view.title;
    this.state.replaceChildren(...chipsOf(view).map(({ kind, text }) => element('span', { class: `chip ${kind}` }, text)));
    this.figures.replaceChildren(...figuresOf(view));
    this.findings.hidden = report.diagnostics.length === 0;
    this.findings.replaceChildren(...findingsOf(report.diagnostics));
    this.pin.setAttribute('aria-pressed', String(isPinned));
    this.pin.textContent = isPinned ? 'Pinned to this file' : 'Follows the active file';
    this.pin.title = isPinned ? 'Follow the active file again' : 'Stay with this file';
  }

  private folded(): void {
    const others = (this.host.memory.closed ?? []).filter((id) => id !== 'findings');
    this.host.remember({ closed: this.findings.open ? others : [...others, 'findings'] });
  }
}

function figuresOf({ report }: PanelView): HTMLElement[] {
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
  return entries.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value)));
}

/** A message with its `names` set as code. */
function prose(message: string): (Node | string)[] {
  return message.split('`').map((part, index) => (index % 2 === 1 ? element('code', {}, part) : part));
}

/** The findings of the checks, the most severe first. */
function findingsOf(found: readonly ReportDiagnostic[]): HTMLElement[] {
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
  const count = element('span', { class: 'count' }, found.length.toFixed(0));
  return [element('summary', {}, element('h2', {}, 'Diagnostics'), count), element('ul', { class: 'diagnostics' }, ...items)];
}
