import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { Messenger } from 'vscode-messenger';
import type { NotificationType, WebviewIdMessageParticipant } from 'vscode-messenger-common';
import type { ShowMessage } from '../../server/src/protocol/messages.js';
import type { PanelView } from '../../server/src/protocol/view.js';
import { type ActiveFile } from './activeFile.js';
import { panelHtml } from './panelHtml.js';
import { type EstimationServer } from './server.js';

const viewType = 'livelihood.panel';

/** Host → panel. */
const show: NotificationType<ShowMessage> = { method: 'livelihood/show' };
/** Panel → host: its script listens now. */
const ready: NotificationType<undefined> = { method: 'livelihood/ready' };

interface Open {
  readonly panel: vscode.WebviewPanel;
  readonly receiver: WebviewIdMessageParticipant;
}

/** The panel beside the editor. It follows the active estimation file and keeps the last one while another kind of file is focused. */
export class PanelHost implements vscode.Disposable {
  readonly #messenger = new Messenger({ ignoreHiddenViews: false });
  readonly #shown = new vscode.EventEmitter<PanelView | null>();
  readonly #disposable: vscode.Disposable;
  #open: Open | undefined;
  #uri: string | undefined;
  #message: ShowMessage = { view: null };

  /** Fires when the panel shows something else. */
  readonly didShow = this.#shown.event;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly server: EstimationServer,
    private readonly active: ActiveFile,
  ) {
    this.#disposable = vscode.Disposable.from(
      this.#shown,
      this.#messenger.onNotification(ready, () => this.#send()),
      server.didChangeView((view) => this.#take(view)),
      active.didChange(() => void this.#follow()),
      vscode.window.registerWebviewPanelSerializer(viewType, {
        deserializeWebviewPanel: async (panel) => {
          this.#adopt(panel);
          await this.#follow();
        },
      }),
    );
  }

  /** Opens the panel, or brings it to the front, on a file. */
  async open(uri: string, focus: 'compare' | 'plots'): Promise<void> {
    if (this.#open === undefined) this.#adopt(this.#create());
    else this.#open.panel.reveal(undefined, true);
    this.#follows(uri);
    this.active.set(vscode.Uri.parse(uri));
    this.#show({ view: await this.server.view(uri), focus });
  }

  /** What the panel shows; undefined while it is closed. */
  view(): PanelView | null | undefined {
    return this.#open && this.#message.view;
  }

  dispose(): void {
    this.#open?.panel.dispose();
    this.#disposable.dispose();
  }

  async #follow(): Promise<void> {
    const uri = this.active.uri?.toString();
    if (this.#open === undefined || uri === undefined || uri === this.#uri) return;
    this.#follows(uri);
    const view = await this.server.view(uri);
    // Another file may have come to the front while the server answered.
    if (this.#uri === uri) this.#show({ view });
  }

  #follows(uri: string | undefined): void {
    this.#uri = uri;
    this.server.shown(uri);
  }

  #take(view: PanelView): void {
    if (this.#open !== undefined && view.uri === this.#uri) this.#show({ view });
  }

  #show(message: ShowMessage): void {
    this.#message = message;
    if (this.#open === undefined) return;
    this.#open.panel.title = message.view === null ? 'Livelihood' : vscode.l10n.t('Livelihood: {0}', message.view.title);
    this.#send();
    this.#shown.fire(message.view);
  }

  #send(): void {
    if (this.#open !== undefined) this.#messenger.sendNotification(show, this.#open.receiver, this.#message);
  }

  #create(): vscode.WebviewPanel {
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    return vscode.window.createWebviewPanel(viewType, 'Livelihood', place, { retainContextWhenHidden: true });
  }

  #adopt(panel: vscode.WebviewPanel): void {
    const dist = vscode.Uri.joinPath(this.extension, 'dist');
    const at = (name: string): string => panel.webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
    panel.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    panel.iconPath = vscode.Uri.joinPath(this.extension, 'media', 'icons', 'estimation.svg');
    this.#open = { panel, receiver: this.#messenger.registerWebviewPanel(panel) };
    panel.onDidDispose(() => this.#forget(panel));
    panel.webview.html = panelHtml({
      source: panel.webview.cspSource,
      nonce: randomBytes(16).toString('base64'),
      script: at('panel.js'),
      style: at('panel.css'),
    });
  }

  #forget(panel: vscode.WebviewPanel): void {
    if (this.#open?.panel !== panel) return;
    this.#open = undefined;
    this.#follows(undefined);
    this.#message = { view: null };
  }
}
