import * as vscode from 'vscode';
import { type ModelComparison } from './compareModels.js';
import { activeEstimation } from './documents.js';
import { newFromDataset } from './newFromDataset.js';
import { type PanelHost } from './panel.js';
import { type EstimationServer } from './server.js';
import { showModels } from './showModels.js';

/** Registers the commands of the palette; code lenses call `compare` and `openPlots` with the file's URI. */
export function registerCommands(server: EstimationServer, panel: PanelHost, models: ModelComparison): vscode.Disposable {
  const onFile = (action: (uri: string) => Promise<void>) => async (given?: unknown) => {
    const uri = fileOf(given);
    if (uri !== undefined) return action(uri);
    void vscode.window.showInformationMessage('Open an estimation file first: a file whose name ends in .fit.yaml, .fit.yml or .fit.json.');
    return undefined;
  };
  const commands: Readonly<Record<string, (given?: unknown) => unknown>> = {
    compare: onFile((uri) => panel.open(uri, 'compare')),
    openPlots: onFile((uri) => panel.open(uri, 'plots')),
    compareModels: () => models.run(),
    newFromDataset: (given) => newFromDataset(server, given),
    refit: onFile((uri) => server.refit(uri)),
    restartServer: () => server.restart(),
    showLog: () => server.log.show(true),
  };
  const register = ([name, run]: [string, (given?: unknown) => unknown]): vscode.Disposable =>
    vscode.commands.registerCommand(`livelihood.${name}`, run);
  const ofLens = vscode.commands.registerCommand('livelihood.showModels', showModels);
  return vscode.Disposable.from(...Object.entries(commands).map(register), ofLens);
}

/** A code lens gives the URI as text, the editor's title bar as an object, the palette not at all. */
function fileOf(given: unknown): string | undefined {
  if (typeof given === 'string') return vscode.Uri.parse(given).toString();
  if (given instanceof vscode.Uri) return given.toString();
  return activeEstimation()?.toString();
}
