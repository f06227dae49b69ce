import * as vscode from 'vscode';

/** Language id of estimation files. */
export const languageId = 'estimation';

/** The estimation file of the active editor, if that is what is open. */
export function activeEstimation(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document?.languageId === languageId ? document.uri : undefined;
}
