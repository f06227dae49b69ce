import { element } from '../dom.js';
import type { PanelHost } from '../host.js';
import type { Drawing, FigureSpec, LegendEntry } from '../plots/plot.js';
import type { DrawQueue, Drawn } from './drawQueue.js';
import { setChildren } from './keyed.js';
import { type MenuEntry, menuButton } from './menu.js';
import { pngOf, resolved, svgText } from './pictures.js';
import { drawPlot, numbersOf, type PlotSpec, programOf } from './plotSpec.js';
import { cellsOf, tableText, type TableFormat } from './tables.js';

/** The lasting part of a figure: its title, its menu and its place. What is inside is drawn again where its data have changed. */
export class FigureFrame implements Drawn {
  readonly root: HTMLElement;
  private readonly title: HTMLElement;
  private readonly inside = element('div', { class: 'inside' });
  private spec: FigureSpec | undefined;
  private data = '';
  private width = 0;
  private drawing: Drawing | undefined;

  constructor(
    private readonly host: PanelHost,
    private readonly queue: DrawQueue,
    readonly key: string,
    parameter: string | undefined,
  ) {
    this.title = parameter === undefined ? element('span') : this.lineLink(parameter);
    const head = element(
      'div',
      { class: 'figure-head' },
      element('h3', {}, this.title),
      menuButton('Save or copy', () => this.entries()),
    );
    this.root = element(
      'figure',
      { tabindex: '0', 'data-key': key, ...(parameter === undefined ? {} : { 'data-parameter': parameter }) },
      head,
      this.inside,
    );
    if (parameter !== undefined) this.link(parameter);
  }

  update(spec: FigureSpec, width: number): void {
    this.root.classList.remove('old');
    this.root.classList.toggle('wide', spec.layout !== undefined);
    this.root.classList.toggle('plain', spec.layout === 'table');
    const data = JSON.stringify([spec.title, spec.data]);
    this.spec = spec;
    if (data === this.data && width === this.width) return;
    this.data = data;
    this.width = width;
    if (this.title.textContent !== spec.title) this.title.textContent = spec.title;
    this.queue.add(this);
  }

  /** What it shows is no longer current. */
  age(): void {
    this.root.classList.add('old');
  }

  isVisible(): boolean {
    const { top, bottom, height } = this.root.getBoundingClientRect();
    return height > 0 && bottom > -200 && top < window.innerHeight + 200;
  }

  draw(): void {
    if (!this.spec) return;
    this.drawing = this.spec.draw(this.width);
    setChildren(this.inside, 'plot' in this.drawing ? this.plotParts(this.drawing) : otherParts(this.drawing));
  }

  private plotParts({ plot, spoken, legend, note, rowOf }: Extract<Drawing, { plot: PlotSpec }>): Element[] {
    const drawn = drawPlot(plot);
    // The plot's own <style> has no nonce: the page's policy refuses it, and panel.css holds the same rules.
    for (const style of drawn.querySelectorAll('style')) style.remove();
    drawn.setAttribute('role', 'img');
    drawn.setAttribute('aria-label', spoken);
    if (rowOf) this.leadToRows(drawn as SVGSVGElement & { value?: unknown }, rowOf);
    const keys = legend.map((entry) => element('li', { class: classOf(entry) }, entry.text));
    return [...(keys.length > 0 ? [element('ul', { class: 'legend' }, ...keys)] : []), drawn, element('figcaption', {}, note)];
  }

  private leadToRows(drawn: SVGSVGElement & { value?: unknown }, rowOf: (datum: unknown) => number | undefined): void {
    drawn.classList.add('leads');
    drawn.addEventListener('click', () => {
      const row = rowOf(drawn.value);
      if (row !== undefined) this.host.goToRow(row);
    });
  }

  private lineLink(parameter: string): HTMLElement {
    const link = element('button', { type: 'button', class: 'line-link', title: 'Go to its line' });
    link.addEventListener('click', () => this.host.reveal(parameter, true));
    return link;
  }

  private link(parameter: string): void {
    for (const event of ['pointerenter', 'focusin'] as const) this.root.addEventListener(event, () => this.host.reveal(parameter));
    for (const event of ['pointerleave', 'focusout'] as const) this.root.addEventListener(event, () => this.host.reveal(null));
  }

  private entries(): MenuEntry[] {
    const table = this.inside.querySelector('table');
    const svg = this.inside.querySelector('svg');
    const { drawing } = this;
    return [
      ...(svg && drawing && 'plot' in drawing ? this.plotEntries(svg, drawing.plot) : []),
      ...(table ? (['Markdown', 'LaTeX', 'CSV'] as const).map((format) => this.tableEntry(table, format)) : []),
      ...(!svg && !table ? [{ text: 'Copy Text', run: () => this.host.copy(this.inside.innerText) }] : []),
    ];
  }

  private plotEntries(svg: SVGSVGElement, plot: PlotSpec): MenuEntry[] {
    const name = `${this.key} ${this.spec?.title ?? ''}`.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '');
    const save = (ending: string, content: string, encoding: 'utf8' | 'base64' = 'utf8'): void =>
      this.host.save({ name: `${name}.${ending}`, content, encoding });
    return [
      { text: 'Save as SVG…', run: () => save('svg', svgText(svg)) },
      { text: 'Save as PNG…', run: () => void pngOf(svg).then((content) => save('png', content, 'base64')) },
      { text: 'Save Numbers as CSV…', run: () => save('csv', numbersOf(plot)) },
      { text: 'Copy Observable Plot Code', run: () => this.host.copy(programOf(plot, resolved)) },
    ];
  }

  private tableEntry(table: HTMLTableElement, format: TableFormat): MenuEntry {
    return { text: `Copy as ${format}`, run: () => this.host.copy(tableText(cellsOf(table), format)) };
  }
}

const classOf = ({ name, isDashed }: LegendEntry): string => `key ${name}${isDashed ? ' dashed' : ''}`;

function otherParts({ element: made, note }: Extract<Drawing, { element: HTMLElement }>): Element[] {
  return [made, ...(note === undefined ? [] : [element('figcaption', {}, note)])];
}
