import type { Connection } from 'vscode-languageserver';
import { hoverAt } from '../language/features/hover.js';
import type { Workspace } from '../workspace/workspace.js';
import { ask } from './ask.js';
import { datasetHover } from './datasetHover.js';
import { toFeatureInput, toRange } from './convert.js';

export function registerHover(connection: Connection, workspace: Workspace): void {
  connection.onHover(
    async ({ textDocument, position }, token) =>
      datasetHover(workspace, textDocument.uri, position) ??
      (await ask(workspace, textDocument, token, (snapshot) => {
        const hover = hoverAt(toFeatureInput(snapshot), snapshot.lines.offset(position));
        return hover ? { contents: { kind: 'markdown', value: hover.markdown }, range: toRange(hover, snapshot.lines) } : null;
      })),
  );
}
