import * as vscode from 'vscode';
import type { DidChangeStatusParams } from '../../server/src/protocol/messages.js';
import { type ActiveFile } from './activeFile.js';
import { activeEstimation, isOpen } from './documents.js';
import { type Results } from './results.js';
import { plainText, stateWords } from './wording.js';

const icons: Readonly<Record<DidChangeStatusParams['state'], string>> = {
  fitting: '$(sync~spin)',
  fitted: '$(graph-line)',
  stale: '$(history)',
  failed: '$(warning)',
  waiting: '$(debug-pause)',
};

/** One status-bar item: the state of the estimation file in the active editor, or of the last one while a panel or a view has the focus. */
export class StatusItem implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('livelihood.status', vscode.StatusBarAlignment.Left, 50);
  readonly #disposable: vscode.Disposable;
  #visible = false;

  constructor(
    private readonly active: ActiveFile,
    private readonly results: Results,
  ) {
    this.#item.name = 'Livelihood';
    const draw = (): void => this.#draw();
    this.#disposable = vscode.Disposable.from(
      this.#item,
      results.didChange(draw),
      active.didChange(draw),
      vscode.window.onDidChangeActiveTextEditor(draw),
      vscode.workspace.onDidCloseTextDocument(draw),
    );
  }

  /** The text of the item; undefined while it is hidden. */
  text(): string | undefined {
    return this.#visible ? this.#item.text : undefined;
  }

  dispose(): void {
    this.#disposable.dispose();
  }

  #draw(): void {
    const status = this.results.of(this.#shown());
    this.#visible = status !== undefined;
    if (status === undefined) return this.#item.hide();
    const label = `Livelihood: ${stateWords(status)}. ${status.text}`;
    this.#item.text = `${icons[status.state]} ${plainText(status.text)}`;
    this.#item.tooltip = `${label}\n${status.state === 'waiting' ? vscode.l10n.t('Click to refit.') : vscode.l10n.t('Click to open the plots.')}`;
    this.#item.command = status.state === 'waiting' ? 'livelihood.refit' : 'livelihood.openPlots';
    this.#item.accessibilityInformation = { label };
    this.#item.show();
  }

  #shown(): vscode.Uri | undefined {
    if (vscode.window.activeTextEditor) return activeEstimation();
    return this.active.uri && isOpen(this.active.uri) ? this.active.uri : undefined;
  }
}
