import * as vscode from 'vscode';
import { findEstimations, isOpen, languageId, watchEstimations } from '../documents.js';
import { type FileResult, type Results } from '../results.js';
import { changedText, findingsText, logLikelihoodText, plainText, stateWords } from '../wording.js';

/** One estimation file; commands of menus get it. */
export interface FileNode {
  readonly uri: vscode.Uri;
}

/** Times go by while nothing else changes. */
const REDRAW_MS = 60_000;

/** The estimation files of the workspace, and open ones that are not saved in it: how each one is, in words. */
export class FilesView implements vscode.TreeDataProvider<FileNode>, vscode.Disposable {
  readonly #nodes = new Map<string, FileNode>();
  readonly #changed = new vscode.EventEmitter<FileNode | undefined>();
  readonly #disposable: vscode.Disposable;
  readonly #view: vscode.TreeView<FileNode>;
  #timer: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(private readonly results: Results) {
    const files = watchEstimations();
    const all = (): void => this.#changed.fire(undefined);
    const one = (uri: string): void => {
      const node = this.#nodes.get(uri);
      if (node) this.#changed.fire(node);
    };
    this.#view = vscode.window.createTreeView('livelihood.files', { treeDataProvider: this, canSelectMany: true });
    this.#disposable = vscode.Disposable.from(
      this.#changed,
      this.#view,
      files,
      results.didChange(one),
      files.onDidCreate(all),
      files.onDidDelete(all),
      files.onDidChange((uri) => one(uri.toString())),
      vscode.workspace.onDidOpenTextDocument(({ languageId: id }) => id === languageId && all()),
      vscode.workspace.onDidCloseTextDocument(({ languageId: id }) => id === languageId && all()),
      vscode.workspace.onDidChangeWorkspaceFolders(all),
      this.#view.onDidChangeVisibility(({ visible }) => this.#tick(visible)),
    );
  }

  /** The files that are selected. */
  get selection(): readonly FileNode[] {
    return this.#view.selection;
  }

  async getChildren(node?: FileNode): Promise<FileNode[]> {
    if (node) return [];
    const open = vscode.workspace.textDocuments.filter((document) => document.languageId === languageId && !document.isClosed);
    const found = [...(await findEstimations()), ...open.map(({ uri }) => uri).filter(isShown)];
    const byUri = new Map(found.map((uri) => [uri.toString(), uri]));
    for (const key of this.#nodes.keys()) if (!byUri.has(key)) this.#nodes.delete(key);
    for (const [key, uri] of byUri) if (!this.#nodes.has(key)) this.#nodes.set(key, { uri });
    return [...this.#nodes.values()].sort((a, b) => nameOf(a.uri).localeCompare(nameOf(b.uri)));
  }

  async getTreeItem({ uri }: FileNode): Promise<vscode.TreeItem> {
    const result = this.results.of(uri);
    const description = [...describe(uri, result), await lastChange(uri)].join(' · ');
    const item = new vscode.TreeItem(nameOf(uri));
    item.id = uri.toString();
    item.description = description;
    item.iconPath = iconOf(result);
    item.contextValue = uri.scheme === 'file' ? 'estimation' : 'unsaved';
    item.tooltip = [nameOf(uri), description, ...(result?.state === 'failed' ? [plainText(result.text)] : [])].join('\n');
    item.accessibilityInformation = { label: `${nameOf(uri)}, ${description}` };
    item.command = { command: 'livelihood.openFile', title: vscode.l10n.t('Open'), arguments: [{ uri }] };
    return item;
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#disposable.dispose();
  }

  #tick(isVisible: boolean): void {
    clearInterval(this.#timer);
    if (!isVisible) return;
    this.#timer = setInterval(() => this.#changed.fire(undefined), REDRAW_MS);
    this.#changed.fire(undefined);
  }
}

/** Both sides of a comparison of versions are documents too. */
const isShown = ({ scheme }: vscode.Uri): boolean => scheme === 'file' || scheme === 'untitled';

const nameOf = (uri: vscode.Uri): string => vscode.workspace.asRelativePath(uri);

/** How a file is: the estimates where they are current, otherwise why they are not. */
function describe(uri: vscode.Uri, result: FileResult | undefined): string[] {
  if (!result) return [isOpen(uri) ? vscode.l10n.t('not fitted yet') : vscode.l10n.t('not opened')];
  const { state, report, text } = result;
  const isGood = state === 'fitted' && report?.status !== 'not-converged';
  const parts = isGood ? [plainText(text)] : [stateWords(result)];
  if (!report) return parts;
  return [...parts, logLikelihoodText(report), findingsText(report)].filter((part) => part !== '');
}

async function lastChange(uri: vscode.Uri): Promise<string> {
  const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
  if (uri.scheme !== 'file' || document?.isDirty) return vscode.l10n.t('not saved');
  try {
    return changedText((await vscode.workspace.fs.stat(uri)).mtime, Date.now());
  } catch {
    return vscode.l10n.t('no longer there');
  }
}

function iconOf(result: FileResult | undefined): vscode.ThemeIcon {
  const colored = (icon: string, color: string): vscode.ThemeIcon => new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
  switch (result?.state) {
    case undefined:
      return new vscode.ThemeIcon('circle-outline');
    case 'fitting':
      return new vscode.ThemeIcon('sync~spin');
    case 'stale':
      return new vscode.ThemeIcon('history');
    case 'waiting':
      return new vscode.ThemeIcon('debug-pause');
    case 'failed':
      return colored('error', 'list.errorForeground');
    case 'fitted':
      return hasWarning(result) ? colored('warning', 'list.warningForeground') : colored('pass', 'testing.iconPassed');
  }
}

function hasWarning({ report }: FileResult): boolean {
  return report !== undefined && (report.status === 'not-converged' || report.diagnostics.some(({ severity }) => severity === 'warning'));
}
