import type { Connection, TextEdit } from 'vscode-languageserver';
import { formatEdits } from '../language/format/format.js';
import type { Span } from '../report/problem.js';
import type { Snapshot } from '../workspace/snapshot.js';
import { SHORT_TEXT } from '../workspace/text.js';
import type { Workspace } from '../workspace/workspace.js';
import { toRange } from './convert.js';

export function registerFormatting(connection: Connection, workspace: Workspace): void {
  connection.onDocumentFormatting(({ textDocument }) => edits(workspace.snapshot(textDocument.uri)));
  connection.onDocumentRangeFormatting(({ textDocument, range }) => {
    const snapshot = workspace.snapshot(textDocument.uri);
    return edits(snapshot, snapshot && { from: snapshot.lines.offset(range.start), to: snapshot.lines.offset(range.end) });
  });
  // After a line break: the line that was left.
  connection.onDocumentOnTypeFormatting(({ textDocument, position }) => {
    const snapshot = workspace.snapshot(textDocument.uri);
    if (!snapshot || position.line === 0 || snapshot.text.length > SHORT_TEXT) return null;
    const at = snapshot.lines.offset({ line: position.line - 1, character: 0 });
    return edits(snapshot, { from: at, to: at });
  });
}

function edits(snapshot: Snapshot | undefined, range?: Span): TextEdit[] | null {
  return snapshot
    ? formatEdits(snapshot.text, range).map(({ span, text }) => ({ range: toRange(span, snapshot.lines), newText: text }))
    : null;
}
