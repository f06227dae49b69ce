import * as vscode from 'vscode';
import { activeEstimation } from './documents.js';

/** Where-clauses of menus ask for this. */
const context = 'livelihood.hasEstimation';

/** The last estimation file that was active: commands, panel and views stay with it while something else has the focus. */
export class ActiveFile implements vscode.Disposable {
  #uri: vscode.Uri | undefined;
  readonly #changed = new vscode.EventEmitter<vscode.Uri | undefined>();
  readonly #disposable: vscode.Disposable;

  readonly didChange = this.#changed.event;

  constructor() {
    this.#disposable = vscode.Disposable.from(
      this.#changed,
      vscode.window.onDidChangeActiveTextEditor(() => this.#follow()),
      // A document whose language changes is opened anew.
      vscode.workspace.onDidOpenTextDocument(() => this.#follow()),
      vscode.workspace.onDidCloseTextDocument(({ uri, isUntitled }) => isUntitled && this.#forget(uri)),
      vscode.workspace.onDidDeleteFiles(({ files }) => files.forEach((uri) => this.#forget(uri))),
      vscode.workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) if (this.#is(oldUri)) this.set(newUri);
      }),
    );
    this.#follow();
  }

  get uri(): vscode.Uri | undefined {
    return this.#uri;
  }

  set(uri: vscode.Uri | undefined): void {
    if (uri?.toString() === this.#uri?.toString()) return;
    this.#uri = uri;
    void vscode.commands.executeCommand('setContext', context, uri !== undefined);
    this.#changed.fire(uri);
  }

  dispose(): void {
    this.#disposable.dispose();
  }

  #follow(): void {
    const uri = activeEstimation();
    if (uri) this.set(uri);
  }

  #forget(uri: vscode.Uri): void {
    if (this.#is(uri)) this.set(undefined);
  }

  #is(uri: vscode.Uri): boolean {
    return this.#uri?.toString() === uri.toString();
  }
}
