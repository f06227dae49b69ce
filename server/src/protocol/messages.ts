import type { FitReport } from '../report/fitReport.js';
import type { Position } from '../report/positions.js';
import type { ColumnView, PairAnswer, RowPlotsAnswer } from '../report/views.js';
import type { PanelView } from './view.js';

/** Server → client, after each fit. */
export const didFitMethod = 'livelihood/didFit';
export interface DidFitParams {
  readonly uri: string;
  readonly version: number;
  readonly result: FitReport;
}

/** Server → client: what the panel shows of `view.uri` has changed (a fit has ended, or the last one went stale). */
export const didChangeViewMethod = 'livelihood/didChangeView';
export interface DidChangeViewParams {
  readonly view: PanelView;
}

/** Client → server: the current view of a file, null where there is none yet. */
export const viewMethod = 'livelihood/view';
export interface ViewParams {
  readonly uri: string;
}
export type ViewResult = PanelView | null;

/** Client → server: panels show these files now. They are kept up to date even if no editor holds them. */
export const shownMethod = 'livelihood/shown';
export interface ShownParams {
  readonly uris: readonly string[];
}

/** Client → server: the likelihood, and the posterior, over two parameters of a file; null where the file is not known. */
export const pairMethod = 'livelihood/pair';
export interface PairParams {
  readonly uri: string;
  readonly x: string;
  readonly y: string;
}
export type PairResult = PairAnswer | null;

/** Client → server: the rows of a file beside what its estimates say of them; null where the file is not known. */
export const rowPlotsMethod = 'livelihood/rowPlots';
export interface RowPlotsParams {
  readonly uri: string;
}
export type RowPlotsResult = RowPlotsAnswer | null;

/** Client → server: where a row of the data, counted from 1, stands in a text; null where there is no such place. */
export const rowPlaceMethod = 'livelihood/rowPlace';
export interface RowPlaceParams {
  readonly uri: string;
  readonly row: number;
}
export type RowPlaceResult = ColumnPlaceResult;

/** Client → server: fit again even where nothing has changed. A file that no editor holds is read from disk and forgotten after its fit; the answer comes then. */
export const refitMethod = 'livelihood/refit';
export interface RefitParams {
  readonly uri: string;
}

/** Client → server: the columns of the data of a file; null where the data are not known. */
export const columnsMethod = 'livelihood/columns';
export interface ColumnsParams {
  readonly uri: string;
}
export type ColumnsResult = readonly ColumnView[] | null;

/** Client → server: where the data name a column: the header of their file, or the key of inline data; null where there is no such place. */
export const columnPlaceMethod = 'livelihood/columnPlace';
export interface ColumnPlaceParams {
  readonly uri: string;
  readonly column: string;
}
export type ColumnPlaceResult = { readonly uri: string; readonly start: Position; readonly end: Position } | null;

/** Client → server: what a dataset offers as outcomes; null where it cannot be read, with the reason. */
export const outcomesMethod = 'livelihood/outcomes';
export interface OutcomesParams {
  readonly uri: string;
}
export type OutcomesResult =
  | { readonly outcomes: readonly OutcomeOffer[]; readonly problem?: undefined }
  | { readonly outcomes?: undefined; readonly problem: string };
export interface OutcomeOffer {
  readonly name: string;
  readonly detail: string;
  readonly distributions: readonly { readonly name: string; readonly title: string }[];
}

/** Client → server: the text of a first estimation file for a dataset; null where there is none. */
export const draftMethod = 'livelihood/draft';
export interface DraftParams {
  readonly uri: string;
  readonly outcome: string;
  readonly distribution: string;
}
export type DraftResult = string | null;

/** Server → client: the state of a file for the status-bar item. */
export const didChangeStatusMethod = 'livelihood/didChangeStatus';
export interface DidChangeStatusParams {
  readonly uri: string;
  /** `waiting`: the setting `livelihood.run` leaves the next fit to a save or to the user. */
  readonly state: 'fitting' | 'fitted' | 'stale' | 'failed' | 'waiting';
  /** One line: `MLE 0.700 ± 0.145 · MAP 0.550 ± 0.079`, or what is wrong. */
  readonly text: string;
}

/** When a file is fitted: after each edit, after a save, or on the user's command alone. */
export type RunMode = 'onType' | 'onSave' | 'manual';

/** What the client says about the workspace in `initializationOptions`. Without it the workspace is trusted, as for a program that a person has started. */
export interface InitializationOptions {
  readonly trusted?: boolean;
  /** The client knows the types of tokens that no standard names. */
  readonly ownTokenTypes?: boolean;
  /** The setting `livelihood.run`: files may be open before settings can be asked for. */
  readonly run?: RunMode;
}

/** Client → server: the user trusts the workspace from now on. */
export const didGrantTrustMethod = 'livelihood/didGrantTrust';
