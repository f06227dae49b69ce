import * as vscode from 'vscode';
import type { DidChangeStatusParams, DidFitParams } from '../../server/src/protocol/messages.js';
import type { FitReport } from '../../server/src/report/fitReport.js';
import { isOpen, watchEstimations } from './documents.js';
import { type EstimationServer } from './server.js';

/** What is known about one estimation file, open or not. */
export interface FileResult extends DidChangeStatusParams {
  /** The last answer, which `state` may call stale. */
  readonly report?: FitReport;
}

const DATA = '**/*.{csv,tsv,txt,jsonl,ndjson,parquet,gz}';

/** The last state and answer of every estimation file of the window. Those that no editor holds are stale once anything that they may read has changed. */
export class Results implements vscode.Disposable {
  readonly #known = new Map<string, FileResult>();
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #disposable: vscode.Disposable;

  /** Fires with the URI of the file. */
  readonly didChange = this.#changed.event;

  constructor(private readonly server: EstimationServer) {
    const files = watchEstimations();
    const data = vscode.workspace.createFileSystemWatcher(DATA);
    this.#disposable = vscode.Disposable.from(
      this.#changed,
      files,
      data,
      server.didChangeStatus((status) => this.#take(status)),
      server.didFit((fit) => this.#fit(fit)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.#closed(uri)),
      files.onDidDelete((uri) => this.#forget(uri.toString())),
      files.onDidChange((uri) => this.#outdate(uri.toString())),
      data.onDidChange(() => [...this.#known.keys()].forEach((uri) => this.#outdate(uri))),
    );
  }

  of(uri: vscode.Uri | undefined): FileResult | undefined {
    return uri && this.#known.get(uri.toString());
  }

  /** Nothing is under way for a file any more. */
  settle(uri: string): void {
    const known = this.#known.get(uri);
    if (known?.state !== 'fitting') return;
    if (known.report) this.#set({ ...known, state: 'stale' });
    else this.#forget(uri);
  }

  dispose(): void {
    this.#disposable.dispose();
  }

  #take(status: DidChangeStatusParams): void {
    this.#set({ ...this.#known.get(status.uri), ...status });
  }

  #fit({ uri, result }: DidFitParams): void {
    const known = this.#known.get(uri);
    if (known) this.#set({ ...known, report: result });
  }

  #set(result: FileResult): void {
    this.#known.set(result.uri, result);
    this.#changed.fire(result.uri);
  }

  #forget(uri: string): void {
    if (this.#known.delete(uri)) this.#changed.fire(uri);
  }

  #outdate(uri: string): void {
    const known = this.#known.get(uri);
    if (known?.report && known.state !== 'fitting' && !isOpen(uri)) this.#set({ ...known, state: 'stale' });
  }

  /** The server forgets a file whose editor is closed. Its answer to a question shows that it has done so. */
  async #closed(uri: vscode.Uri): Promise<void> {
    if (uri.scheme === 'untitled') return this.#forget(uri.toString());
    if (!this.#known.has(uri.toString())) return;
    await this.server.view(uri.toString());
    if (!isOpen(uri)) this.settle(uri.toString());
  }
}
