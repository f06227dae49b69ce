import { element } from '../dom.js';

export interface MenuEntry {
  readonly text: string;
  readonly run: () => void;
}

let last = 0;

/** A button that opens a small menu: arrow keys, Escape and a click elsewhere do what they do in menus. */
export function menuButton(name: string, entries: () => readonly MenuEntry[]): HTMLElement {
  const id = `menu-${(last++).toFixed(0)}`;
  const button = element(
    'button',
    {
      type: 'button',
      class: 'menu-button',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'aria-controls': id,
      'aria-label': name,
      title: name,
    },
    '⋯',
  );
  const menu = element('div', { id, role: 'menu', class: 'menu', 'aria-label': name });
  menu.hidden = true;
  const close = (refocus: boolean): void => {
    menu.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    if (refocus) button.focus();
  };
  const open = (): void => {
    const items = entries().map(({ text, run }) => {
      const item = element('button', { type: 'button', role: 'menuitem', tabindex: '-1' }, text);
      item.addEventListener('click', () => {
        close(true);
        run();
      });
      return item;
    });
    menu.replaceChildren(...items);
    menu.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    items[0]?.focus();
  };
  button.addEventListener('click', () => (menu.hidden ? open() : close(true)));
  const wrapper = element('div', { class: 'menu-place' }, button, menu);
  menu.addEventListener('keydown', (event) => handleKey(event, menu, close));
  wrapper.addEventListener('focusout', ({ relatedTarget }) => {
    if (!wrapper.contains(relatedTarget as Node | null)) close(false);
  });
  return wrapper;
}

function handleKey(event: KeyboardEvent, menu: HTMLElement, close: (refocus: boolean) => void): void {
  const items = [...menu.children] as HTMLElement[];
  const now = items.indexOf(document.activeElement as HTMLElement);
  const moves: Readonly<Record<string, number>> = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: -1 };
  const next = moves[event.key];
  if (event.key === 'Escape') close(true);
  else if (next === undefined) return;
  else items.at(next % items.length)?.focus();
  event.preventDefault();
  event.stopPropagation();
}
