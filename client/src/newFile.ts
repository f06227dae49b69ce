import * as vscode from 'vscode';
import { languageId } from './documents.js';
import { type Template, templates } from './templates.js';

/** Asks for a template, unless one is given by its name, and opens it as an untitled file, which is fitted at once. */
export async function newFile(extension: vscode.Uri, given?: unknown): Promise<vscode.TextEditor | undefined> {
  const template = templates().find(({ id }) => id === given) ?? (await choose());
  if (!template) return undefined;
  const source = vscode.Uri.joinPath(extension, 'media', 'templates', `${template.id}.fit.yaml`);
  const content = new TextDecoder().decode(await vscode.workspace.fs.readFile(source));
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: languageId, content }));
}

function choose(): Thenable<Template | undefined> {
  const title = vscode.l10n.t('New estimation file');
  const placeHolder = vscode.l10n.t('What do you want to estimate? Each template is a small example that is fitted at once');
  return vscode.window.showQuickPick(templates(), { title, placeHolder, matchOnDetail: true });
}
