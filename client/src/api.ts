import type * as vscode from 'vscode';
import type { ExpectationRun } from './expectations.js';
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
  /** Fires when commands, panel and views turn to another file. */
  readonly didChangeActive: vscode.Event<vscode.Uri | undefined>;
  /** What the panel shows; undefined while it is closed. */
  readonly panelView: () => PanelView | null | undefined;
  /** Text of the status-bar item; undefined while it is hidden. */
  readonly statusText: () => string | undefined;
  /** The item beside the language in the status bar. */
  readonly languageStatus: Pick<vscode.LanguageStatusItem, 'text' | 'detail' | 'severity' | 'busy' | 'command'>;
  /** The file that commands, panel and views turn to. */
  readonly activeFile: () => vscode.Uri | undefined;
  /** Context keys of the walkthrough that are set. */
  readonly milestones: () => readonly string[];
  /** The last comparison of models, as Markdown. */
  readonly comparison: () => string;
  /** What the views of the container show. */
  readonly trees: Readonly<Record<'files' | 'columns' | 'estimates', vscode.TreeDataProvider<unknown>>>;
  /** What stands above the estimates. */
  readonly estimatesMessage: () => string;
  /** Fires once the expectations of a file have been judged. */
  readonly didTest: vscode.Event<ExpectationRun>;
  /** The tests that the Test Explorer has of a file. */
  readonly testsOf: (uri: vscode.Uri) => readonly string[];
}
