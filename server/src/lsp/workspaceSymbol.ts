import { basename } from 'node:path';
import { type Connection, SymbolKind } from 'vscode-languageserver';
import { workspaceSymbols } from '../language/features/workspaceSymbols.js';
import type { Workspace } from '../workspace/workspace.js';
import { ask } from './ask.js';
import { toFeatureInput, toRange } from './convert.js';

const kinds: Readonly<Record<string, SymbolKind>> = {
  column: SymbolKind.Field,
  definition: SymbolKind.Variable,
  latent: SymbolKind.Array,
  network: SymbolKind.Function,
  derived: SymbolKind.Number,
};

export function registerWorkspaceSymbol(connection: Connection, workspace: Workspace): void {
  connection.onWorkspaceSymbol(async ({ query }, token) => {
    const found = workspace.open.map((uri) =>
      ask(workspace, { uri }, token, (snapshot) =>
        workspaceSymbols(toFeatureInput(snapshot), query).map((each) => ({
          name: each.name,
          kind: kinds[each.kind] ?? SymbolKind.Constant,
          location: { uri, range: toRange(each, snapshot.lines) },
          containerName: basename(snapshot.path),
        })),
      ),
    );
    return (await Promise.all(found)).flatMap((each) => each ?? []);
  });
}
