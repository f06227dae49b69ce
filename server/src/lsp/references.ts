import type { Connection } from 'vscode-languageserver';
import { referencesAt } from '../language/features/references.js';
import type { Workspace } from '../workspace/workspace.js';
import { ask } from './ask.js';
import { toFeatureInput, toRange } from './convert.js';

export function registerReferences(connection: Connection, workspace: Workspace): void {
  connection.onReferences(({ textDocument, position, context }, token) =>
    ask(workspace, textDocument, token, (snapshot) => {
      const found = referencesAt(toFeatureInput(snapshot), snapshot.lines.offset(position));
      const wanted = found.filter(({ isDeclaration }) => !isDeclaration || context.includeDeclaration);
      return wanted.map((span) => ({ uri: snapshot.uri, range: toRange(span, snapshot.lines) }));
    }),
  );
}
