import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions, type ServerOptions, State, TransportKind } from 'vscode-languageclient/node';
import {
  columnPlaceMethod,
  type ColumnPlaceParams,
  type ColumnPlaceResult,
  columnsMethod,
  type ColumnsParams,
  type ColumnsResult,
  didChangeStatusMethod,
  type DidChangeStatusParams,
  didChangeViewMethod,
  type DidChangeViewParams,
  didFitMethod,
  type DidFitParams,
  didGrantTrustMethod,
  draftMethod,
  type DraftParams,
  type DraftResult,
  type InitializationOptions,
  outcomesMethod,
  type OutcomesParams,
  type OutcomesResult,
  pairMethod,
  type PairParams,
  type PairResult,
  refitMethod,
  type RefitParams,
  rowPlaceMethod,
  type RowPlaceParams,
  type RowPlaceResult,
  rowPlotsMethod,
  type RowPlotsParams,
  type RowPlotsResult,
  type RunMode,
  shownMethod,
  type ShownParams,
  viewMethod,
  type ViewParams,
  type ViewResult,
} from '../../server/src/protocol/messages.js';
import type { PanelView } from '../../server/src/protocol/view.js';
import { CrashHandler } from './crash.js';
import { languageId } from './documents.js';

/** The language server: its process, and its notifications as events. */
export class EstimationServer implements vscode.Disposable {
  readonly #client: LanguageClient;
  readonly #fit = new vscode.EventEmitter<DidFitParams>();
  readonly #status = new vscode.EventEmitter<DidChangeStatusParams>();
  readonly #view = new vscode.EventEmitter<PanelView>();

  readonly #trust: vscode.Disposable;
  #shown: readonly string[] = [];

  readonly didFit = this.#fit.event;
  readonly didChangeStatus = this.#status.event;
  readonly didChangeView = this.#view.event;

  constructor(
    extension: vscode.Uri,
    readonly log: vscode.LogOutputChannel,
  ) {
    const module = vscode.Uri.joinPath(extension, 'dist', 'server.js').fsPath;
    this.#client = new LanguageClient('livelihood', 'Livelihood', serverOptions(module), clientOptions(log));
    this.#trust = vscode.workspace.onDidGrantWorkspaceTrust(() => {
      if (this.#client.isRunning()) void this.#client.sendNotification(didGrantTrustMethod);
    });
    // A restarted server does not know about the panels.
    this.#client.onDidChangeState(({ newState }) => {
      if (newState === State.Running && this.#shown.length > 0) this.shown(this.#shown);
    });
    this.#client.onNotification(didFitMethod, (params: DidFitParams) => this.#fit.fire(params));
    this.#client.onNotification(didChangeStatusMethod, (params: DidChangeStatusParams) => this.#status.fire(params));
    this.#client.onNotification(didChangeViewMethod, ({ view }: DidChangeViewParams) => this.#view.fire(view));
  }

  /** Starts the server; reports a failure and offers what can be done. */
  async start(): Promise<void> {
    await this.#attempt(() => this.#client.start());
  }

  /** Ends the server, whatever state it is in, and starts a new one. */
  async restart(): Promise<void> {
    await this.#attempt(() => (this.#client.needsStart() ? this.#client.start() : this.#client.restart()));
  }

  /** What the panel shows for a file; null where there is nothing yet or no server to ask. */
  async view(uri: string): Promise<ViewResult> {
    const params: ViewParams = { uri };
    return (await this.#ask<ViewResult>(viewMethod, params)) ?? null;
  }

  /** Which files panels show: the server keeps them up to date, whether an editor holds them or not. */
  shown(uris: readonly string[]): void {
    this.#shown = uris;
    const params: ShownParams = { uris };
    if (this.#client.isRunning()) void this.#client.sendNotification(shownMethod, params);
  }

  /** Fits a file again even where nothing has changed; a server that has ended is started, which does the same. */
  async refit(uri: string): Promise<void> {
    if (!this.#client.isRunning()) return this.restart();
    const params: RefitParams = { uri };
    await this.#ask<unknown>(refitMethod, params);
  }

  /** What a dataset offers as outcomes, or why there are none. */
  async outcomes(uri: string): Promise<OutcomesResult> {
    const params: OutcomesParams = { uri };
    return (
      (await this.#ask<OutcomesResult>(outcomesMethod, params)) ?? {
        problem: vscode.l10n.t('The estimation server does not answer: restart it.'),
      }
    );
  }

  /** The columns of the data of a file; null where they are not known. */
  async columns(uri: string): Promise<ColumnsResult> {
    const params: ColumnsParams = { uri };
    return (await this.#ask<ColumnsResult>(columnsMethod, params)) ?? null;
  }

  /** Where the data name a column; null where there is no such place. */
  async columnPlace(uri: string, column: string): Promise<ColumnPlaceResult> {
    const params: ColumnPlaceParams = { uri, column };
    return (await this.#ask<ColumnPlaceResult>(columnPlaceMethod, params)) ?? null;
  }

  /** Where a row of the data stands; null where there is no such place. */
  async rowPlace(uri: string, row: number): Promise<RowPlaceResult> {
    const params: RowPlaceParams = { uri, row };
    return (await this.#ask<RowPlaceResult>(rowPlaceMethod, params)) ?? null;
  }

  /** The rows of a file beside what its estimates say of them. */
  async rowPlots(uri: string): Promise<RowPlotsResult> {
    const params: RowPlotsParams = { uri };
    return (await this.#ask<RowPlotsResult>(rowPlotsMethod, params)) ?? null;
  }

  /** The likelihood over two parameters of a file. */
  async pair(uri: string, x: string, y: string): Promise<PairResult> {
    const params: PairParams = { uri, x, y };
    return (await this.#ask<PairResult>(pairMethod, params)) ?? null;
  }

  /** A first estimation file for a dataset; null where there is none. */
  async draft(uri: string, outcome: string, distribution: string): Promise<DraftResult> {
    const params: DraftParams = { uri, outcome, distribution };
    return (await this.#ask<DraftResult>(draftMethod, params)) ?? null;
  }

  /** Ends the server and waits for it, so that a window that closes leaves no process behind. */
  async stop(): Promise<void> {
    if (this.#client.needsStop()) await this.#client.stop();
  }

  dispose(): void {
    for (const each of [this.#fit, this.#status, this.#view, this.#trust]) each.dispose();
  }

  /** An answer, or undefined where the server is not there or ends during the request: the crash handler reports that. */
  async #ask<T>(method: string, params: unknown): Promise<T | undefined> {
    if (!this.#client.isRunning()) return undefined;
    try {
      return await this.#client.sendRequest<T>(method, params);
    } catch (error) {
      this.log.error(`${method}: ${String(error)}`);
      return undefined;
    }
  }

  async #attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
      this.log.info('The estimation server has started.');
    } catch (error) {
      this.log.error(error instanceof Error ? error : String(error));
      void offerHelp(vscode.l10n.t('The estimation server did not start. Restart it; if that does not help, the log says why.'));
    }
  }
}

/** Shows an error with its remedies. */
async function offerHelp(message: string): Promise<void> {
  const ways = [
    { title: vscode.l10n.t('Restart Server'), command: 'livelihood.restartServer' },
    { title: vscode.l10n.t('Show Log'), command: 'livelihood.showLog' },
  ];
  const chosen = await vscode.window.showErrorMessage(message, ...ways);
  if (chosen) await vscode.commands.executeCommand(chosen.command);
}

function serverOptions(module: string): ServerOptions {
  const transport = TransportKind.ipc;
  return {
    run: { module, transport },
    debug: { module, transport, options: { execArgv: ['--nolazy', '--inspect=6009', '--enable-source-maps'] } },
  };
}

function clientOptions(outputChannel: vscode.LogOutputChannel): LanguageClientOptions {
  return {
    outputChannel,
    // Checked at each start of the server: trust may have been granted since.
    initializationOptions: (): InitializationOptions => ({
      trusted: vscode.workspace.isTrusted,
      ownTokenTypes: true,
      run: vscode.workspace.getConfiguration('livelihood').get<RunMode>('run', 'onType'),
    }),
    // Unsaved text of data files counts too: the server asks for them, with the few features that they have.
    documentSelector: [
      { scheme: 'file', language: languageId },
      { scheme: 'untitled', language: languageId },
    ],
    synchronize: {
      fileEvents: vscode.workspace.createFileSystemWatcher(
        '**/*.{fit.yaml,fit.yml,csv,tsv,txt,json,jsonl,ndjson,parquet,gz,png,jpg,jpeg,PNG,JPG,JPEG}',
      ),
    },
    errorHandler: new CrashHandler(offerHelp),
  };
}
