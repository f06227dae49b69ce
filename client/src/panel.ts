import * as vscode from 'vscode';
import { Messenger } from 'vscode-messenger';
import type { MessageParticipant, NotificationType, RequestType } from 'vscode-messenger-common';
import {
  type CopyMessage,
  copyMethod,
  type GoToRowMessage,
  goToRowMethod,
  type PanelMemory,
  type PanelPair,
  type PanelPairAnswer,
  panelPairMethod,
  type PanelRowsAnswer,
  panelRowsMethod,
  type PinMessage,
  pinMethod,
  readyMethod,
  type RevealMessage,
  revealMethod,
  type SaveMessage,
  saveMethod,
} from '../../server/src/protocol/panel.js';
import type { PanelView } from '../../server/src/protocol/view.js';
import { type ActiveFile } from './activeFile.js';
import { goToRow as showRow } from './goTo.js';
import { copyText, saveFigure } from './panelFiles.js';
import { PanelLinks, parameterAt } from './panelLinks.js';
import { PanelWindow } from './panelWindow.js';
import { type EstimationServer } from './server.js';

const viewType = 'livelihood.panel';

const ready: NotificationType<undefined> = { method: readyMethod };
const pin: NotificationType<PinMessage> = { method: pinMethod };
const reveal: NotificationType<RevealMessage> = { method: revealMethod };
const goToRow: NotificationType<GoToRowMessage> = { method: goToRowMethod };
const save: NotificationType<SaveMessage> = { method: saveMethod };
const copy: NotificationType<CopyMessage> = { method: copyMethod };
const pair: RequestType<PanelPair, PanelPairAnswer> = { method: panelPairMethod };
const rows: RequestType<undefined, PanelRowsAnswer> = { method: panelRowsMethod };

/** The panels beside the editor. One follows the active estimation file, and keeps the last one while another kind of file is focused; others are pinned to theirs. */
export class PanelHost implements vscode.Disposable {
  readonly #messenger = new Messenger({ ignoreHiddenViews: false });
  readonly #shown = new vscode.EventEmitter<PanelView | null>();
  readonly #links = new PanelLinks();
  readonly #disposable: vscode.Disposable;
  readonly #windows = new Set<PanelWindow>();

  /** Fires when a panel shows something else. */
  readonly didShow = this.#shown.event;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly server: EstimationServer,
    private readonly active: ActiveFile,
  ) {
    this.#disposable = vscode.Disposable.from(
      this.#shown,
      this.#links,
      ...this.#listen(),
      server.didChangeView((view) => this.#take(view)),
      active.didChange(() => void this.#follow()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => void this.#highlight(textEditor)),
      vscode.window.registerWebviewPanelSerializer(viewType, {
        deserializeWebviewPanel: (panel, memory) => this.#restore(panel, memory as PanelMemory | undefined),
      }),
    );
  }

  /** Opens the panel, or brings it to the front, on a file: the one that is pinned to it, or else the one that follows. */
  async open(uri: string, focus: 'compare' | 'plots'): Promise<void> {
    const window = [...this.#windows].find((each) => each.isPinned && each.uri === uri) ?? this.#following ?? this.#adopt(create());
    window.panel.reveal(undefined, true);
    this.active.set(vscode.Uri.parse(uri));
    await this.#turnTo(window, uri, focus);
  }

  /** Opens another panel that stays with a file. */
  async openPinned(uri: string): Promise<void> {
    const window = this.#adopt(create());
    window.isPinned = true;
    await this.#turnTo(window, uri, 'plots');
  }

  /** What the panel that follows, or else the first one, shows; undefined while none is open. */
  view(): PanelView | null | undefined {
    return (this.#following ?? [...this.#windows][0])?.view;
  }

  dispose(): void {
    for (const { panel } of this.#windows) panel.dispose();
    this.#disposable.dispose();
  }

  get #following(): PanelWindow | undefined {
    return [...this.#windows].find(({ isPinned }) => !isPinned);
  }

  #of(sender: MessageParticipant): PanelWindow | undefined {
    return [...this.#windows].find((window) => window.is(sender));
  }

  #listen(): vscode.Disposable[] {
    const on = <P>(type: NotificationType<P>, act: (window: PanelWindow, params: P) => unknown): vscode.Disposable =>
      this.#messenger.onNotification(type, (params, sender) => {
        const window = this.#of(sender);
        if (window) act(window, params);
      });
    return [
      on(ready, (window) => window.send()),
      on(pin, (window, { isPinned }) => this.#pin(window, isPinned)),
      on(reveal, ({ uri = '' }, { name, go }) => (go && name !== null ? this.#links.go(uri, name) : this.#links.point(uri, name))),
      on(goToRow, ({ uri = '' }, { row }) => showRow(this.server, uri, row)),
      on(save, ({ uri }, file) => saveFigure(file, uri)),
      on(copy, (_, { text }) => copyText(text)),
      this.#messenger.onRequest(rows, async (_, sender) => {
        const uri = this.#of(sender)?.uri;
        return uri === undefined ? null : this.server.rowPlots(uri);
      }),
      this.#messenger.onRequest(pair, async ({ x, y }, sender) => {
        const uri = this.#of(sender)?.uri;
        return uri === undefined ? null : this.server.pair(uri, x, y);
      }),
    ];
  }

  async #restore(panel: vscode.WebviewPanel, memory: PanelMemory | undefined): Promise<void> {
    const { uri, isPinned } = memory ?? {};
    const window = this.#adopt(panel);
    window.isPinned = isPinned === true && uri !== undefined;
    const file = window.isPinned ? uri : (this.active.uri?.toString() ?? uri);
    if (file !== undefined) await this.#turnTo(window, file);
  }

  async #follow(): Promise<void> {
    const uri = this.active.uri?.toString();
    for (const window of this.#windows) if (!window.isPinned && uri !== undefined && uri !== window.uri) await this.#turnTo(window, uri);
  }

  /** A panel that is let go follows the active file. */
  #pin(window: PanelWindow, isPinned: boolean): void {
    window.pin(isPinned);
    if (!isPinned) void this.#follow();
  }

  async #turnTo(window: PanelWindow, uri: string, focus?: 'compare' | 'plots'): Promise<void> {
    window.uri = uri;
    this.#tellShown();
    const view = await this.server.view(uri);
    // Another file may have come to the front while the server answered.
    if (window.uri === uri) this.#show(window, view, focus);
  }

  #take(view: PanelView): void {
    for (const window of this.#windows) if (view.uri === window.uri) this.#show(window, view);
  }

  #show(window: PanelWindow, view: PanelView | null, focus?: 'compare' | 'plots'): void {
    if (!this.#windows.has(window)) return;
    window.show(view, focus);
    this.#shown.fire(view);
  }

  async #highlight(editor: vscode.TextEditor): Promise<void> {
    const uri = editor.document.uri.toString();
    const windows = [...this.#windows].filter((window) => window.uri === uri);
    if (windows.length === 0) return;
    const name = await parameterAt(editor);
    for (const window of windows) window.highlight(name);
  }

  #tellShown(): void {
    this.server.shown([...new Set([...this.#windows].flatMap(({ uri }) => uri ?? []))]);
  }

  #adopt(panel: vscode.WebviewPanel): PanelWindow {
    const window = new PanelWindow(panel, this.#messenger, this.extension);
    this.#windows.add(window);
    panel.onDidDispose(() => {
      this.#windows.delete(window);
      this.#tellShown();
    });
    return window;
  }
}

function create(): vscode.WebviewPanel {
  const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
  return vscode.window.createWebviewPanel(viewType, 'Livelihood', place, { retainContextWhenHidden: true });
}
