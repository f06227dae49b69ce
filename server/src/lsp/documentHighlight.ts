import { type Connection, DocumentHighlightKind } from 'vscode-languageserver';
import { referencesAt } from '../language/features/references.js';
import type { Workspace } from '../workspace/workspace.js';
import { ask } from './ask.js';
import { toFeatureInput, toRange } from './convert.js';

export function registerDocumentHighlight(connection: Connection, workspace: Workspace): void {
  connection.onDocumentHighlight(({ textDocument, position }, token) =>
    ask(workspace, textDocument, token, (snapshot) =>
      referencesAt(toFeatureInput(snapshot), snapshot.lines.offset(position)).map((each) => ({
        range: toRange(each, snapshot.lines),
        kind: each.isDeclaration ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
      })),
    ),
  );
}
