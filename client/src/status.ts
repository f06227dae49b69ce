import * as vscode from 'vscode';
import type { DidChangeStatusParams } from '../../server/src/protocol/messages.js';
import { activeEstimation } from './documents.js';
import { type EstimationServer } from './server.js';

const icons: Readonly<Record<DidChangeStatusParams['state'], string>> = {
  fitting: '$(sync~spin)',
  fitted: '$(graph-line)',
  stale: '$(history)',
  failed: '$(warning)',
};

const words: Readonly<Record<DidChangeStatusParams['state'], string>> = {
  fitting: 'Fitting',
  fitted: 'Estimates are current',
  stale: 'Estimates are stale: the file or its data have changed since the fit',
  failed: 'No estimates',
};

/** One status-bar item: the state of the estimation file in the active editor. */
export class StatusItem implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('livelihood.status', vscode.StatusBarAlignment.Left, 50);
  readonly #states = new Map<string, DidChangeStatusParams>();
  readonly #disposable: vscode.Disposable;
  #visible = false;

  constructor(server: EstimationServer) {
    this.#item.name = 'Livelihood';
    this.#item.command = 'livelihood.openPlots';
    this.#disposable = vscode.Disposable.from(
      this.#item,
      server.didChangeStatus((status) => this.#take(status)),
      vscode.window.onDidChangeActiveTextEditor(() => this.#draw()),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#states.delete(uri.toString())),
    );
  }

  /** The text of the item; undefined while it is hidden. */
  text(): string | undefined {
    return this.#visible ? this.#item.text : undefined;
  }

  dispose(): void {
    this.#disposable.dispose();
  }

  #take(status: DidChangeStatusParams): void {
    this.#states.set(status.uri, status);
    this.#draw();
  }

  #draw(): void {
    const uri = activeEstimation();
    const status = uri && this.#states.get(uri.toString());
    this.#visible = status !== undefined;
    if (status === undefined) return this.#item.hide();
    this.#item.text = `${icons[status.state]} ${escapeIcons(status.text.replaceAll('`', ''))}`;
    this.#item.tooltip = `Livelihood: ${words[status.state]}. ${status.text}\nClick to open the plots.`;
    this.#item.accessibilityInformation = { label: `Livelihood: ${words[status.state]}. ${status.text}` };
    this.#item.show();
  }
}

/** `$(name)` in a text that the user wrote is not an icon. */
function escapeIcons(text: string): string {
  return text.replaceAll('$(', '$\u200b(');
}
