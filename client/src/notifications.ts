import * as vscode from 'vscode';
import type { DidFitParams } from '../../server/src/protocol/messages.js';
import { durationText } from '../../server/src/report/numbers.js';
import { type EstimationServer } from './server.js';

/** Fits of which somebody may want to know that they have ended. */
const LONG_SECONDS = 10;

/** Says that a long fit has ended, where the user has asked for that. Nothing else interrupts. */
export function tellOfLongFits(server: EstimationServer): vscode.Disposable {
  return server.didFit((fit) => {
    const wanted = vscode.workspace.getConfiguration('livelihood').get('notifications') === 'longFits';
    if (wanted && !fit.result.preliminary && !fit.result.stale && fit.result.seconds.fit >= LONG_SECONDS) void tell(fit);
  });
}

async function tell({ uri, result }: DidFitParams): Promise<void> {
  const name = vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
  const openPlots = vscode.l10n.t('Open Plots');
  const message = vscode.l10n.t('{0} has been fitted in {1}.', name, durationText(result.seconds.fit));
  if ((await vscode.window.showInformationMessage(message, openPlots)) === openPlots)
    await vscode.commands.executeCommand('livelihood.openPlots', uri);
}
