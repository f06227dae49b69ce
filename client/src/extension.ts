import * as vscode from 'vscode';
import { type LivelihoodApi } from './api.js';
import { registerCommands } from './commands.js';
import { ModelComparison } from './compareModels.js';
import { PanelHost } from './panel.js';
import { EstimationServer } from './server.js';
import { StatusItem } from './status.js';

let server: EstimationServer | undefined;

/** Composes the extension and starts the server. */
export async function activate(context: vscode.ExtensionContext): Promise<LivelihoodApi> {
  const log = vscode.window.createOutputChannel('Livelihood', { log: true });
  server = new EstimationServer(context.extensionUri, log);
  const panel = new PanelHost(context.extensionUri, server);
  const status = new StatusItem(server);
  const models = new ModelComparison(vscode.Uri.joinPath(context.extensionUri, 'dist', 'cli.js'));
  context.subscriptions.push(log, server, panel, status, models, registerCommands(server, panel, models));
  await server.start();
  return {
    didFit: server.didFit,
    didChangeStatus: server.didChangeStatus,
    didShow: panel.didShow,
    panelView: () => panel.view(),
    statusText: () => status.text(),
  };
}

/** Ends the server with the window. */
export async function deactivate(): Promise<void> {
  await server?.stop();
}
