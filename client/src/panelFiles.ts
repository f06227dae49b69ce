import * as vscode from 'vscode';
import type { SaveMessage } from '../../server/src/protocol/panel.js';

/** Asks where to save a figure, the folder of its estimation file first, and saves it. */
export async function saveFigure({ name, content, encoding }: SaveMessage, uri: string | undefined): Promise<void> {
  const folder = uri?.startsWith('file:') ? vscode.Uri.joinPath(vscode.Uri.parse(uri), '..') : vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {});
  if (!target) return;
  try {
    await vscode.workspace.fs.writeFile(target, Buffer.from(content, encoding));
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(vscode.l10n.t('{0} could not be saved: {1}', name, cause));
  }
}

/** Puts a text on the clipboard and says so for a moment. */
export async function copyText(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Copied'), 3000);
}
