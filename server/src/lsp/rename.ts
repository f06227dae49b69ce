import { type ClientCapabilities, type Connection, LSPErrorCodes, ResponseError, type WorkspaceEdit } from 'vscode-languageserver';
import { type Edit, renameableAt, renameAt, type Refusal } from '../language/features/rename.js';
import type { Snapshot } from '../workspace/snapshot.js';
import type { Workspace } from '../workspace/workspace.js';
import { ask } from './ask.js';
import { toFeatureInput, toRange } from './convert.js';

export function registerRename(connection: Connection, workspace: Workspace, client: () => ClientCapabilities): void {
  connection.onPrepareRename(({ textDocument, position }, token) =>
    ask(workspace, textDocument, token, (snapshot) => {
      const name = granted(renameableAt(toFeatureInput(snapshot), snapshot.lines.offset(position)));
      return name ? { range: toRange(name, snapshot.lines), placeholder: name.name } : null;
    }),
  );
  connection.onRenameRequest(({ textDocument, position, newName }, token) =>
    ask(workspace, textDocument, token, (snapshot) => {
      const edits = granted(renameAt(toFeatureInput(snapshot), snapshot.lines.offset(position), newName));
      const hasVersions = client().workspace?.workspaceEdit?.documentChanges === true;
      return edits ? workspaceEdit(snapshot, edits, hasVersions) : null;
    }),
  );
}

/** What was asked for; a refusal is what the editor shows instead. */
function granted<T extends object>(answer: T | Refusal | undefined): T | undefined {
  if (answer && 'refusal' in answer) throw new ResponseError(LSPErrorCodes.RequestFailed, answer.refusal);
  return answer;
}

/** With the version, an editor whose text has changed since does not apply it. */
function workspaceEdit({ uri, version, lines }: Snapshot, edits: readonly Edit[], hasVersions: boolean): WorkspaceEdit {
  const all = edits.map(({ span, text }) => ({ range: toRange(span, lines), newText: text }));
  return hasVersions ? { documentChanges: [{ textDocument: { uri, version }, edits: all }] } : { changes: { [uri]: all } };
}
