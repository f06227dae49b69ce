import { element } from '../dom.js';
import type { Section } from './section.js';

/** From this many figures on the panel has a table of contents. */
const LONG = 6;

/** Links to the sections, where there is more than one screen of them. */
export class Contents {
  readonly root = element('nav', { class: 'contents', 'aria-label': 'Contents' });
  private known = '';

  update(sections: readonly Section[]): void {
    const shown = sections.filter(({ titles }) => titles.length > 0);
    const figures = shown.reduce((sum, { titles }) => sum + titles.length, 0);
    this.root.hidden = shown.length < 2 || figures < LONG;
    const now = JSON.stringify(shown.map(({ kind, titles }) => [kind.id, titles.length]));
    if (now === this.known) return;
    this.known = now;
    this.root.replaceChildren(...shown.map((section) => this.linkTo(section)));
  }

  private linkTo({ kind, titles, root }: Section): HTMLElement {
    const text = titles.length > 2 ? `${kind.title} (${titles.length.toFixed(0)})` : kind.title;
    const link = element('button', { type: 'button' }, text);
    link.addEventListener('click', () => {
      root.open = true;
      root.scrollIntoView({ block: 'start' });
      root.querySelector('summary')?.focus({ preventScroll: true });
    });
    return link;
  }
}
