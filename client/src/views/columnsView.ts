import * as vscode from 'vscode';
import type { ColumnView } from '../../../server/src/report/views.js';
import { type ActiveFile } from '../activeFile.js';
import { type Results } from '../results.js';
import { type EstimationServer } from '../server.js';
import { plainText } from '../wording.js';

/** A column, or one of its levels. */
export type ColumnNode =
  | { readonly kind: 'column'; readonly uri: vscode.Uri; readonly column: ColumnView }
  | { readonly kind: 'level'; readonly level: string; readonly count: number };

const icons: Readonly<Record<ColumnView['kind'], string>> = {
  numeric: 'symbol-numeric',
  boolean: 'symbol-boolean',
  categorical: 'symbol-enum',
  image: 'file-media',
};

/** The columns of the data of the last active estimation file: type, range or levels, missing values. */
export class ColumnsView implements vscode.TreeDataProvider<ColumnNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #disposable: vscode.Disposable;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(
    private readonly server: EstimationServer,
    private readonly active: ActiveFile,
    results: Results,
  ) {
    const all = (): void => this.#changed.fire(undefined);
    const view = vscode.window.createTreeView('livelihood.columns', { treeDataProvider: this });
    this.#disposable = vscode.Disposable.from(
      this.#changed,
      view,
      active.didChange(all),
      results.didChange((uri) => {
        if (uri === active.uri?.toString()) all();
      }),
    );
  }

  async getChildren(node?: ColumnNode): Promise<ColumnNode[]> {
    if (node) return node.kind === 'column' ? node.column.levels.map((level) => ({ kind: 'level', ...level })) : [];
    const { uri } = this.active;
    if (!uri) return [];
    return ((await this.server.columns(uri.toString())) ?? []).map((column) => ({ kind: 'column', uri, column }));
  }

  getTreeItem(node: ColumnNode): vscode.TreeItem {
    return node.kind === 'column' ? columnItem(node.uri, node.column) : levelItem(node.level, node.count);
  }

  dispose(): void {
    this.#disposable.dispose();
  }
}

function columnItem(uri: vscode.Uri, column: ColumnView): vscode.TreeItem {
  const { name, kind, content, levels } = column;
  const { None, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(plainText(name), levels.length > 0 ? Collapsed : None);
  item.id = `${uri.toString()} ${name}`;
  item.description = [kindText(kind), content, missingText(column)].join(' · ');
  item.iconPath = new vscode.ThemeIcon(icons[kind]);
  item.tooltip = `${name}: ${item.description}`;
  item.accessibilityInformation = { label: `${name}, ${item.description}` };
  item.contextValue = 'column';
  item.command = { command: 'livelihood.goToColumn', title: vscode.l10n.t('Go to Column'), arguments: [{ uri, column }] };
  return item;
}

function levelItem(level: string, count: number): vscode.TreeItem {
  const item = new vscode.TreeItem(plainText(level));
  item.description = count === 1 ? vscode.l10n.t('1 row') : vscode.l10n.t('{0} rows', count);
  item.accessibilityInformation = { label: `${level}, ${item.description}` };
  return item;
}

function kindText(kind: ColumnView['kind']): string {
  switch (kind) {
    case 'numeric':
      return vscode.l10n.t('number');
    case 'boolean':
      return vscode.l10n.t('true/false');
    case 'categorical':
      return vscode.l10n.t('category');
    case 'image':
      return vscode.l10n.t('image');
  }
}

function missingText({ missing, rows }: ColumnView): string {
  return missing === 0 ? vscode.l10n.t('none missing') : vscode.l10n.t('{0} of {1} missing', missing, rows);
}
