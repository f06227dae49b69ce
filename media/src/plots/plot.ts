import type { PanelPair } from '../../../server/src/protocol/panel.js';
import type { PanelView } from '../../../server/src/protocol/view.js';
import type { PairAnswer, RowPlotsAnswer } from '../../../server/src/report/views.js';
import type { PlotSpec } from '../frame/plotSpec.js';

export type Tab = 'plots' | 'compare';

/** A legend entry: the colour's name in the style sheet, and how its line is drawn. */
export interface LegendEntry {
  readonly text: string;
  readonly name: 'likelihood' | 'prior' | 'posterior' | 'points';
  readonly isDashed?: boolean;
}

/** What stands inside a figure: a plot that can be exported as numbers and code, or an element of another kind, such as a table. */
export type Drawing =
  | {
      readonly plot: PlotSpec;
      /** What the plot shows, in words, for those who do not see it. */
      readonly spoken: string;
      readonly legend: readonly LegendEntry[];
      readonly note: string;
      /** A click on a datum leads to this row of the data. */
      readonly rowOf?: (datum: unknown) => number | undefined;
    }
  | { readonly element: HTMLElement; readonly note?: string };

/** One figure of a view. It is drawn again only where `data` or the width is another one. */
export interface FigureSpec {
  /** Equal where it is the same figure of another view: it is then updated in place. */
  readonly key: string;
  readonly title: string;
  readonly data: unknown;
  readonly draw: (width: number) => Drawing;
  /** Takes a row of its own; a table stands without a frame. */
  readonly layout?: 'wide' | 'table';
  /** The parameter whose line in the file it belongs to. */
  readonly parameter?: string;
  /** The higher, the earlier it is shown among many. */
  readonly interest?: number;
}

/** A way to draw a fit: one section of the panel. To add one, write a file beside this one and list it in registry.ts. */
export interface PlotKind {
  readonly id: string;
  readonly tab: Tab;
  /** Heads its section. */
  readonly title: string;
  /** Closed until somebody opens it: its numbers are computed only then. */
  readonly isOnDemand?: 'pairs' | 'rows';
  /** What there is to show of a view; nothing where it does not apply. */
  readonly figures: (view: PanelView, pairs: AnswerSource) => readonly FigureSpec[];
  /** Controls above its figures. */
  readonly controls?: (view: PanelView, pairs: AnswerSource) => readonly Element[];
}

/** What is asked for where somebody looks: the likelihood over pairs of parameters, and the rows. */
export interface AnswerSource {
  /** The pairs that are shown: the chosen one, or all. */
  readonly shown: readonly PanelPair[];
  readonly names: readonly string[];
  readonly isAll: boolean;
  /** Null while they are not there. */
  readonly rows: RowPlotsAnswer | null;
  /** The answer, or null while it is not there. */
  readonly answerTo: (pair: PanelPair) => PairAnswer | null;
  readonly choose: (pair: PanelPair) => void;
  readonly chooseAll: (isAll: boolean) => void;
}

/** Colours come from the theme; `panel.css` maps these names to it. */
export const colours = {
  likelihood: 'var(--likelihood)',
  prior: 'var(--prior)',
  posterior: 'var(--posterior)',
  muted: 'var(--muted)',
} as const;

export const colourOf = (label: 'MLE' | 'MAP'): string => (label === 'MLE' ? colours.likelihood : colours.posterior);
export const keyOf = (label: 'MLE' | 'MAP'): 'likelihood' | 'posterior' => (label === 'MLE' ? 'likelihood' : 'posterior');
