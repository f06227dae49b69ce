import type { Connection } from 'vscode-languageserver';
import { referencesAt } from '../language/features/references.js';
import type { Workspace } from '../workspace/workspace.js';
import { ask } from './ask.js';
import { datasetUses } from './datasetUses.js';
import { toFeatureInput, toRange } from './convert.js';

export function registerReferences(connection: Connection, workspace: Workspace): void {
  connection.onReferences(
    async ({ textDocument, position, context }, token) =>
      datasetUses(workspace, textDocument.uri, position) ??
      (await ask(workspace, textDocument, token, (snapshot) => {
        const found = referencesAt(toFeatureInput(snapshot), snapshot.lines.offset(position));
        const wanted = found.filter(({ isDeclaration }) => !isDeclaration || context.includeDeclaration);
        return wanted.map((span) => ({ uri: snapshot.uri, range: toRange(span, snapshot.lines) }));
      })),
  );
}
