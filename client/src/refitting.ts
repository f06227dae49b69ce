import * as vscode from 'vscode';
import { findEstimations } from './documents.js';
import { type Results } from './results.js';
import { type EstimationServer } from './server.js';

/** Fits a file again, open or not. */
export async function refit(server: EstimationServer, results: Results, uri: string): Promise<void> {
  await server.refit(uri);
  results.settle(uri);
}

/** Fits all estimation files of the workspace, one after the other; those that no editor holds are read from disk. */
export async function refitAll(server: EstimationServer, results: Results): Promise<void> {
  const files = await findEstimations();
  const options = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Refitting'), cancellable: true };
  await vscode.window.withProgress(options, async (progress, token) => {
    for (const [i, uri] of files.entries()) {
      if (token.isCancellationRequested) return;
      progress.report({ message: vscode.l10n.t('{0} of {1}: {2}', i + 1, files.length, vscode.workspace.asRelativePath(uri)) });
      await refit(server, results, uri.toString());
    }
  });
}
