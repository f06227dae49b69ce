import { HOST_EXTENSION, type NotificationType } from 'vscode-messenger-common';
import { Messenger, type VsCodeApi } from 'vscode-messenger-webview';
import type { ShowMessage } from '../../server/src/protocol/messages.js';
import { Panel } from './panel.js';
import './panel.css';

/** A global of every webview, which may be called only once. */
declare function acquireVsCodeApi(): VsCodeApi;

const show: NotificationType<ShowMessage> = { method: 'livelihood/show' };
const ready: NotificationType<undefined> = { method: 'livelihood/ready' };

const root = document.getElementById('panel');
if (root) {
  const panel = new Panel(root);
  const messenger = new Messenger(acquireVsCodeApi());
  messenger.onNotification(show, (message) => panel.show(message));
  messenger.start();
  // What was sent before this script listened is lost: ask for it again.
  messenger.sendNotification(ready, HOST_EXTENSION);
}
