import type { CancellationToken, TextDocumentIdentifier } from 'vscode-languageserver';
import type { Snapshot } from '../workspace/snapshot.js';
import type { Workspace } from '../workspace/workspace.js';

/** An answer about the newest text of a file: null where nothing is known about it, or nobody wants to know any more. */
export async function ask<T>(
  workspace: Pick<Workspace, 'current'>,
  { uri }: TextDocumentIdentifier,
  token: CancellationToken,
  tell: (snapshot: Snapshot) => T | null | Promise<T | null>,
): Promise<T | null> {
  const snapshot = await workspace.current(uri);
  return snapshot && !token.isCancellationRequested ? await tell(snapshot) : null;
}
