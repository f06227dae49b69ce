import { HOST_EXTENSION, type NotificationType, type RequestType } from 'vscode-messenger-common';
import { Messenger, type VsCodeApi } from 'vscode-messenger-webview';
import type {
  CopyMessage,
  GoToRowMessage,
  HighlightMessage,
  PanelMemory,
  PanelPair,
  PanelPairAnswer,
  PanelRowsAnswer,
  PinMessage,
  RevealMessage,
  SaveMessage,
  ShowMessage,
} from '../../server/src/protocol/panel.js';
import type { PanelHost } from './host.js';
import { Panel } from './panel.js';
import './panel.css';

/** A global of every webview, which may be called only once. */
declare function acquireVsCodeApi(): VsCodeApi;

const show: NotificationType<ShowMessage> = { method: 'livelihood/show' };
const highlight: NotificationType<HighlightMessage> = { method: 'livelihood/highlight' };
const ready: NotificationType<undefined> = { method: 'livelihood/ready' };
const pin: NotificationType<PinMessage> = { method: 'livelihood/pin' };
const reveal: NotificationType<RevealMessage> = { method: 'livelihood/reveal' };
const goToRow: NotificationType<GoToRowMessage> = { method: 'livelihood/goToRow' };
const save: NotificationType<SaveMessage> = { method: 'livelihood/save' };
const copy: NotificationType<CopyMessage> = { method: 'livelihood/copy' };
const pair: RequestType<PanelPair, PanelPairAnswer> = { method: 'livelihood/panelPair' };
const rows: RequestType<undefined, PanelRowsAnswer> = { method: 'livelihood/panelRows' };

/** The window around the panel, over the messenger; what is remembered outlives a reload. */
function hostOver(messenger: Messenger, api: VsCodeApi): PanelHost {
  let memory = (api.getState() ?? {}) as PanelMemory;
  const tell = <P>(type: NotificationType<P>, params: P): void => messenger.sendNotification(type, HOST_EXTENSION, params);
  return {
    get memory() {
      return memory;
    },
    remember: (change) => {
      memory = { ...memory, ...change };
      api.setState(memory);
    },
    save: (file) => tell(save, file),
    copy: (text) => tell(copy, { text }),
    pin: (isPinned) => tell(pin, { isPinned }),
    reveal: (name, go) => tell(reveal, { name, ...(go ? { go } : {}) }),
    goToRow: (row) => tell(goToRow, { row }),
    rows: () => messenger.sendRequest(rows, HOST_EXTENSION),
    pair: (asked) => messenger.sendRequest(pair, HOST_EXTENSION, asked),
  };
}

const root = document.getElementById('panel');
if (root) {
  const api = acquireVsCodeApi();
  const messenger = new Messenger(api);
  const panel = new Panel(root, hostOver(messenger, api));
  messenger.onNotification(show, (message) => panel.show(message));
  messenger.onNotification(highlight, ({ name }) => panel.highlight(name));
  messenger.start();
  // What was sent before this script listened is lost: ask for it again.
  messenger.sendNotification(ready, HOST_EXTENSION);
}
