import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Interval, MapParameter, MleParameter } from '../../../server/src/report/estimates.js';
import type { FitReport } from '../../../server/src/report/fitReport.js';
import { ends, levelText, withError } from '../../../server/src/report/numbers.js';
import { type ActiveFile } from '../activeFile.js';
import { type Results } from '../results.js';
import { stateWords } from '../wording.js';

/** A parameter or a derived quantity, or one line about it. */
export type EstimateNode =
  | {
      readonly kind: 'value';
      readonly uri: vscode.Uri;
      readonly section: 'parameters' | 'derived';
      readonly name: string;
      readonly report: FitReport;
    }
  | { readonly kind: 'line'; readonly label: string; readonly text: string };

/** MLE, MAP and their intervals of the last active estimation file; a click leads to the line. */
export class EstimatesView implements vscode.TreeDataProvider<EstimateNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #disposable: vscode.Disposable;
  readonly #view: vscode.TreeView<EstimateNode>;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(
    private readonly active: ActiveFile,
    private readonly results: Results,
  ) {
    this.#view = vscode.window.createTreeView('livelihood.estimates', { treeDataProvider: this });
    this.#disposable = vscode.Disposable.from(
      this.#changed,
      this.#view,
      active.didChange(() => this.#draw()),
      results.didChange((uri) => {
        if (uri === active.uri?.toString()) this.#draw();
      }),
    );
    this.#draw();
  }

  /** What stands above the estimates: why they are not those of the file as it is. */
  get message(): string {
    return this.#view.message ?? '';
  }

  getChildren(node?: EstimateNode): EstimateNode[] {
    if (node) return node.kind === 'value' ? linesOf(node.report, node.section, node.name) : [];
    const { uri } = this.active;
    const report = this.results.of(uri)?.report;
    if (!uri || !report) return [];
    return (['parameters', 'derived'] as const).flatMap((section) =>
      namesOf(report, section).map((name) => ({ kind: 'value' as const, uri, section, name, report })),
    );
  }

  getTreeItem(node: EstimateNode): vscode.TreeItem {
    if (node.kind === 'value') return valueItem(node);
    const item = new vscode.TreeItem(node.label);
    item.description = node.text;
    item.accessibilityInformation = { label: `${node.label}: ${node.text}` };
    return item;
  }

  dispose(): void {
    this.#disposable.dispose();
  }

  #draw(): void {
    const { uri } = this.active;
    const result = this.results.of(uri);
    this.#view.description = uri ? basename(uri.path) : '';
    const isCurrent = result?.report === undefined || (result.state === 'fitted' && result.report.preliminary !== true);
    this.#view.message = isCurrent ? '' : doubtOf(result);
    this.#changed.fire(undefined);
  }
}

function doubtOf(result: Parameters<typeof stateWords>[0]): string {
  if (result.state === 'fitted') return vscode.l10n.t('Preliminary: intervals are under way.');
  return vscode.l10n.t('These are the last estimates ({0}).', stateWords(result));
}

function namesOf({ mle, map }: FitReport, section: 'parameters' | 'derived'): string[] {
  return [...new Set([...Object.keys(mle?.[section] ?? {}), ...Object.keys(map?.[section] ?? {})])];
}

function valueItem({ uri, section, name, report }: Extract<EstimateNode, { kind: 'value' }>): vscode.TreeItem {
  const [mle, map] = [report.mle?.[section]?.[name], report.map?.[section]?.[name]];
  const parts = [mle ? `MLE ${withError(mle.estimate, mle.se)}` : '', map ? `MAP ${withError(map.estimate, map.se)}` : ''];
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `${uri.toString()} ${section} ${name}`;
  item.description = parts.filter((part) => part !== '').join(' · ');
  item.iconPath = new vscode.ThemeIcon(section === 'derived' ? 'symbol-function' : 'symbol-parameter');
  const kind = section === 'derived' ? vscode.l10n.t('derived quantity') : vscode.l10n.t('parameter');
  item.tooltip = `${name} (${kind}): ${item.description}`;
  item.accessibilityInformation = { label: `${name}, ${kind}, ${item.description}` };
  item.contextValue = section;
  item.command = { command: 'livelihood.goToEstimate', title: vscode.l10n.t('Go to Line'), arguments: [{ uri, section, name }] };
  return item;
}

/** One line each for MLE and MAP, with the best interval that there is. */
function linesOf(report: FitReport, section: 'parameters' | 'derived', name: string): EstimateNode[] {
  const { mle, map } = report;
  const lines: (EstimateNode | undefined)[] = [
    lineOf('MLE', mle?.[section]?.[name], mle?.level),
    lineOf('MAP', map?.[section]?.[name], map?.level),
  ];
  return lines.filter((line) => line !== undefined);
}

function lineOf(label: string, value: MleParameter | MapParameter | undefined, level = 0.95): EstimateNode | undefined {
  if (!value) return undefined;
  const interval = intervalOf(value);
  const estimate = withError(value.estimate, value.se);
  if (!interval) return { kind: 'line', label, text: estimate };
  const [low, high] = ends(interval.ends, value.se, interval.kinds);
  const text = vscode.l10n.t('{0}, {1} interval {2} to {3} ({4})', estimate, levelText(level), low, high, interval.method);
  return { kind: 'line', label, text };
}

interface Shown {
  readonly ends: Interval;
  readonly method: string;
  readonly kinds?: readonly [string, string];
}

function intervalOf({ interval }: MleParameter | MapParameter): Shown | undefined {
  if ('profile' in interval && interval.profile) {
    return { ends: interval.profile, method: vscode.l10n.t('profile likelihood'), ...(interval.ends ? { kinds: interval.ends } : {}) };
  }
  if ('posterior' in interval && interval.posterior) return { ends: interval.posterior, method: vscode.l10n.t('posterior') };
  const wald = interval.waldUnconstrained ?? interval.wald;
  return wald ? { ends: wald, method: 'Wald' } : undefined;
}
