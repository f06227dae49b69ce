import { type Connection, FoldingRangeKind } from 'vscode-languageserver';
import { foldingRanges } from '../language/features/folding.js';
import type { Workspace } from '../workspace/workspace.js';
import { ask } from './ask.js';

export function registerFoldingRange(connection: Connection, workspace: Workspace): void {
  connection.onFoldingRanges(({ textDocument }, token) =>
    ask(workspace, textDocument, token, ({ text, lines }) =>
      foldingRanges(text).map(({ from, to, kind }) => ({
        startLine: lines.position(from).line,
        endLine: lines.position(to).line,
        ...(kind === 'comment' ? { kind: FoldingRangeKind.Comment } : {}),
      })),
    ),
  );
}
