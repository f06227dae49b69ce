import type { PairAnswer, RowPlotsAnswer } from '../report/views.js';
import type { PanelView } from './view.js';

/** Host → panel: what to draw. `compare` shows the side-by-side table first, `plots` the plots. */
export const showMethod = 'livelihood/show';
export interface ShowMessage {
  readonly view: PanelView | null;
  readonly focus?: 'compare' | 'plots';
  /** The panel stays with this file; otherwise it follows the active one. */
  readonly isPinned?: boolean;
}

/** Host → panel: the cursor stands on this parameter or vector of the shown file; null where it stands on none. */
export const highlightMethod = 'livelihood/highlight';
export interface HighlightMessage {
  readonly name: string | null;
}

/** Panel → host: its script listens now. */
export const readyMethod = 'livelihood/ready';

/** Panel → host: stay with the shown file, or follow the active one again. */
export const pinMethod = 'livelihood/pin';
export interface PinMessage {
  readonly isPinned: boolean;
}

/** Panel → host: somebody points at a figure of this parameter, or no longer at any; with `go` its line is wanted. */
export const revealMethod = 'livelihood/reveal';
export interface RevealMessage {
  readonly name: string | null;
  readonly go?: true;
}

/** Panel → host: show a row of the data, counted from 1, where it stands. */
export const goToRowMethod = 'livelihood/goToRow';
export interface GoToRowMessage {
  readonly row: number;
}

/** Panel → host: ask where to save this, and save it. */
export const saveMethod = 'livelihood/save';
export interface SaveMessage {
  readonly name: string;
  readonly content: string;
  readonly encoding: 'utf8' | 'base64';
}

/** Panel → host: put a text on the clipboard; `what` names it for the person. */
export const copyMethod = 'livelihood/copy';
export interface CopyMessage {
  readonly text: string;
}

/** Panel → host, a request: the likelihood over two parameters of the shown file. */
export const panelPairMethod = 'livelihood/panelPair';
export interface PanelPair {
  readonly x: string;
  readonly y: string;
}
export type PanelPairAnswer = PairAnswer | null;

/** Panel → host, a request: the rows of the shown file beside what the estimates say of them. */
export const panelRowsMethod = 'livelihood/panelRows';
export type PanelRowsAnswer = RowPlotsAnswer | null;

/** What a panel remembers of itself through a reload of the window. */
export interface PanelMemory {
  readonly uri?: string;
  readonly isPinned?: boolean;
  readonly tab?: 'plots' | 'compare';
  /** Sections that are closed. */
  readonly closed?: readonly string[];
  /** Sections that are closed unless somebody opens them, and are open. */
  readonly opened?: readonly string[];
  /** Sections of which all figures are shown. */
  readonly whole?: readonly string[];
  readonly pair?: PanelPair;
  readonly scroll?: number;
}
