import type * as vscode from 'vscode';
import type { DidChangeStatusParams, DidFitParams } from '../../server/src/protocol/messages.js';
import type { PanelView } from '../../server/src/protocol/view.js';

/** What `activate` returns, for other extensions and for tests: they await events instead of polling. */
export interface LivelihoodApi {
  /** Fires after each fit. */
  readonly didFit: vscode.Event<DidFitParams>;
  /** Fires when the state of a file changes. */
  readonly didChangeStatus: vscode.Event<DidChangeStatusParams>;
  /** Fires when the panel shows something else. */
  readonly didShow: vscode.Event<PanelView | null>;
  /** What the panel shows; undefined while it is closed. */
  readonly panelView: () => PanelView | null | undefined;
  /** Text of the status-bar item; undefined while it is hidden. */
  readonly statusText: () => string | undefined;
}
