import type { ShowMessage } from '../../server/src/protocol/messages.js';
import type { PanelView } from '../../server/src/protocol/view.js';
import { element } from './dom.js';
import { diagnostics, header } from './header.js';
import type { PlotKind } from './plots/plot.js';
import { plots } from './plots/registry.js';
import { nothingToDraw } from './state.js';

type Tab = 'plots' | 'compare';

const tabs: readonly { readonly id: Tab; readonly text: string }[] = [
  { id: 'plots', text: 'Plots' },
  { id: 'compare', text: 'MLE vs MAP' },
];
const mostFigures = 24;

/** The panel: draws the view it was given last, and keeps the reader's tab and place through updates. */
export class Panel {
  private view: PanelView | null = null;
  private tab: Tab = 'plots';
  private all = false;
  private width = 0;
  /** What each kind of plot drew last: it stays, dimmed, until the next fit has something to draw. */
  private readonly drawn = new Map<string, readonly HTMLElement[]>();

  constructor(private readonly root: HTMLElement) {
    new ResizeObserver(() => {
      if (Math.abs(this.available() - this.width) > 4) this.render();
    }).observe(root);
  }

  show({ view, focus }: ShowMessage): void {
    const isOther = view?.uri !== this.view?.uri;
    if (isOther) this.all = false;
    if (isOther) this.drawn.clear();
    const isNews = isOther || (focus !== undefined && focus !== this.tab) || contentOf(view) !== contentOf(this.view);
    this.view = view;
    this.tab = focus ?? this.tab;
    if (isNews) this.render();
  }

  private available(): number {
    return Math.max(240, this.root.clientWidth);
  }

  private render(): void {
    this.width = this.available();
    const scrolled = document.documentElement.scrollTop;
    const focused = document.activeElement?.id;
    this.root.replaceChildren(...(this.view ? this.content(this.view) : [emptyState()]));
    this.root.classList.toggle('stale', this.view?.stale === true);
    document.documentElement.scrollTop = scrolled;
    if (focused) document.getElementById(focused)?.focus();
  }

  private content(view: PanelView): HTMLElement[] {
    const problems = diagnostics(view.report.diagnostics);
    return [header(view), ...(problems ? [problems] : []), this.tabList(), this.tabPanel(view)];
  }

  private tabList(): HTMLElement {
    const buttons = tabs.map(({ id, text }) => {
      const selected = id === this.tab;
      const attributes = {
        id: `tab-${id}`,
        role: 'tab',
        'aria-selected': String(selected),
        'aria-controls': 'tab-panel',
        tabindex: selected ? '0' : '-1',
        type: 'button',
      };
      const button = element('button', attributes, text);
      button.addEventListener('click', () => this.choose(id));
      return button;
    });
    const list = element('div', { role: 'tablist', 'aria-label': 'Views' }, ...buttons);
    list.addEventListener('keydown', (event) => {
      if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') this.choose(this.tab === 'plots' ? 'compare' : 'plots');
    });
    return list;
  }

  private choose(tab: Tab): void {
    this.tab = tab;
    this.render();
    document.getElementById(`tab-${tab}`)?.focus();
  }

  private tabPanel(view: PanelView): HTMLElement {
    const drawn = plots.filter((plot) => plot.tab === this.tab).flatMap((plot) => this.draw(plot, view));
    const shown = this.all ? drawn : drawn.slice(0, mostFigures);
    const panel = element(
      'section',
      { id: 'tab-panel', role: 'tabpanel', class: this.tab, 'aria-labelledby': `tab-${this.tab}` },
      ...shown,
    );
    if (drawn.length === 0) panel.append(element('p', { class: 'empty' }, nothingToDraw(view)));
    if (shown.length < drawn.length) panel.append(this.moreButton(drawn.length));
    return panel;
  }

  private draw(plot: PlotKind, view: PanelView): readonly HTMLElement[] {
    const now = plot.draw(view, this.width);
    // Even where an edit has cut a fit short and the text is broken now.
    if (now.length === 0 && (view.underWay || view.stale)) {
      const before = this.drawn.get(plot.id) ?? [];
      for (const each of before) each.classList.add('old');
      return before;
    }
    this.drawn.set(plot.id, now);
    return now;
  }

  private moreButton(count: number): HTMLElement {
    const button = element('button', { id: 'show-all', type: 'button', class: 'more' }, `Show all ${count.toFixed(0)}`);
    button.addEventListener('click', () => {
      this.all = true;
      this.render();
    });
    return button;
  }
}

/** What is shown of a view: the version of its text is not. */
const contentOf = (view: PanelView | null): string => JSON.stringify(view && { ...view, version: 0 });

function emptyState(): HTMLElement {
  return element(
    'p',
    { class: 'empty' },
    'Nothing to show yet. Open an estimation file (.fit.yaml): its estimates appear here as soon as it is fitted.',
  );
}
