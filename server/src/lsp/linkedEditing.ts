import type { Connection } from 'vscode-languageserver';
import { linkedAt } from '../language/features/linkedEditing.js';
import type { Workspace } from '../workspace/workspace.js';
import { ask } from './ask.js';
import { toFeatureInput, toRange } from './convert.js';

export function registerLinkedEditing(connection: Connection, workspace: Workspace): void {
  connection.languages.onLinkedEditingRange(({ textDocument, position }, token) =>
    ask(workspace, textDocument, token, (snapshot) => {
      const linked = linkedAt(toFeatureInput(snapshot), snapshot.lines.offset(position));
      return linked.length > 0 ? { ranges: linked.map((span) => toRange(span, snapshot.lines)) } : null;
    }),
  );
}
