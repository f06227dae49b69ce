import * as vscode from 'vscode';
import { type ActiveFile } from './activeFile.js';
import { type ModelComparison } from './compareModels.js';
import { goToColumn, goToEstimate } from './goTo.js';
import { newFile } from './newFile.js';
import { newFromDataset } from './newFromDataset.js';
import { type PanelHost } from './panel.js';
import { refit, refitAll } from './refitting.js';
import { type Results } from './results.js';
import { type EstimationServer } from './server.js';
import { showModels } from './showModels.js';
import { type FilesView } from './views/filesView.js';

/** What the commands act on. */
export interface Parts {
  readonly extension: vscode.Uri;
  readonly server: EstimationServer;
  readonly active: ActiveFile;
  readonly results: Results;
  readonly panel: PanelHost;
  readonly models: ModelComparison;
  readonly files: FilesView;
}

type Command = (given?: unknown, selected?: unknown) => unknown;

/** Registers the commands of palette, menus and views. */
export function registerCommands(parts: Parts): vscode.Disposable {
  const register = ([name, run]: [string, Command]): vscode.Disposable => vscode.commands.registerCommand(`livelihood.${name}`, run);
  const ofLens = vscode.commands.registerCommand('livelihood.showModels', showModels);
  return vscode.Disposable.from(...Object.entries({ ...ofFiles(parts), ...ofWorkspace(parts) }).map(register), ofLens);
}

/** Those that act on one file: the given one, or else the last one that was active. */
function ofFiles({ server, active, results, panel }: Parts): Readonly<Record<string, Command>> {
  const onFile =
    (action: (uri: string) => Promise<void>): Command =>
    async (given) => {
      const uri = fileOf(given) ?? active.uri;
      if (uri) return action(uri.toString());
      const message = vscode.l10n.t('Open an estimation file first: a file whose name ends in .fit.yaml, .fit.yml or .fit.json.');
      return void vscode.window.showInformationMessage(message);
    };
  return {
    compare: onFile((uri) => panel.open(uri, 'compare')),
    openPlots: onFile((uri) => panel.open(uri, 'plots')),
    openPinnedPlots: onFile((uri) => panel.openPinned(uri)),
    refit: onFile((uri) => refit(server, results, uri)),
    openFile: onFile(async (uri) => {
      await vscode.window.showTextDocument(vscode.Uri.parse(uri));
    }),
    goToColumn: async (given) => {
      const { uri, column } = given as { readonly uri: vscode.Uri; readonly column: { readonly name: string } };
      await goToColumn(server, uri, column.name);
    },
    goToEstimate: async (given) => {
      const { uri, section, name } = given as { readonly uri: vscode.Uri; readonly section: string; readonly name: string };
      await goToEstimate(uri, section, name);
    },
  };
}

function ofWorkspace({ extension, server, results, models, files }: Parts): Readonly<Record<string, Command>> {
  return {
    compareModels: () => models.run(),
    compareSelected: (_, selected) => {
      const chosen = Array.isArray(selected) ? selected : files.selection;
      const uris = chosen.map(fileOf).filter((uri) => uri !== undefined);
      return models.run(uris.filter(({ scheme }) => scheme === 'file'));
    },
    refitAll: () => refitAll(server, results),
    newFile: (given) => newFile(extension, given),
    newFromDataset: (given) => newFromDataset(server, given),
    restartServer: () => server.restart(),
    showLog: () => server.log.show(true),
  };
}

/** A code lens gives the URI as text, the editor's title bar as an object, a view its own object, the palette nothing. */
function fileOf(given: unknown): vscode.Uri | undefined {
  if (typeof given === 'string') return vscode.Uri.parse(given);
  if (given instanceof vscode.Uri) return given;
  return typeof given === 'object' && given !== null && 'uri' in given ? fileOf(given.uri) : undefined;
}
