import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Messenger } from 'vscode-messenger';
import type { MessageParticipant, NotificationType, WebviewIdMessageParticipant } from 'vscode-messenger-common';
import { type HighlightMessage, highlightMethod, type ShowMessage, showMethod } from '../../server/src/protocol/panel.js';
import type { PanelView } from '../../server/src/protocol/view.js';
import { panelHtml } from './panelHtml.js';

const show: NotificationType<ShowMessage> = { method: showMethod };
const highlight: NotificationType<HighlightMessage> = { method: highlightMethod };

/** One panel: the file it shows, whether it stays with it, and what it shows of it. */
export class PanelWindow {
  uri: string | undefined;
  isPinned = false;
  #message: ShowMessage = { view: null };
  #highlighted: string | null = null;
  readonly #receiver: WebviewIdMessageParticipant;

  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly messenger: Messenger,
    extension: vscode.Uri,
  ) {
    const dist = vscode.Uri.joinPath(extension, 'dist');
    const at = (name: string): string => panel.webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
    panel.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    panel.iconPath = vscode.Uri.joinPath(extension, 'media', 'icons', 'estimation.svg');
    this.#receiver = messenger.registerWebviewPanel(panel);
    panel.webview.html = panelHtml({
      source: panel.webview.cspSource,
      nonce: randomBytes(16).toString('base64'),
      script: at('panel.js'),
      style: at('panel.css'),
    });
  }

  get view(): PanelView | null {
    return this.#message.view;
  }

  is(sender: MessageParticipant): boolean {
    return sender.type === 'webview' && 'webviewId' in sender && sender.webviewId === this.#receiver.webviewId;
  }

  show(view: PanelView | null, focus?: 'compare' | 'plots'): void {
    this.#message = { view, isPinned: this.isPinned, ...(focus ? { focus } : {}) };
    const name = view === null ? 'Livelihood' : vscode.l10n.t('Livelihood: {0}', view.title);
    this.panel.title = this.isPinned ? vscode.l10n.t('{0} (pinned)', name) : name;
    this.send();
  }

  pin(isPinned: boolean): void {
    this.isPinned = isPinned;
    this.show(this.view);
  }

  /** Sends what it shows: also once its script listens. */
  send(): void {
    this.messenger.sendNotification(show, this.#receiver, this.#message);
  }

  /** The parameter that the cursor stands on. */
  highlight(name: string | null): void {
    if (name === this.#highlighted) return;
    this.#highlighted = name;
    this.messenger.sendNotification(highlight, this.#receiver, { name });
  }
}
