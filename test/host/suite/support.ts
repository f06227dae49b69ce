import { cp, mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { type LivelihoodApi } from '../../../client/src/api.js';
import { type DidFitParams } from '../../../server/src/protocol/messages.js';
import { type FitReport } from '../../../server/src/report/fitReport.js';
import type { MapParameter, MleParameter } from '../../../server/src/report/estimates.js';
import { workspaceVariable } from '../tally.js';

/** The extension's interface, once it is active. */
export async function livelihood(): Promise<LivelihoodApi> {
  const extension = vscode.extensions.getExtension<LivelihoodApi>('livelihood.livelihood');
  if (extension === undefined) throw new Error('the extension is not installed in this host');
  return extension.activate();
}

/** A copy of files of the workspace in a separate folder, so that no test sees another's edits; returns the first one. */
export async function copyOf(...names: [string, ...string[]]): Promise<vscode.Uri> {
  const workspace = process.env[workspaceVariable];
  if (workspace === undefined) throw new Error(`${workspaceVariable} is not set`);
  const folder = await mkdtemp(path.join(workspace, 'case-'));
  for (const name of names) await cp(path.join(workspace, name), path.join(folder, name));
  return vscode.Uri.file(path.join(folder, names[0]));
}

/** A file beside another. */
export function beside(uri: vscode.Uri, name: string): vscode.Uri {
  return vscode.Uri.joinPath(uri, '..', name);
}

/** Shows a file in the editor. */
export async function show(uri: vscode.Uri): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(uri, { preview: false, viewColumn: vscode.ViewColumn.One });
}

/** Replaces the first occurrence of a text in a document; the document stays unsaved. */
export async function replace(uri: vscode.Uri, from: string, to: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, rangeOf(document, from), to);
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error(`the editor refused to replace ${from}`);
}

/** Where a text first occurs. */
export function rangeOf(document: vscode.TextDocument, text: string): vscode.Range {
  const at = document.getText().indexOf(text);
  if (at < 0) throw new Error(`${text} does not occur in ${document.fileName}`);
  return new vscode.Range(document.positionAt(at), document.positionAt(at + text.length));
}

/** How long an awaited event may take before it is taken never to come: far beyond what any fit needs on the busiest machine. */
const patience = 300_000;

/** Does something and returns the first accepted event after its start; listening begins before the action does. */
export async function after<T>(event: vscode.Event<T>, accept: (value: T) => boolean, action: () => unknown): Promise<T> {
  let last = 'no event at all';
  let timer: NodeJS.Timeout | undefined;
  let subscription: vscode.Disposable | undefined;
  const awaited = new Promise<T>((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the awaited event did not come; the last one was ${last}`)), patience);
    subscription = event((value) => {
      last = JSON.stringify(value);
      if (accept(value)) resolve(value);
    });
  });
  try {
    await action();
    return await awaited;
  } finally {
    clearTimeout(timer);
    subscription?.dispose();
  }
}

/** A text once it matches, read now and after each event: what is drawn follows the estimates. */
export async function matched<T>(event: vscode.Event<T>, read: () => Promise<string>, pattern: RegExp): Promise<string> {
  const deadline = Date.now() + patience;
  for (let text = ''; ;) {
    let told = (): void => undefined;
    const next = new Promise<void>((resolve) => (told = resolve));
    const subscription = event(() => told());
    const timer = setTimeout(() => told(), Math.max(deadline - Date.now(), 0));
    try {
      text = await read();
      if (pattern.test(text)) return text;
      if (Date.now() >= deadline) throw new Error(`nothing matched ${String(pattern)}; at last there was ${text}`);
      await next;
    } finally {
      clearTimeout(timer);
      subscription.dispose();
    }
  }
}

/** The final fit of a file that follows an action, such as opening or editing it. */
export async function fitAfter(
  uri: vscode.Uri,
  action: () => unknown,
  accept: (report: FitReport) => boolean = () => true,
): Promise<FitReport> {
  const { didFit } = await livelihood();
  const accepted = ({ uri: of, result }: DidFitParams): boolean =>
    of === uri.toString() && result.preliminary !== true && result.stale !== true && accept(result);
  return (await after(didFit, accepted, action)).result;
}

/** The maximum likelihood estimate of a parameter. */
export function mle(report: FitReport, name: string): MleParameter {
  const parameter = report.mle?.parameters[name];
  if (parameter === undefined) throw new Error(`no MLE of ${name} in ${JSON.stringify(report)}`);
  return parameter;
}

/** The MAP estimate of a parameter. */
export function map(report: FitReport, name: string): MapParameter {
  const parameter = report.map?.parameters[name];
  if (parameter === undefined) throw new Error(`no MAP of ${name} in ${JSON.stringify(report)}`);
  return parameter;
}

/** True where two numbers agree to a given distance; null is not a number. */
export function near(actual: number | null, expected: number, within = 1e-3): boolean {
  return actual !== null && Math.abs(actual - expected) <= within;
}

/** The titles of the lenses above a file. */
export async function lensTitles(uri: vscode.Uri): Promise<string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 20);
  return lenses.map((lens) => lens.command?.title ?? '');
}

/** The text of the hover at the first occurrence of a text. */
export async function hoverText(uri: vscode.Uri, text: string): Promise<string> {
  const document = await vscode.workspace.openTextDocument(uri);
  const position = rangeOf(document, text).start;
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, position);
  return hovers
    .flatMap((hover) => hover.contents.map((content) => (content instanceof vscode.MarkdownString ? content.value : '')))
    .join('\n');
}

/** The text of all inlay hints of a file. */
export async function hintTexts(uri: vscode.Uri): Promise<string[]> {
  const document = await vscode.workspace.openTextDocument(uri);
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', uri, whole);
  return hints.map(({ label }) => (typeof label === 'string' ? label : label.map((part) => part.value).join('')));
}

/** A row of a view: its label, what stands behind it, and what a screen reader says. */
export interface Row {
  readonly label: string;
  readonly description: string;
  readonly spoken: string;
  readonly node: unknown;
  readonly item: vscode.TreeItem;
}

/** The rows of a view, or those below a row. */
export async function rows(view: 'files' | 'columns' | 'estimates', below?: unknown): Promise<Row[]> {
  const tree = (await livelihood()).trees[view];
  const nodes = (await tree.getChildren(below)) ?? [];
  return Promise.all(
    nodes.map(async (node) => {
      const item = await tree.getTreeItem(node);
      const label = typeof item.label === 'string' ? item.label : (item.label?.label ?? '');
      const description = typeof item.description === 'string' ? item.description : '';
      return { label, description, spoken: item.accessibilityInformation?.label ?? '', node, item };
    }),
  );
}

/** Sets a setting of ours, does something, and takes the setting back. */
export async function withSetting(name: string, value: unknown, action: () => Promise<void>): Promise<void> {
  const set = (to: unknown): Thenable<void> =>
    vscode.workspace.getConfiguration('livelihood').update(name, to, vscode.ConfigurationTarget.Global);
  await set(value);
  try {
    await action();
  } finally {
    await set(undefined);
  }
}

/** The error diagnostics of a file. */
export function errors(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
}
