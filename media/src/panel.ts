import type { ShowMessage } from '../../server/src/protocol/panel.js';
import type { PanelView } from '../../server/src/protocol/view.js';
import { element } from './dom.js';
import { Contents } from './frame/contents.js';
import { DrawQueue } from './frame/drawQueue.js';
import { setChildren } from './frame/keyed.js';
import { Section } from './frame/section.js';
import { Header } from './header.js';
import type { PanelHost } from './host.js';
import { Answers } from './answers.js';
import type { Tab } from './plots/plot.js';
import { plots } from './plots/registry.js';
import { nothingToDraw } from './state.js';

const tabs: readonly { readonly id: Tab; readonly text: string }[] = [
  { id: 'plots', text: 'Plots' },
  { id: 'compare', text: 'MLE vs MAP' },
];

/** The panel: shows the view it was given last, in place, and keeps the reader's tab, sections and place through updates. */
export class Panel {
  private view: PanelView | null = null;
  private isPinned = false;
  private tab: Tab;
  private width = 0;
  private next: ShowMessage | undefined;
  private linked: string | null = null;
  private readonly queue = new DrawQueue();
  private readonly answers: Answers;
  private readonly header: Header;
  private readonly contents = new Contents();
  private readonly sections: readonly Section[];
  private readonly tabList: HTMLElement;
  private readonly tabPanel = element('section', { id: 'tab-panel', role: 'tabpanel' });
  private readonly empty = element('p', { class: 'empty' });

  constructor(
    private readonly root: HTMLElement,
    private readonly host: PanelHost,
  ) {
    this.tab = host.memory.tab ?? 'plots';
    this.header = new Header(host);
    this.answers = new Answers(host, () => this.render());
    this.sections = plots.map((kind) => new Section(kind, host, this.queue, () => this.render()));
    this.tabList = this.makeTabs();
    setChildren(root, [emptyState()]);
    new ResizeObserver(() => {
      if (Math.abs(this.available() - this.width) > 4) this.render();
    }).observe(root);
    addEventListener('beforeprint', () => this.queue.flush());
    addEventListener('scroll', () => host.remember({ scroll: document.documentElement.scrollTop }), { passive: true });
  }

  /** Shows a view at the next frame of the screen; of several that come before it, the last. */
  show(message: ShowMessage): void {
    const waiting = this.next;
    const focus = message.focus ?? waiting?.focus;
    this.next = { ...message, ...(focus ? { focus } : {}) };
    if (!waiting) requestAnimationFrame(() => this.take());
  }

  /** The cursor stands on this parameter of the file. */
  highlight(name: string | null): void {
    this.linked = name;
    for (const section of this.sections) section.highlight(name);
  }

  private take(): void {
    const { next } = this;
    this.next = undefined;
    if (!next) return;
    const isFirst = this.view === null;
    this.view = next.view;
    this.isPinned = next.isPinned === true;
    this.tab = next.focus ?? this.tab;
    this.host.remember({ ...(next.view ? { uri: next.view.uri } : {}), isPinned: this.isPinned, tab: this.tab });
    this.render();
    if (isFirst && next.view) document.documentElement.scrollTop = this.host.memory.scroll ?? 0;
  }

  /** The width inside the padding. */
  private available(): number {
    const { paddingLeft, paddingRight } = getComputedStyle(this.root);
    return Math.max(240, this.root.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight));
  }

  private render(): void {
    const { view } = this;
    if (!view) return setChildren(this.root, [emptyState()]);
    this.width = this.available();
    setChildren(this.root, [this.header.root, this.tabList, this.contents.root, this.tabPanel]);
    this.root.classList.toggle('stale', view.stale);
    this.header.update(view, this.isPinned);
    for (const button of this.tabList.children) mark(button, button.id === `tab-${this.tab}`);
    this.tabPanel.setAttribute('aria-labelledby', `tab-${this.tab}`);
    this.tabPanel.className = this.tab;
    this.fill(
      view,
      this.sections.filter(({ kind }) => kind.tab === this.tab),
    );
  }

  private fill(view: PanelView, sections: readonly Section[]): void {
    const isOpen = (what: 'pairs' | 'rows'): boolean => sections.some(({ kind, root }) => kind.isOnDemand === what && root.open);
    this.answers.take(view, { pairs: isOpen('pairs'), rows: isOpen('rows') });
    for (const section of sections) this.update(section, view);
    const shown = sections.filter(({ titles }) => titles.length > 0);
    this.contents.update(shown);
    this.empty.textContent = nothingToDraw(view);
    setChildren(this.tabPanel, shown.length > 0 ? shown.map(({ root }) => root) : [this.empty]);
    if (this.linked !== null) this.highlight(this.linked);
  }

  private update(section: Section, view: PanelView): void {
    const now = section.kind.figures(view, this.answers);
    const isSame = section.of === view.uri;
    // Even where an edit has cut a fit short and the text is broken now.
    if (now.length === 0 && isSame && (view.underWay || view.stale)) return section.age();
    section.of = view.uri;
    section.update(view, now, this.answers, this.width);
  }

  private makeTabs(): HTMLElement {
    const buttons = tabs.map(({ id, text }) => {
      const button = element('button', { id: `tab-${id}`, role: 'tab', 'aria-controls': 'tab-panel', type: 'button' }, text);
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
    this.host.remember({ tab });
    this.render();
    document.getElementById(`tab-${tab}`)?.focus();
  }
}

function mark(tab: Element, isSelected: boolean): void {
  tab.setAttribute('aria-selected', String(isSelected));
  tab.setAttribute('tabindex', isSelected ? '0' : '-1');
}

function emptyState(): HTMLElement {
  return element(
    'p',
    { class: 'empty' },
    'Nothing to show yet. Open an estimation file (.fit.yaml): its estimates appear here as soon as it is fitted.',
  );
}
