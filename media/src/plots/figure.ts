import { element } from '../dom.js';

/** A legend entry: the colour's name in the style sheet, and how its line is drawn. */
export interface LegendEntry {
  readonly text: string;
  readonly name: 'likelihood' | 'prior' | 'posterior' | 'points';
}

interface FigureParts {
  readonly title: string;
  readonly plot: Element;
  /** What a screen reader says instead of showing the picture. */
  readonly spoken: string;
  readonly legend: readonly LegendEntry[];
  readonly note: string;
  /** Takes a row of its own. */
  readonly wide?: boolean;
}

/** A plot with its title, its legend and a sentence that says what is drawn. */
export function figure({ title, plot, spoken, legend, note, wide }: FigureParts): HTMLElement {
  // The plot's own <style> has no nonce: the page's policy refuses it, and panel.css holds the same rules.
  for (const style of plot.querySelectorAll('style')) style.remove();
  plot.setAttribute('role', 'img');
  plot.setAttribute('aria-label', spoken);
  const entries = legend.map(({ text, name }) => element('li', { class: `key ${name}` }, text));
  return element(
    'figure',
    { tabindex: '0', ...(wide ? { class: 'wide' } : {}) },
    element('h3', {}, title),
    element('ul', { class: 'legend' }, ...entries),
    plot,
    element('figcaption', {}, note),
  );
}
