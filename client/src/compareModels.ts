import { fork } from 'node:child_process';
import { delimiter } from 'node:path';
import * as vscode from 'vscode';
import { findEstimations, isOpen } from './documents.js';

const SCHEME = 'livelihood-comparison';

/** Lets the user choose estimation files of the workspace, and shows them side by side as a page: AIC, BIC, evidence, and tests of nested models. */
export class ModelComparison implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private page = '';
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

  /** `command` is the built command line, which fits in a process of its own. */
  constructor(private readonly command: vscode.Uri) {}

  provideTextDocumentContent(): string {
    return this.page;
  }

  /** Compares the given files; asks where there are fewer than two. */
  async run(given: readonly vscode.Uri[] = []): Promise<void> {
    const chosen = given.length > 1 ? given : await this.choose(given);
    if (!chosen) return;
    const title = vscode.l10n.t('Comparing models');
    const options = { location: vscode.ProgressLocation.Window, title };
    this.page = await vscode.window.withProgress(options, () => this.pageOf(chosen));
    const uri = vscode.Uri.from({ scheme: SCHEME, path: 'Comparison of models.md' });
    this.changed.fire(uri);
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }

  /** The files that were ticked; undefined where there are fewer than two. */
  private async choose(given: readonly vscode.Uri[]): Promise<readonly vscode.Uri[] | undefined> {
    const files = await findEstimations();
    if (files.length < 2) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Comparing models needs two estimation files in this workspace.'));
      return undefined;
    }
    const isGiven = (uri: vscode.Uri): boolean => given.some((each) => each.toString() === uri.toString());
    const items = files
      .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri, picked: given.length > 0 ? isGiven(uri) : isOpen(uri) }))
      .sort((a, b) => a.label.localeCompare(b.label));
    const title = vscode.l10n.t('Compare models: tick two or more estimation files with the same outcome');
    const picked = await vscode.window.showQuickPick(items, { canPickMany: true, title });
    if (picked?.length === 1)
      void vscode.window.showInformationMessage(vscode.l10n.t('A single model cannot be compared: tick two or more.'));
    return picked && picked.length > 1 ? picked.map(({ uri }) => uri) : undefined;
  }

  private pageOf(files: readonly vscode.Uri[]): Promise<string> {
    const folder = vscode.workspace.getWorkspaceFolder(files[0] ?? this.command)?.uri.fsPath;
    const paths = files.map(({ fsPath }) => fsPath);
    return new Promise((resolve) => {
      const child = fork(this.command.fsPath, ['compare', '--markdown', '--buffers', ...paths], {
        silent: true,
        execArgv: [],
        ...(folder === undefined ? {} : { cwd: folder }),
        env: { ...process.env, ...limits() },
      });
      // Text counts as it is in the editors; nothing is saved.
      child.stdin?.end(JSON.stringify(unsavedTexts()));
      const parts = { out: '', error: '' };
      child.stdout?.on('data', (text: Buffer) => (parts.out += text.toString()));
      child.stderr?.on('data', (text: Buffer) => (parts.error += text.toString()));
      child.on('error', (error) =>
        resolve(`# ${vscode.l10n.t('Comparison of models')}\n\n${vscode.l10n.t('It could not be started: {0}', error.message)}\n`),
      );
      child.on('close', () => resolve(parts.error === '' ? parts.out : `${parts.out}\n\n\`\`\`text\n${parts.error}\`\`\`\n`));
    });
  }
}

/** Without trust the command line reads nothing outside the workspace. */
function limits(): NodeJS.ProcessEnv {
  if (vscode.workspace.isTrusted) return {};
  return { LIVELIHOOD_WITHIN: (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath).join(delimiter) };
}

/** Text of files that are edited but not saved, by path. */
function unsavedTexts(): Record<string, string> {
  const unsaved = vscode.workspace.textDocuments.filter(({ isDirty, uri }) => isDirty && uri.scheme === 'file');
  return Object.fromEntries(unsaved.map((document) => [document.uri.fsPath, document.getText()]));
}
