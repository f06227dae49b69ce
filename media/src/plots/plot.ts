import type { PanelView } from '../../../server/src/protocol/view.js';

/** A way to draw a fit. To add one, write a file beside this one and list it in registry.ts. */
export interface PlotKind {
  readonly id: string;
  readonly tab: 'plots' | 'compare';
  /** What to show of a view in a given width; nothing where it does not apply. */
  readonly draw: (view: PanelView, width: number) => readonly HTMLElement[];
}

/** Colours come from the theme; `media/panel.css` maps these names to it. */
export const colours = {
  likelihood: 'var(--likelihood)',
  prior: 'var(--prior)',
  posterior: 'var(--posterior)',
  muted: 'var(--muted)',
} as const;
