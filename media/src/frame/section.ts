import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { element } from '../dom.js';
import type { PanelHost } from '../host.js';
import type { FigureSpec, AnswerSource, PlotKind } from '../plots/plot.js';
import type { PanelView } from '../../../server/src/protocol/view.js';
import type { DrawQueue } from './drawQueue.js';
import { FigureFrame } from './figureFrame.js';
import { Keyed, setChildren } from './keyed.js';
import { found, grouped } from './order.js';

/** So many figures are shown as they come; of more, so many of the most interesting, until all are asked for. */
const FEW = 8;
const MOST = 12;

/** One kind of plot: a section that folds, with its figures. */
export class Section {
  readonly root: HTMLDetailsElement;
  private readonly figures = new Keyed<FigureFrame>();
  private readonly headings = new Keyed<HTMLElement>();
  private readonly grid = element('div', { class: 'figures' });
  private readonly count = element('span', { class: 'count' });
  private readonly controls = element('div', { class: 'controls' });
  private readonly search: HTMLElement;
  private controlled = '';
  private readonly more = element('button', { type: 'button', class: 'more' });
  /** The file whose figures these are. */
  of = '';
  private specs: readonly FigureSpec[] = [];
  private words = '';
  private width = 0;

  constructor(
    readonly kind: PlotKind,
    private readonly host: PanelHost,
    private readonly queue: DrawQueue,
    private readonly changed: () => void,
  ) {
    const summary = element('summary', {}, element('h2', {}, kind.title), this.count);
    this.search = this.searchField();
    this.more.addEventListener('click', () => this.toggleAll());
    this.root = element(
      'details',
      { class: 'section', id: `section-${kind.id}` },
      summary,
      this.controls,
      this.search,
      this.grid,
      this.more,
    );
    this.root.open = kind.isOnDemand ? (host.memory.opened ?? []).includes(kind.id) : !(host.memory.closed ?? []).includes(kind.id);
    this.root.addEventListener('toggle', () => this.folded());
  }

  get titles(): readonly string[] {
    return this.specs.map(({ title }) => title);
  }

  update(view: PanelView, specs: readonly FigureSpec[], pairs: AnswerSource, width: number): void {
    this.specs = specs;
    this.width = width;
    this.control(view, pairs);
    // What is closed has nothing to draw.
    if (this.root.open) this.arrange();
    else this.head();
  }

  age(): void {
    for (const figure of this.figures.all) figure.age();
  }

  /** Marks the figures of a parameter, or of all entries of a vector. */
  highlight(name: string | null): void {
    for (const { root } of this.figures.all) {
      const own = root.dataset['parameter'];
      root.classList.toggle('linked', name !== null && own !== undefined && (own === name || own.startsWith(`${name}[`)));
    }
  }

  private get isWhole(): boolean {
    return (this.host.memory.whole ?? []).includes(this.kind.id);
  }

  private arrange(): void {
    const { specs } = this;
    const isMany = specs.length > FEW;
    const shown = found(specs, isMany ? this.words : '');
    const most = this.isWhole ? Infinity : isMany ? MOST : FEW;
    const groups = isMany ? grouped(shown, most) : [{ name: '', members: shown }];
    const keys = groups.flatMap(({ members }) => members.map(({ key }) => key));
    const byKey = new Map(specs.map((spec) => [spec.key, spec]));
    const frames = new Map(
      this.figures
        .of(keys, (key) => new FigureFrame(this.host, this.queue, key, byKey.get(key)?.parameter))
        .map((frame) => [frame.key, frame]),
    );
    const headings = new Map(
      this.headings
        .of(
          groups.map(({ name }) => name),
          headingOf,
        )
        .map((each) => [each.textContent, each]),
    );
    const children = groups
      .flatMap(({ name, members }) => [...(name === '' ? [] : [headings.get(name)]), ...members.map(({ key }) => frames.get(key)?.root)])
      .filter((each) => each !== undefined);
    setChildren(this.grid, shown.length === 0 && specs.length > 0 ? [this.nothing()] : children);
    for (const key of keys) {
      const spec = byKey.get(key);
      if (spec) frames.get(key)?.update(spec, this.width);
    }
    this.head();
    this.search.hidden = !isMany;
    this.more.hidden = shown.length <= MOST;
    this.more.textContent = this.isWhole ? `Show the ${MOST.toFixed(0)} most telling` : `Show all ${shown.length.toFixed(0)}`;
  }

  private head(): void {
    const { length } = this.specs;
    this.root.hidden = length === 0;
    this.count.textContent = length > 2 ? length.toFixed(0) : '';
  }

  /** Controls are made anew only where they offer something else: a person may be using them. */
  private control(view: PanelView, pairs: AnswerSource): void {
    if (!this.kind.controls) return;
    const now = JSON.stringify([pairs.names, pairs.isAll, pairs.isAll ? [] : pairs.shown]);
    if (now === this.controlled) return;
    this.controlled = now;
    this.controls.replaceChildren(...this.kind.controls(view, pairs));
  }

  private nothing(): HTMLElement {
    return element('p', { class: 'empty' }, `No name here contains “${this.words}”.`);
  }

  private searchField(): HTMLElement {
    const field = document.createElement('vscode-textfield');
    field.setAttribute('type', 'search');
    field.setAttribute('placeholder', 'Search');
    field.setAttribute('label', `Search ${this.kind.title}`);
    field.className = 'search';
    field.addEventListener('input', () => {
      this.words = field.value;
      this.arrange();
    });
    return field;
  }

  private toggleAll(): void {
    const others = (this.host.memory.whole ?? []).filter((id) => id !== this.kind.id);
    this.host.remember({ whole: this.isWhole ? others : [...others, this.kind.id] });
    this.arrange();
  }

  private folded(): void {
    const { memory } = this.host;
    const list = this.kind.isOnDemand ? 'opened' : 'closed';
    const others = (memory[list] ?? []).filter((id) => id !== this.kind.id);
    const isListed = this.kind.isOnDemand ? this.root.open : !this.root.open;
    this.host.remember({ [list]: isListed ? [...others, this.kind.id] : others });
    this.changed();
  }
}

const headingOf = (name: string): HTMLElement => element('h3', { class: 'group' }, name);
