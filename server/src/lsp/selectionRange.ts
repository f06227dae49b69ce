import type { Connection, Position, SelectionRange } from 'vscode-languageserver';
import { selectionAt } from '../language/features/selectionRanges.js';
import type { Snapshot } from '../workspace/snapshot.js';
import type { Workspace } from '../workspace/workspace.js';
import { ask } from './ask.js';
import { toFeatureInput, toRange } from './convert.js';

export function registerSelectionRange(connection: Connection, workspace: Workspace): void {
  connection.onSelectionRanges(({ textDocument, positions }, token) =>
    ask(workspace, textDocument, token, (snapshot) => positions.map((position) => toSelection(snapshot, position))),
  );
}

/** Every position has an answer, if only an empty range. */
function toSelection(snapshot: Snapshot, position: Position): SelectionRange {
  const offset = snapshot.lines.offset(position);
  const spans = selectionAt(toFeatureInput(snapshot), offset);
  const outermost = spans.reduceRight<SelectionRange | undefined>(
    (parent, span) => ({ range: toRange(span, snapshot.lines), ...(parent ? { parent } : {}) }),
    undefined,
  );
  return outermost ?? { range: toRange({ from: offset, to: offset }, snapshot.lines) };
}
