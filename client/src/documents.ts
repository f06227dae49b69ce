import * as vscode from 'vscode';

/** Language id of estimation files. */
export const languageId = 'estimation';

const PATTERN = '**/*.fit.{yaml,yml,json}';

/** The estimation files of the workspace. */
export function findEstimations(): Thenable<vscode.Uri[]> {
  return vscode.workspace.findFiles(PATTERN, '**/node_modules/**');
}

/** Tells of estimation files that appear, change and disappear on disk. */
export function watchEstimations(): vscode.FileSystemWatcher {
  return vscode.workspace.createFileSystemWatcher(PATTERN);
}

/** The estimation file of the active editor, if that is what is open. */
export function activeEstimation(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document?.languageId === languageId ? document.uri : undefined;
}

/** Whether an editor, or anything else in the window, holds the text of a file. */
export function isOpen(uri: vscode.Uri | string): boolean {
  const wanted = uri.toString();
  return vscode.workspace.textDocuments.some((document) => document.uri.toString() === wanted);
}
