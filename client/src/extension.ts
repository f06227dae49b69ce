import * as vscode from 'vscode';
import { ActiveFile } from './activeFile.js';
import { type LivelihoodApi } from './api.js';
import { registerCommands } from './commands.js';
import { ModelComparison } from './compareModels.js';
import { ExpectationTests } from './expectations.js';
import { LanguageStatus } from './languageStatus.js';
import { Milestones } from './milestones.js';
import { tellOfLongFits } from './notifications.js';
import { PanelHost } from './panel.js';
import { Results } from './results.js';
import { EstimationServer } from './server.js';
import { StatusItem } from './status.js';
import { ColumnsView } from './views/columnsView.js';
import { EstimatesView } from './views/estimatesView.js';
import { FilesView } from './views/filesView.js';

let server: EstimationServer | undefined;

/** Composes the extension and starts the server. */
export async function activate(context: vscode.ExtensionContext): Promise<LivelihoodApi> {
  const extension = context.extensionUri;
  const log = vscode.window.createOutputChannel('Livelihood', { log: true });
  server = new EstimationServer(extension, log);
  const active = new ActiveFile();
  const results = new Results(server);
  const panel = new PanelHost(extension, server, active);
  const status = new StatusItem(active, results);
  const language = new LanguageStatus(results);
  const milestones = new Milestones(server);
  const models = new ModelComparison(vscode.Uri.joinPath(extension, 'dist', 'cli.js'));
  const files = new FilesView(results);
  const columns = new ColumnsView(server, active, results);
  const estimates = new EstimatesView(active, results);
  const tests = new ExpectationTests(server, results);
  const commands = registerCommands({ extension, server, active, results, panel, models, files });
  const views = [files, columns, estimates];
  context.subscriptions.push(log, server, active, results, panel, status, language, milestones, models, ...views, tests, commands);
  context.subscriptions.push(tellOfLongFits(server));
  await server.start();
  return {
    didFit: server.didFit,
    didChangeStatus: server.didChangeStatus,
    didShow: panel.didShow,
    didChangeActive: active.didChange,
    panelView: () => panel.view(),
    statusText: () => status.text(),
    languageStatus: language.item,
    activeFile: () => active.uri,
    milestones: () => milestones.reached,
    comparison: () => models.provideTextDocumentContent(),
    trees: { files, columns, estimates },
    didTest: tests.didRun,
    testsOf: (uri) => tests.testsOf(uri),
    estimatesMessage: () => estimates.message,
  };
}

/** Ends the server with the window. */
export async function deactivate(): Promise<void> {
  await server?.stop();
}
